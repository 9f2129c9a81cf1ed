"""What X's answers mean, in plain words and by kind of error.

Error bodies and headers: https://docs.x.com/x-api/fundamentals/response-codes-and-errors and
https://docs.x.com/fundamentals/rate-limits.
"""

from datetime import datetime

import requests

from soulsgen.channels.http_answer import doubt_of, epoch
from soulsgen.channels.post import Duplicate, RateLimited
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.reply import brief, shown

# The window of 15 minutes, and the daily limits that some access levels add.
_LIMITS = ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
_LONGEST_WORDS = 300


def error_of(response: requests.Response) -> SoulsgenError | None:
    """The error that an answer other than 2xx stands for."""
    status = response.status_code
    if 200 <= status < 300:
        return None
    words = _words(response)
    if status == requests.codes.too_many_requests:
        reset = _reset(response)
        again = f"after {reset:%Y-%m-%d %H:%M:%S} UTC" if reset else "later"
        return RateLimited(f"X's limit is used up ({words}); try again {again}", reset)
    if status == requests.codes.service_unavailable:
        return Unavailable(f"X is overloaded (HTTP 503: {words}); try again later")
    if doubt := doubt_of(status):
        return doubt(f"X failed (HTTP {status}: {words})")
    kind = Duplicate if status == requests.codes.forbidden and "duplicate" in words.lower() else Refused
    return kind(f"X said no (HTTP {status}: {words}){_advice(response, words)}")


def _words(response: requests.Response) -> str:
    """X's own words in one line: of a problem in JSON, or the short plain text of the token endpoints."""
    try:
        body = response.json()
    except ValueError:
        body = response.text if not response.text.lstrip().startswith("<") else ""
    words = " ".join(shown(_problem(body)).split()).rstrip(".")
    return words if 0 < len(words) <= _LONGEST_WORDS else brief(response.reason or "no reason given")


def _problem(body: object) -> str:
    """`detail` or `title` as in v2, else the first of `errors` as in v1.1 and from the token endpoints."""
    if not isinstance(body, dict):
        return str(body)
    listed = body.get("errors")
    first = listed[0] if isinstance(listed, list) and listed else None
    words = body.get("detail") or body.get("title")
    if not words and isinstance(first, dict):
        words = first.get("detail") or first.get("message")
    return str(words or "")


def _advice(response: requests.Response, words: str) -> str:
    """What to do about an answer, from its step, status and words; starts with a semicolon."""
    said = words.lower()
    if response.url.endswith("/oauth/access_token"):
        return "; the PIN is wrong or used up, or access was denied: run `twitter auth` again"
    if response.status_code == requests.codes.unauthorized:
        return "; check the keys and this machine's clock; `twitter auth` gives a new access token"
    if response.status_code == requests.codes.payment_required:
        return "; add credits in X's developer portal"
    if response.status_code != requests.codes.forbidden:
        return ""
    if "duplicate" in said:
        return "; this account has posted the same text already"
    if "callback" in said:
        return "; enter a callback URL, any one, in the app's settings in X's developer portal"
    if "permission" in said:
        return "; give the app Read and Write in X's developer portal, then run `twitter auth` again"
    return "; check the app's access level in X's developer portal"


def _reset(response: requests.Response) -> datetime | None:
    """When the limit ends: the latest of those that are used up, else the 15-minute window's."""
    headers = response.headers
    used_up = [limit for limit in _LIMITS if headers.get(f"{limit}-remaining") == "0"]
    resets = [headers.get(f"{limit}-reset", "") for limit in used_up or _LIMITS[:1]]
    moments = [moment for reset in resets if (moment := epoch(reset))]
    return max(moments, default=None)
