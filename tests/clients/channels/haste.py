"""One kind of request is impatient, and all others wait as long as a busy machine takes."""

import re
from typing import Any

import httpx
import pytest
import requests

from soulsgen.bounded import Bounded
from soulsgen.channels.transport import BoundedTransport
from waiting import LIMIT_S


def only_hasty(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel's timeout counts for requests that match `pattern`, in `POST /path` form, and no others."""
    by_requests, by_httpx = Bounded.send, BoundedTransport.handle_request

    def send(self: Bounded, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        if not re.search(pattern, f"{request.method} {request.path_url}"):
            settings["timeout"] = LIMIT_S
        return by_requests(self, request, **settings)

    def handle_request(self: BoundedTransport, request: httpx.Request) -> httpx.Response:
        if not re.search(pattern, f"{request.method} {request.url.path}"):
            request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), LIMIT_S)
        return by_httpx(self, request)

    monkeypatch.setattr(Bounded, "send", send)
    monkeypatch.setattr(BoundedTransport, "handle_request", handle_request)
