"""Faults of HTTP that the channels share, by kind of error."""

import email.utils
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import requests
from urllib3.exceptions import NewConnectionError

from soulsgen.channels.post import Late, RateLimited, Unconfirmed
from soulsgen.connection import cause_of, in_words
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.reply import shown

# Their clock and ours differ, by hours where one has the wrong time zone.
CLOCK_SKEW = timedelta(days=1)
_LONGEST_WORDS = 300
_FAR_AWAY_S = 1e11  # the year 5138


def status_error(
    title: str, status: int, words: str, reset: datetime | None = None, advice: str = ""
) -> SoulsgenError:
    """The error that an answer other than 2xx of the channel called `title` stands for."""
    words = " ".join(shown(words).split()).rstrip(".")
    said = words if 0 < len(words) <= _LONGEST_WORDS and not words.startswith("<") else "no reason given"
    if status == 429:
        again = f"after {reset:%Y-%m-%d %H:%M:%S} UTC" if reset else "later"
        return RateLimited(f"{title}'s limit is used up ({said}); try again {again}", reset)
    if doubt := doubt_of(status):
        return doubt(f"{title} failed (HTTP {status}: {said})")
    if status == 401:
        advice = advice or "; check the keys"
    return Refused(f"{title} said no (HTTP {status}: {said}){advice}")


def doubt_of(status: int) -> type[Unconfirmed] | None:
    """What an answer is that leaves open whether the request took effect; one that sends it on does."""
    if status in (408, 504):
        return Late
    return Unconfirmed if status >= 500 or 300 <= status < 400 else None


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
        return epoch(value)
    for read in (datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            moment = read(value)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def on_their_clock(moment: datetime, headers: Mapping[str, str]) -> datetime:
    """`moment`, by our clock, on that of the server that has just sent `headers`; rather too early."""
    date = _moment(headers.get("Date", ""))
    return moment + (date - datetime.now(UTC)) if date else moment - CLOCK_SKEW


def epoch(value: str | float) -> datetime | None:
    """The moment so many seconds after 1970, or milliseconds where seconds would be far away; or None."""
    try:
        seconds = float(value)
        return datetime.fromtimestamp(seconds if seconds < _FAR_AWAY_S else seconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def no_answer(title: str, error: requests.RequestException, secret: str | None = None) -> SoulsgenError:
    """What a request that ended without an answer stands for; `secret` is taken out of its words."""
    elsewhere = isinstance(error, requests.TooManyRedirects)
    words = "it sends requests elsewhere" if elsewhere else in_words(cause_of(error))
    words = words.replace(secret, "…") if secret else words
    if never_sent(error):
        return Unavailable(f"could not reach {title}: {words}; nothing was sent")
    kind = Late if isinstance(error, requests.Timeout) else Unconfirmed
    return kind(f"{title} was sent the request and gave no answer ({words})")


def never_sent(error: requests.RequestException) -> bool:
    """Whether the connection or the TLS certificate failed; other TLS faults also happen while reading."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = cause_of(error)
    first = cause.args[0] if isinstance(cause, Exception) and cause.args else None
    return isinstance(cause, NewConnectionError) or isinstance(first, ssl.SSLCertVerificationError)
