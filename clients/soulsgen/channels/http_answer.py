"""Faults of HTTP that the channels share, by kind of error."""

import email.utils
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import requests
from urllib3.exceptions import NewConnectionError

from soulsgen.channels.post import RateLimited, Unconfirmed
from soulsgen.connection import cause_of
from soulsgen.errors import Refused, SoulsgenError

_LONGEST_WORDS = 300


def status_error(
    title: str, status: int, words: str, reset: datetime | None = None, advice: str = ""
) -> SoulsgenError:
    """The error that an answer other than 2xx of the channel called `title` stands for."""
    words = " ".join(words.split()).rstrip(".")
    said = words if 0 < len(words) <= _LONGEST_WORDS and not words.startswith("<") else "no reason given"
    if status == 429:
        again = f"after {reset:%Y-%m-%d %H:%M:%S} UTC" if reset else "later"
        return RateLimited(f"{title}'s limit is used up ({said}); try again {again}", reset)
    if status >= 500:
        return Unconfirmed(f"{title} failed (HTTP {status}: {said})")
    if status == 401:
        advice = advice or "; check the keys"
    return Refused(f"{title} said no (HTTP {status}: {said}){advice}")


def reset_of(headers: Mapping[str, str], seconds: object = None) -> datetime | None:
    """When a limit ends: `seconds` from now, else what Retry-After or a ratelimit header says."""
    for value in (seconds, headers.get("Retry-After")):
        try:
            return datetime.now(UTC) + timedelta(seconds=float(str(value)))
        except (ValueError, OverflowError):
            continue
    for name in ("Retry-After", "X-RateLimit-Reset", "RateLimit-Reset"):
        if found := _moment(headers.get(name, "")):
            return found
    return None


def _moment(value: str) -> datetime | None:
    """Time in seconds since 1970, in ISO 8601 or in the form of HTTP dates."""
    if value.isdecimal():
        return datetime.fromtimestamp(int(value), UTC)
    for read in (datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            moment = read(value)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def never_sent(error: requests.RequestException) -> bool:
    """Whether the connection or the TLS certificate failed; other TLS faults also happen while reading."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = cause_of(error)
    first = cause.args[0] if isinstance(cause, Exception) and cause.args else None
    return isinstance(cause, NewConnectionError) or isinstance(first, ssl.SSLCertVerificationError)
