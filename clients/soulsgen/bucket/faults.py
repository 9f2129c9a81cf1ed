"""What filesystems and their drivers raise, put in words; no driver is imported to know its errors."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from soulsgen.bucket.location import without_secrets
from soulsgen.errors import Refused, SoulsgenError, Unavailable

# s3fs turns 503 and SlowDown into EBUSY, 500 into EREMOTEIO.
PASSING_ERRNOS = {
    errno.EBUSY,
    errno.EREMOTEIO,
    errno.ETIMEDOUT,
    errno.EHOSTUNREACH,
    errno.ENETUNREACH,
    errno.ESTALE,
}
PASSING_STATUSES = {408, 429, 500, 502, 503, 504}
# Packages whose errors come from the network or the far side and not from a fault of ours.
DRIVERS = {"aiobotocore", "aiohttp", "botocore", "fsspec", "gcsfs", "google", "requests", "s3fs"}
LONGEST = 300  # characters of a driver's own words


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """Raise what goes wrong at `place` as a SoulsgenError; FileNotFoundError passes."""
    try:
        yield
    except (SoulsgenError, FileNotFoundError):
        raise
    except Exception as error:
        if translated := translate(error, place):
            raise translated from error
        raise


def translate(error: Exception, place: str) -> SoulsgenError | None:
    """The error a user can act on; None for one that neither a disk nor a driver raised.

    ValueError is how drivers refuse an endpoint or a bucket's name.
    """
    words = f"{place}: {_words(error)}"
    if not isinstance(error, OSError | ValueError) and _package(error) not in DRIVERS:
        return None
    if _lacks_credentials(error):
        return Refused(f"{words}; docs/buckets.md says where credentials are looked for")
    if isinstance(error, PermissionError) or _status(error) == 403 or _words(error).startswith("Forbidden"):
        return Refused(f"{place}: access denied ({_words(error)})")
    if _passes(error):
        return Unavailable(words)
    return SoulsgenError(words)


def _package(error: Exception) -> str:
    return type(error).__module__.partition(".")[0]


def _status(error: Exception) -> int | None:
    code = str(getattr(error, "code", None) or "")
    return int(code) if code.isdigit() else None


def _lacks_credentials(error: Exception) -> bool:
    name = type(error).__name__
    stale = name == "RefreshError" and not getattr(error, "retryable", False)
    return stale or "Credential" in name or "SSOToken" in name or _status(error) == 401


def _passes(error: Exception) -> bool:
    """Whether trying later may help."""
    if isinstance(error, TimeoutError | ConnectionError) or _package(error) in {"aiohttp", "requests"}:
        return True
    if _status(error) in PASSING_STATUSES or getattr(error, "errno", None) in PASSING_ERRNOS:
        return True
    name = type(error).__name__
    return any(
        word in name for word in ("Timeout", "Connect", "HTTPClient", "TransportError", "RefreshError")
    )


def _words(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    line = " ".join(without_secrets(str(said)).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
