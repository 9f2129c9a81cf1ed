"""One caller's request: read by strict rules, written anew to TorchServe, its answer passed on."""

import hmac
import io
import re
import socket
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import requests

from soulsgen.gateway.audio import ENDPOINTS
from soulsgen.gateway.refusal import Refusal, body_of

if TYPE_CHECKING:
    from soulsgen.gateway.server import Gateway

PREDICTION = re.compile(r"/predictions/[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# What a header's value may be; anything else is the caller's fault, not TorchServe's.
PLAIN = re.compile(r"[ -~]{1,200}")
PIECE_BYTES = 64 << 10
# Of a reply's headers only these mean anything to a client.
PASSED = (
    *("Content-Type", "x-request-id", "X-Cancelled", "X-Duration", "X-Sample-Rate", "X-Utterance-Id"),
    *("X-Format", "X-Frames", "X-Size"),
)
# What a status says to programs.
_ADVICE = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "1"},
}
_THERE = {
    method: "".join(f", {path}" for each, path in ENDPOINTS if each == method) for method in ("GET", "POST")
}
Answer = Callable[["Caller", bytes], None]


class Caller(BaseHTTPRequestHandler):
    server: "Gateway"
    # Until a first line is understood.
    command = path = ""
    begun = chunked = False
    server_version, sys_version = "soulsgen-gateway", ""
    protocol_version = "HTTP/1.1"
    # Of a first line that says none: an answer without a status would be one of HTTP/0.9.
    default_request_version = "HTTP/1.0"
    # A piece of a streamed reply is small, and does not wait for the next one.
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.began = time.monotonic()
        self.connection.settimeout(self.server.door.patience_s)
        self.rfile.close()
        self.incoming = _InTime(self.connection, self.server.door.patience_s)
        self.incoming.allow(self.server.door.greeting_s)
        self.rfile = io.BufferedReader(self.incoming)

    def handle(self) -> None:
        """One request a connection: no second one can hide in a first one's body."""
        self.close_connection = True
        self.handle_one_request()

    def handle_expect_100(self) -> bool:
        """Not yet: a body that is refused need not be sent."""
        return True

    def do_GET(self) -> None:
        door = self.server.door
        if self.path == "/ping":
            self._pass_on("GET", f"{door.inference}/ping", None)
        elif self.path == "/metrics":
            if self._allowed():
                self._pass_on("GET", f"{door.metrics}/metrics", None)
        elif answer := ENDPOINTS.get(("GET", self.path)):
            if self._allowed():
                self._answer(answer, 0)
        else:
            self._say(HTTPStatus.NOT_FOUND, f"GET /ping, /metrics{_THERE['GET']}; POST /predictions/MODEL")

    def do_POST(self) -> None:
        if not self._allowed():
            return
        answer = ENDPOINTS.get(("POST", self.path))
        if PREDICTION.fullmatch(self.path):
            answer = Caller._predict
        if not answer:
            self._say(HTTPStatus.NOT_FOUND, f"POST /predictions/MODEL{_THERE['POST']}")
        elif not all(PLAIN.fullmatch(value) for value in (self.content_type(), self._accept())):
            self._say(HTTPStatus.BAD_REQUEST, "the Content-Type or Accept is no header's value")
        elif (length := self._length()) is not None:
            self._answer(answer, length)

    def _answer(self, answer: Answer, length: int) -> None:
        """Unless too many are at it already."""
        try:
            with self.server.room.taken(length):
                body = self._body(length)
                if len(body) == length:
                    answer(self, body)
        except Refusal as refusal:
            # After a first piece there is no other status to send: the answer breaks off.
            if self.begun:
                raise
            self._refuse(refusal)

    def _body(self, length: int) -> bytes:
        """Shorter when the caller hung up. Raises Refusal (408)."""
        self.incoming.allow(self.server.door.upload_s(length))
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(HTTPStatus.CONTINUE)
            self.end_headers()
        try:
            return self.rfile.read(length)
        except TimeoutError as error:
            sentence = f"of {length} bytes the last did not come in time"
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, sentence) from error

    def _predict(self, body: bytes) -> None:
        self._pass_on("POST", self.server.door.inference + self.path, body)

    def _allowed(self) -> bool:
        given = self.headers.get("Authorization", "")
        if hmac.compare_digest(given.encode(), f"Bearer {self.server.door.token}".encode()):
            return True
        sentence = "the token is missing or wrong; the gateway has one of its own"
        self._say(HTTPStatus.UNAUTHORIZED, sentence, "invalid_api_key")
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

    def content_type(self) -> str:
        return str(self.headers.get("Content-Type", "application/json"))

    def _accept(self) -> str:
        """Some archives reply in several ways."""
        return str(self.headers.get("Accept", "*/*"))

    def _pass_on(self, method: str, url: str, body: bytes | None) -> None:
        headers = {} if body is None else {"Content-Type": self.content_type(), "Accept": self._accept()}
        try:
            answer = self.server.upstream.ask(method, url, body, headers)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        with answer:
            self.relay(answer)

    def relay(self, answer: requests.Response) -> None:
        """Each piece as it comes; an answer that breaks off breaks off here too."""
        length = answer.headers.get("Content-Length")
        headers = {name: answer.headers[name] for name in PASSED if name in answer.headers}
        self.begin(answer.status_code, headers, length)
        for piece in answer.raw.stream(PIECE_BYTES, decode_content=False):
            self.piece(piece)
        self.end()

    def reply(self, content: bytes, content_type: str) -> None:
        """A whole answer."""
        self.begin(HTTPStatus.OK, {"Content-Type": content_type}, str(len(content)))
        self.wfile.write(content)

    def begin(self, status: int, headers: Mapping[str, str], length: str | None = None) -> None:
        """An answer in pieces: chunks, unless its length is known."""
        self.begun, self.chunked = True, length is None
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header(*(("Content-Length", length) if length else ("Transfer-Encoding", "chunked")))
        self.send_header("Connection", "close")
        self.end_headers()

    def piece(self, content: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(content), content) if self.chunked else content)

    def end(self) -> None:
        if self.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _say(self, status: HTTPStatus, sentence: str, code: str | None = None) -> None:
        self._refuse(Refusal(status, sentence, code=code))

    def _refuse(self, refusal: Refusal) -> None:
        body = body_of(refusal, self.path)
        headers = {"Content-Type": "application/json", **_ADVICE.get(refusal.status, {})}
        self.begin(refusal.status, headers, str(len(body)))
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What http.server refuses by itself, which would be HTML."""
        status = HTTPStatus(code)
        self._say(status, message or status.phrase)

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
    """What a caller sends, each piece within `seconds`, and all of it by the time that is allowed."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self.connection = connection
        self.seconds = seconds
        self.end = 0.0

    def allow(self, seconds: float) -> None:
        """So much from now on."""
        self.end = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(min(left, self.seconds))
        try:
            return self.connection.recv_into(buffer)
        finally:
            self.connection.settimeout(self.seconds)
