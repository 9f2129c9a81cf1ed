"""The door of one TorchServe: a token of ours outside, TorchServe's own inside.

TorchServe draws its keys anew at every start and takes none from a file, so that no Secret could hold
them, and its HTTP parser is from 2020. It stays on loopback; this server beside it checks a token that
does not change, reads each request by strict rules and writes a new one.

    POST /predictions/MODEL    what is answered is passed on as it comes, streams too
    GET  /ping                 TorchServe's health, without a token
    GET  /metrics              TorchServe's metrics, for Prometheus
"""

import hmac
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

from soulsgen.errors import SoulsgenError
from soulsgen.torchserve import read_key

PREDICTION = re.compile(r"/predictions/[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
PIECE_BYTES = 64 << 10
# Of a reply's headers only these mean anything to a client.
PASSED = ("Content-Type", "x-request-id")


@dataclass(frozen=True)
class Door:
    """`token` is asked of callers; `key_file` is TorchServe's key_file.json, read for each request.

    `max_bytes` bounds a request's body, `idle_s` a caller's silence, `deadline_s` TorchServe's.
    `at_once` requests are under way at most; further ones are told to come back.
    """

    token: str = field(repr=False)
    key_file: Path
    inference: str = "http://127.0.0.1:8080"
    metrics: str = "http://127.0.0.1:8082"
    max_bytes: int = 1 << 20
    idle_s: float = 30.0
    deadline_s: float = 120.0
    at_once: int = 128

    def __post_init__(self) -> None:
        if len(self.token) < 16:
            raise SoulsgenError("the gateway's token is shorter than 16 characters; `openssl rand -hex 32`")


def body_limit(config: Path) -> int:
    """`max_request_size` of config.properties, so that a body TorchServe would refuse is not read."""
    lines = [line.strip() for line in config.read_text("utf-8").splitlines()]
    given = [line.partition("=")[2] for line in lines if line.startswith("max_request_size=")]
    return int(given[-1]) if given else Door.max_bytes


class Gateway(ThreadingHTTPServer):
    """Listens until `close`, which lets requests under way finish."""

    daemon_threads = False  # server_close joins them
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], door: Door) -> None:
        self.door = door
        self.places = threading.BoundedSemaphore(door.at_once)
        self.session = requests.Session()
        self.session.trust_env = False
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=door.at_once)
        self.session.mount("http://", adapter)
        super().__init__(address, _Handler)

    def close(self) -> None:
        """From another thread than `serve_forever`'s."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: Gateway
    server_version, sys_version = "soulsgen-gateway", ""
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.door.idle_s)

    def handle(self) -> None:
        """One request a connection: no second one can hide in a first one's body."""
        self.close_connection = True
        self.handle_one_request()

    def do_GET(self) -> None:
        door = self.server.door
        if self.path == "/ping":
            self._within(lambda: self._pass_on("GET", f"{door.inference}/ping", None))
        elif self.path == "/metrics":
            if self._allowed():
                self._within(lambda: self._pass_on("GET", f"{door.metrics}/metrics", None))
        else:
            self._say(HTTPStatus.NOT_FOUND, "GET /ping, GET /metrics or POST /predictions/MODEL")

    def do_POST(self) -> None:
        if not self._allowed():
            return
        if not PREDICTION.fullmatch(self.path):
            self._say(HTTPStatus.NOT_FOUND, "POST /predictions/MODEL")
            return
        length = self._length()
        if length is not None:
            self._within(lambda: self._predict(length))

    def _predict(self, length: int) -> None:
        body = self.rfile.read(length)
        if len(body) == length:
            self._pass_on("POST", self.server.door.inference + self.path, body)

    def _allowed(self) -> bool:
        given = self.headers.get("Authorization", "")
        if hmac.compare_digest(given.encode(), f"Bearer {self.server.door.token}".encode()):
            return True
        self._say(HTTPStatus.UNAUTHORIZED, "the token is missing or wrong; the gateway has one of its own")
        return False

    def _length(self) -> int | None:
        """Bytes of the body; None when it was not said, or is too much, and that was answered."""
        given = self.headers.get_all("Content-Length") or []
        if (
            "Transfer-Encoding" in self.headers
            or len(given) != 1
            or not re.fullmatch(r"[0-9]{1,9}", given[0])
        ):
            self._say(HTTPStatus.LENGTH_REQUIRED, "send one Content-Length and no Transfer-Encoding")
            return None
        if int(given[0]) > self.server.door.max_bytes:
            limit = f"the limit is {self.server.door.max_bytes} bytes"
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, limit)
            return None
        return int(given[0])

    def _within(self, work: Callable[[], None]) -> None:
        """Do `work` unless too many are at it already."""
        if not self.server.places.acquire(blocking=False):
            self._say(HTTPStatus.SERVICE_UNAVAILABLE, "too many requests are under way; come back")
            return
        try:
            work()
        finally:
            self.server.places.release()

    def _pass_on(self, method: str, url: str, body: bytes | None) -> None:
        door = self.server.door
        try:
            headers = {
                "Authorization": f"Bearer {read_key(door.key_file)}",
                "Content-Type": self.headers.get("Content-Type", "application/json"),
                "Accept-Encoding": "identity",
            }
            answer = self.server.session.request(
                method, url, data=body, headers=headers, timeout=(5, door.deadline_s), stream=True
            )
        except (SoulsgenError, requests.RequestException):
            self._say(HTTPStatus.SERVICE_UNAVAILABLE, "TorchServe does not answer; it may be starting")
            return
        with answer:
            self._relay(answer)

    def _relay(self, answer: requests.Response) -> None:
        """Each piece as it comes; an answer that breaks off breaks off here too."""
        length = answer.headers.get("Content-Length")
        self.send_response(answer.status_code)
        for name in PASSED:
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header(*(("Content-Length", length) if length else ("Transfer-Encoding", "chunked")))
        self.send_header("Connection", "close")
        self.end_headers()
        for piece in answer.raw.stream(PIECE_BYTES, decode_content=False):
            self.wfile.write(piece if length else b"%x\r\n%b\r\n" % (len(piece), piece))
        if not length:
            self.wfile.write(b"0\r\n\r\n")

    def _say(self, status: HTTPStatus, sentence: str) -> None:
        body = json.dumps({"error": sentence}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        if status is HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet: TorchServe's access log has each request, probes come every few seconds."""
