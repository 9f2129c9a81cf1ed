"""A session of `requests` that follows nobody elsewhere and waits for no answer without end."""

import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

# A read timeout bounds the silence between two packets, and says nothing of an answer that drips.
ANSWER_S = 60.0
MAX_ANSWER_BYTES = 8_000_000


def open_session(retries: Retry | int = 0) -> requests.Session:
    """Raises requests.ReadTimeout for an answer that is not whole after ANSWER_S, ConnectionError for one of
    more than MAX_ANSWER_BYTES, and TooManyRedirects for any: a POST that is sent on becomes a GET.
    """
    session = requests.Session()
    session.max_redirects = 0
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Bounded(max_retries=retries))
    return session


class _Bounded(HTTPAdapter):
    """Reads every answer whole, within the bounds."""

    def send(
        self, request: requests.PreparedRequest, stream: bool = True, *args: Any, **kwargs: Any
    ) -> requests.Response:
        response = super().send(request, stream, *args, **kwargs)
        try:
            response._content = _whole(response.raw)
        except ReadTimeoutError as error:
            raise requests.ReadTimeout(error, request=request) from error
        except (HTTPError, OSError) as error:
            raise requests.ConnectionError(error, request=request) from error
        finally:
            response.close()
        return response


def _whole(raw: BaseHTTPResponse) -> bytes:
    deadline = time.monotonic() + ANSWER_S
    content = bytearray()
    while part := raw.read1(65_536, decode_content=True):
        content += part
        if len(content) > MAX_ANSWER_BYTES:
            raise HTTPError(f"the answer has more than {MAX_ANSWER_BYTES} bytes")
        if time.monotonic() > deadline:
            raise ReadTimeoutError(None, None, f"the answer is not whole after {ANSWER_S:.0f} s")  # type: ignore[arg-type]
    return bytes(content)
