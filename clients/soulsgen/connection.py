"""Where a server is, and what `requests` raises, put in words: shared by every client that speaks HTTP."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import requests

from soulsgen.reply import shown

# `localhost:8080` reads as a URL of the scheme `localhost`.
NOT_A_URL = (
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)


def cause_of(error: requests.RequestException) -> object:
    """The urllib3 or operating system error inside `error`, or what stands in their place."""
    inner = error.args[0] if error.args else error
    return getattr(inner, "reason", None) or inner


def in_words(cause: object) -> str:
    """`Connection refused`, not the nesting around it."""
    innermost = cause.args[-1] if isinstance(cause, Exception) and cause.args else cause
    return " ".join(shown(str(innermost)).split()).rsplit(": ", maxsplit=1)[-1]


def is_loopback(url: str) -> bool:
    """Whether `url` leads to this machine, where no proxy of the environment can lead."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
