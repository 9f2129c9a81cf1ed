"""Replies read whole, within bounds of size and time.

A read timeout bounds the silence between two packets, and says nothing of a reply that drips.
"""

import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse


class TooLong(requests.ConnectionError):
    """A reply of more bytes than are read."""


class Bounded(HTTPAdapter):
    """Reads every reply whole that is not asked for as a stream, and raises as `read_whole` does."""

    def __init__(self, most_bytes: int, within_s: float, **settings: Any) -> None:
        super().__init__(**settings)
        self.most_bytes = most_bytes
        self.within_s = within_s

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, *args: Any, **kwargs: Any
    ) -> requests.Response:
        response = super().send(request, stream, *args, **kwargs)
        if not stream:
            read_whole(response, self.most_bytes, self.within_s)
        return response


def read_whole(response: requests.Response, most_bytes: int, within_s: float) -> None:
    """All of `response` into its `content`; `within_s` counts from here on.

    Raises requests.ReadTimeout for what is not whole by then, TooLong, ConnectionError for what breaks off.
    """
    try:
        response._content = _whole(response.raw, most_bytes, within_s)
        # Its connection serves the next request; after a fault it is closed.
        response._content_consumed = True  # type: ignore[attr-defined]
    except TooLong:
        raise
    except ReadTimeoutError as error:
        raise requests.ReadTimeout(error, request=response.request) from error
    except (HTTPError, OSError) as error:
        raise requests.ConnectionError(error, request=response.request) from error
    finally:
        response.close()


def _whole(raw: BaseHTTPResponse, most_bytes: int, within_s: float) -> bytes:
    deadline = time.monotonic() + within_s
    content = bytearray()
    while part := raw.read1(65_536, decode_content=True):
        content += part
        if len(content) > most_bytes:
            raise TooLong(f"the answer has more than {most_bytes} bytes")
        if time.monotonic() > deadline:
            raise ReadTimeoutError(None, None, f"the answer is not whole after {within_s:.0f} s")  # type: ignore[arg-type]
    return bytes(content)
