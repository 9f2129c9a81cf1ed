"""One caller's request: read by strict rules, written anew to TorchServe, its answer passed on."""

import hmac
import io
import json
import re
import socket
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import requests

from soulsgen.errors import SoulsgenError
from soulsgen.torchserve import read_key

if TYPE_CHECKING:
    from soulsgen.gateway.server import Gateway

PREDICTION = re.compile(r"/predictions/[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# What a header's value may be; anything else is the caller's fault, not TorchServe's.
CONTENT_TYPE = re.compile(r"[ -~]{1,200}")
PIECE_BYTES = 64 << 10
# Of a reply's headers only these mean anything to a client.
PASSED = ("Content-Type", "x-request-id")


class Caller(BaseHTTPRequestHandler):
    server: "Gateway"
    # Until a first line is understood.
    command = path = ""
    server_version, sys_version = "soulsgen-gateway", ""
    protocol_version = "HTTP/1.1"
    # A piece of a streamed reply is small, and does not wait for the next one.
    disable_nagle_algorithm = True

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
