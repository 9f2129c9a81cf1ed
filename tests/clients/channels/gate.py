"""A reverse proxy over loopback that does to requests what networks and servers do."""

import re
import time
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import requests
from werkzeug.wrappers import Request, Response

from clients.loopback import hang_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "content-encoding", "keep-alive"}


@dataclass
class Fault:
    """What happens to requests that match `pattern`, in `POST /path` form, `times` times.

    `kind` is cut (no answer) or slow (an answer after `slow_s`, or as soon as `until` is set), or a status
    to answer with; `after` says whether the request takes effect first.
    """

    pattern: str
    kind: str | int
    after: bool = False
    times: int = 1
    slow_s: float = 1.0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    until: Event = field(default_factory=Event)


class Gate:
    """WSGI application before the server at `upstream`; `seen` lists what came, in order."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.faults: list[Fault] = []
        self.seen: list[str] = []
        self.busy = 0
        self._lock = Lock()
        self._session = requests.Session()
        self._session.trust_env = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        with self._lock:
            self.busy += 1
        try:
            return self._answer(Request(environ))(environ, start_response)
        finally:
            with self._lock:
                self.busy -= 1

    def settle(self) -> None:
        """Wait until every request that arrived has had its effect."""
        quiet = 0
        while quiet < 3:
            quiet = 0 if self.busy else quiet + 1
            time.sleep(0.005)

    def _answer(self, request: Request) -> Response:
        line = f"{request.method} {request.path}"
        with self._lock:
            self.seen.append(line)
            fault = next((f for f in self.faults if f.times > 0 and re.search(f.pattern, line)), None)
            if fault:
                fault.times -= 1
        if fault is None:
            return self._forward(request)
        answer = self._forward(request) if fault.after else None
        if fault.kind == "cut":
            hang_up(request.environ)
            return Response()
        if fault.kind == "slow":
            fault.until.wait(fault.slow_s)
            return answer or self._forward(request)
        return Response(fault.body, int(fault.kind), fault.headers, content_type="application/json")

    def _forward(self, request: Request) -> Response:
        # Host stays: OAuth signs it.
        headers: dict[str, Any] = {k: v for k, v in request.headers.items() if k.lower() not in HOP_BY_HOP}
        there = self._session.request(
            request.method,
            self.upstream + request.full_path.rstrip("?"),
            headers=headers | {"Accept-Encoding": "identity"},
            data=request.get_data(),
            allow_redirects=False,
            timeout=30,
        )
        back = {k: v for k, v in there.headers.items() if k.lower() not in HOP_BY_HOP}
        return Response(there.content, there.status_code, back)
