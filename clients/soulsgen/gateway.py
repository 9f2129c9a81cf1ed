"""The door of one TorchServe: a token of ours outside, TorchServe's own inside.

TorchServe draws its keys anew at every start and takes none from a file, so that no Secret could hold
them, and its HTTP parser is from 2020. It stays on loopback; this server beside it checks a token that
does not change, reads each request by strict rules and writes a new one.

    POST /predictions/MODEL    what is answered is passed on as it comes, streams too
    GET  /ping                 TorchServe's health, without a token
    GET  /metrics              TorchServe's metrics, for Prometheus
"""

import hmac
import io
import json
import re
import socket
import sys
import threading
import time
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
# What a header's value may be; anything else is the caller's fault, not TorchServe's.
CONTENT_TYPE = re.compile(r"[ -~]{1,200}")
PIECE_BYTES = 64 << 10
# Connections beside those of predictions under way: probes, Prometheus, and who is still sending.
SPARE = 128
# Of a reply's headers only these mean anything to a client.
PASSED = ("Content-Type", "x-request-id")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Door:
    """`token` is asked of callers; `key_file` is TorchServe's key_file.json, read for each request.

    `max_bytes` bounds a request's body, `deadline_s` TorchServe's silence. A caller has `patience_s` to send
    a whole request, and as long to take each piece of the answer. `at_once` predictions are under way at
    most; further ones are told to come back.
    """

    token: str = field(repr=False)
    key_file: Path
    inference: str = "http://127.0.0.1:8080"
    metrics: str = "http://127.0.0.1:8082"
    max_bytes: int = 1 << 20
    patience_s: float = 30.0
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
    """Listens until `close`, which lets requests under way finish.

    `say` gets a line for each request that went wrong; never a header, a query or a body.
    """

    request_queue_size = 128

    def __init__(self, address: tuple[str, int], door: Door, say: Say) -> None:
        self.door = door
        self.say = say
        self.places = threading.BoundedSemaphore(door.at_once)
        self.most = door.at_once + SPARE
        self.connections = threading.BoundedSemaphore(self.most)
        self.session = requests.Session()
        self.session.trust_env = False
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=door.at_once)
        self.session.mount("http://", adapter)
        super().__init__(address, _Handler)

    def close(self) -> None:
        """From another thread than `serve_forever`'s.

        The port closes last: the container of TorchServe waits for that before it ends.
        """
        self.shutdown()
        for _ in range(self.most):
            self.connections.acquire()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self.connections.acquire(blocking=False):
            self.say("hung up on a caller: too many connections")
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread to be had
            self.connections.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A caller that hung up, or an answer of TorchServe's that broke off."""
        self.say(f"a connection broke off: {type(sys.exception()).__name__}")


class _InTime(io.RawIOBase):
    """What a caller sends, all of which must come within `seconds`."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self.connection = connection
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)
        try:
            return self.connection.recv_into(buffer)
        finally:
            self.connection.settimeout(self.seconds)


class _Handler(BaseHTTPRequestHandler):
    server: Gateway
    # Until a first line is understood.
    command = path = ""
    server_version, sys_version = "soulsgen-gateway", ""
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.began = time.monotonic()
        self.connection.settimeout(self.server.door.patience_s)
        self.rfile.close()
        self.rfile = io.BufferedReader(_InTime(self.connection, self.server.door.patience_s))

    def handle(self) -> None:
        """One request a connection: no second one can hide in a first one's body."""
        self.close_connection = True
        self.handle_one_request()

    def do_GET(self) -> None:
        door = self.server.door
        if self.path == "/ping":
            self._pass_on("GET", f"{door.inference}/ping", None)
        elif self.path == "/metrics":
            if self._allowed():
                self._pass_on("GET", f"{door.metrics}/metrics", None)
        else:
            self._say(HTTPStatus.NOT_FOUND, "GET /ping, GET /metrics or POST /predictions/MODEL")

    def do_POST(self) -> None:
        if not self._allowed():
            return
        if not PREDICTION.fullmatch(self.path):
            self._say(HTTPStatus.NOT_FOUND, "POST /predictions/MODEL")
        elif not CONTENT_TYPE.fullmatch(self._content_type()):
            self._say(HTTPStatus.BAD_REQUEST, "the Content-Type is no header's value")
        elif (length := self._length()) is not None:
            self._predict(length)

    def _predict(self, length: int) -> None:
        """Unless too many are at it already."""
        if not self.server.places.acquire(blocking=False):
            self._say(HTTPStatus.SERVICE_UNAVAILABLE, "too many requests are under way; come back")
            return
        try:
            body = self.rfile.read(length)
            if len(body) == length:
                self._pass_on("POST", self.server.door.inference + self.path, body)
        finally:
            self.server.places.release()

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

    def _content_type(self) -> str:
        return str(self.headers.get("Content-Type", "application/json"))

    def _pass_on(self, method: str, url: str, body: bytes | None) -> None:
        door = self.server.door
        try:
            headers = {
                "Authorization": f"Bearer {read_key(door.key_file)}",
                "Accept-Encoding": "identity",
                **({} if body is None else {"Content-Type": self._content_type()}),
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

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002
        """Called with each answer's status. Probes come every few seconds; the kubelet tells of theirs."""
        if self.path == "/ping" or 200 <= int(code) < 300:
            return
        seconds = time.monotonic() - self.began
        self.server.say(f"{_shown(self.command)} {_shown(self.path)} {int(code)} {seconds:.3f}s")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet: these would hold what the caller sent."""


def _shown(words: str | None) -> str:
    """A caller's word for a log: short, without a query and without control characters."""
    return ascii((words or "-").partition("?")[0][:80])[1:-1]
