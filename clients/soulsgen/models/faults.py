"""What huggingface_hub raises, as sentences that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from soulsgen.errors import Refused, SoulsgenError, Unavailable


@contextmanager
def hub_faults(endpoint: str, repository: str, revision: str, *, signed: bool) -> Iterator[None]:
    """Raises Refused, or Unavailable where another time may do better. signed: a token was shown."""
    from huggingface_hub import errors

    try:
        yield
    except errors.HFValidationError as error:
        raise SoulsgenError(f"{repository!r} is no name of a repository: {error}") from error
    except errors.GatedRepoError as error:
        raise Refused(_gated(endpoint, repository, signed)) from error
    except errors.RevisionNotFoundError as error:
        raise Refused(f"{repository} has no revision {revision}; name a branch, a tag or a commit") from error
    except errors.RepositoryNotFoundError as error:
        raise _unknown(endpoint, repository, signed) from error
    except errors.HfHubHTTPError as error:
        raise _refusal(endpoint, repository, error.response.status_code, signed) from error
    except errors.OfflineModeIsEnabled as error:
        raise Unavailable(
            "HF_HUB_OFFLINE is set, so nothing is pulled; unset it, or put a directory that is on this "
            "machine into an archive: soulsgen models use DIR"
        ) from error
    except http_error() as error:
        raise Unavailable(
            f"no answer from {endpoint} ({str(error) or type(error).__name__}); run it again when there is a "
            "network, it goes on from where it was; a directory needs none: soulsgen models use DIR"
        ) from error


def http_error() -> type[Exception]:
    """What the HTTP library under huggingface_hub raises; which library that is depends on its version."""
    from huggingface_hub import errors

    found: type[Exception] = vars(errors)["HTTPError"]
    return found


def passes(status: int) -> bool:
    """Whether an HTTP status is one that passes by itself."""
    return status in (408, 429) or status >= 500


def _gated(endpoint: str, repository: str, signed: bool) -> str:
    page = f"{endpoint}/{repository}"
    if signed:
        return f"{repository} is gated and HF_TOKEN may not read it; ask for access at {page}"
    return (
        f"{repository} is gated: accept its terms at {page}, make a token at {endpoint}/settings/tokens "
        "and set HF_TOKEN to it"
    )


def _unknown(endpoint: str, repository: str, signed: bool) -> Refused:
    doubt = "or HF_TOKEN may not read it" if signed else "or it is private and HF_TOKEN is not set"
    return Refused(f"{endpoint} knows no model {repository}, {doubt}; check the name")


def _refusal(endpoint: str, repository: str, status: int, signed: bool) -> SoulsgenError:
    # The Hub answers 401 for a name that it does not know, or will not tell a stranger of.
    if status == 401 and not signed:
        return _unknown(endpoint, repository, signed)
    if status == 401:
        return Refused(f"{endpoint} does not take HF_TOKEN (HTTP 401); make a new one, or unset it")
    sentence = f"{endpoint} answers HTTP {status} for {repository}"
    if passes(status):
        return Unavailable(f"{sentence}; run it again later, it goes on from where it was")
    return Refused(sentence)
