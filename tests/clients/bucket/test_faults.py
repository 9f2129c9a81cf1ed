"""Whose fault it is, whether waiting helps, and nothing secret in the sentence."""

import errno

import pytest

from soulsgen.bucket.faults import in_words, translate
from soulsgen.errors import Refused, SoulsgenError, Unavailable


def driver_error(module: str, name: str, said: str = "said so", **attributes: object) -> Exception:
    """An error as a driver raises it, without the driver."""
    error: Exception = type(name, (Exception,), {"__module__": module})(said)
    for attribute, value in attributes.items():
        setattr(error, attribute, value)
    return error


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (PermissionError("Access Denied"), Refused, "here: access denied (Access Denied)"),
        (OSError("Forbidden: b/lore\nno get"), Refused, "here: access denied (Forbidden: b/lore no get)"),
        (
            driver_error("gcsfs.retry", "HttpError", "No entry, 403", code=403),
            Refused,
            "here: access denied (No entry, 403)",
        ),
        (
            driver_error("botocore.exceptions", "NoCredentialsError", "Unable to locate credentials"),
            Refused,
            "here: Unable to locate credentials; docs/buckets.md says where credentials are looked for",
        ),
        (
            driver_error("gcsfs.retry", "HttpError", "Anonymous caller, 401", code="401"),
            Refused,
            "here: Anonymous caller, 401; docs/buckets.md says where credentials are looked for",
        ),
        (
            driver_error("google.auth.exceptions", "RefreshError", "expired", retryable=False),
            Refused,
            "here: expired; docs/buckets.md says where credentials are looked for",
        ),
        (
            driver_error("google.auth.exceptions", "RefreshError", retryable=True),
            Unavailable,
            "here: said so",
        ),
        (driver_error("botocore.exceptions", "EndpointConnectionError"), Unavailable, "here: said so"),
        (driver_error("botocore.exceptions", "ReadTimeoutError"), Unavailable, "here: said so"),
        (driver_error("aiohttp.client_exceptions", "ClientOSError"), Unavailable, "here: said so"),
        (driver_error("gcsfs.retry", "HttpError", "busy, 503", code=503), Unavailable, "here: busy, 503"),
        (TimeoutError(), Unavailable, "here: TimeoutError"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), Unavailable, "here: reset"),
        (
            OSError(errno.EBUSY, "Please reduce your request rate."),
            Unavailable,
            "here: Please reduce your request rate.",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), SoulsgenError, "here: No space left on device"),
        (driver_error("botocore.exceptions", "ParamValidationError"), SoulsgenError, "here: said so"),
        (ValueError("Invalid endpoint: x"), SoulsgenError, "here: Invalid endpoint: x"),
        (
            OSError(errno.EIO, "GET http://me:hush@store/x " + "y" * 400),
            SoulsgenError,
            "here: GET http://***@store/x " + "y" * 276 + "…",
        ),
    ],
)
def test_every_fault_has_its_kind_and_sentence(
    error: Exception, kind: type[SoulsgenError], sentence: str
) -> None:
    translated = translate(error, "here")
    assert (type(translated), str(translated)) == (kind, sentence)


def test_a_fault_of_our_own_is_left_alone() -> None:
    with pytest.raises(KeyError), in_words("here"):
        raise KeyError("name")


def test_what_is_not_there_is_left_to_the_caller() -> None:
    with pytest.raises(FileNotFoundError), in_words("here"):
        raise FileNotFoundError("lore")
