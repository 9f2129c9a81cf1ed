"""A reverse proxy over loopback that does to requests what networks and servers do."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import requests
from werkzeug.serving import ThreadedWSGIServer
from werkzeug.wrappers import Request, Response

from clients.loopback import Quiet, hang_up, running
from waiting import LIMIT_S, wait_until

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


class _Server(ThreadedWSGIServer):
    """Knows a connection from the moment it is taken, before a thread serves it."""

    def __init__(self, app: "Gate") -> None:
        super().__init__("127.0.0.1", 0, app, Quiet)
        self.taken: set[Any] = set()
        self.under_way: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.under_way.add(client_address)
        self.taken.add(client_address)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.under_way.discard(client_address)


class Gate:
    """WSGI application before the server at `upstream`; `seen` lists what came, in order."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.faults: list[Fault] = []
        self.seen: list[str] = []
        self._server: _Server | None = None
        self._lock = Lock()
        self._session = requests.Session()
        self._session.trust_env = False
        # A connection that is kept may be closed just when the next request is on its way.
        self._session.headers["Connection"] = "close"

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        return self._answer(Request(environ))(environ, start_response)

    @contextmanager
    def opened(self) -> Iterator[str]:
        """Its base URL."""
        self._server = _Server(self)
        with running(self._server):
            yield f"http://127.0.0.1:{self._server.port}"

    def settle(self) -> None:
        """Wait until every request that was sent has had its effect, also one whose sender is gone.

        Connections are taken in the order they were made in: when one of our own is, so are those before it.
        """
        server = self._server
        assert server
        with socket.socket() as ours:
            ours.bind(("127.0.0.1", 0))
            name = ours.getsockname()
            server.taken.discard(name)
            ours.connect(("127.0.0.1", server.port))
            wait_until(lambda: name in server.taken)
        wait_until(lambda: not server.under_way)

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
            timeout=LIMIT_S,
        )
        back = {k: v for k, v in there.headers.items() if k.lower() not in HOP_BY_HOP}
        return Response(there.content, there.status_code, back)
