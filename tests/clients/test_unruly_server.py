"""The TorchServe client against a server that has no end, no sense or no manners."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from werkzeug.wrappers import Response

from clients.loopback import free_port, running, serving
from soulsgen import torchserve
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.launch import loopback
from soulsgen.project import Project
from soulsgen.readiness import worker_counts
from soulsgen.server import Running, Server
from soulsgen.torchserve import Endpoint, TorchServe

LINE = {"result": "Ash."}
ESCAPES = "\x1b]0;owned\x07 \x9b31m\nno\u2028room left"


@dataclass
class Leaping:
    """A clock on which every look takes a while."""

    step_s: float = 1.0
    now: float = 0.0

    def monotonic(self) -> float:
        self.now += self.step_s
        return self.now


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory without a key file, and an environment without proxies."""
    monkeypatch.chdir(tmp_path)
    for name in ("TORCHSERVE_TOKEN", "http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def client(url: str, **settings: Any) -> TorchServe:
    return TorchServe(Endpoint(url, **{"retries": 0, "backoff_s": 0.01, **settings}))


def says(content: bytes | str, status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, named, content_type="application/json")


class Raw(ABC, BaseHTTPRequestHandler):
    """Takes a request's body in, and writes no log."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer()

    @abstractmethod
    def answer(self) -> None:
        """Whatever it writes to the caller."""

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def answering(handler: type[Raw]) -> Iterator[str]:
    """The server's base URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}"


def drips(over: Event, status: int) -> Callable[..., Any]:
    """A byte at a time until `over` is set, each well within any silence that is borne."""

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response(f"{status} SO", [("Content-Type", "application/json")])
        while not over.wait(0.001):
            yield b" "

    return app


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_does_not_say_how_long_its_caller_sleeps(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time", SimpleNamespace(sleep=slept.append, time=time.time))
    with (
        serving(says(b"{}", status, Retry_After="86400")) as url,
        pytest.raises(Unavailable, match=rf"HTTP {status}: .* \(after 3 retries\)"),
    ):
        client(url, retries=3, backoff_s=0.5).predict("souls", {})
    assert all(pause <= 15 for pause in slept), slept


def test_a_proxy_of_the_environment_is_not_asked_for_loopback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    foreign: list[str] = []

    def listener(environ: Any, start_response: Any) -> Any:
        foreign.append(environ.get("HTTP_AUTHORIZATION", "nothing"))
        return says(json.dumps(LINE))(environ, start_response)

    monkeypatch.setenv("TORCHSERVE_TOKEN", "supersecret")
    with serving(listener) as proxy, serving(says(json.dumps(LINE))) as url:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy)
        for host in (url, url.replace("127.0.0.1", "localhost")):
            assert client(host).predict("souls", {}) == LINE
        assert foreign == []
        # Of a server elsewhere the user's proxies are the way.
        assert client("http://torchserve.invalid").predict("souls", {}) == LINE
    assert foreign == ["Bearer supersecret"]


def test_a_server_that_starts_is_found_ready_behind_a_proxy_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = [{"workers": [{"status": "READY"}], "minWorkers": 1}]
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    server = Server(Project(tmp_path), tmp_path)
    server.key_file.write_text(json.dumps({"management": {"key": "m"}}), "utf-8")
    with serving(says(json.dumps(table))) as url:
        port = int(url.rsplit(":", 1)[1])
        running = Running(1, 0.0, ["souls"], "", loopback(port, port, port))
        assert worker_counts(server, running) == {"souls": (1, 1)}


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://127.8.9.1", True),
        ("https://localhost:8443/", True),
        ("http://[::1]:8080", True),
        ("http://LOCALHOST", True),
        ("http://torchserve:8080", False),
        ("http://127.0.0.1.example.org", False),
        ("http://10.0.0.1", False),
        ("http://[::1", False),
        ("localhost", False),
    ],
)
def test_what_is_loopback(host: str, near: bool) -> None:
    assert client(host).session.trust_env is not near


def test_a_reply_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torchserve, "MOST_REPLY_BYTES", 1 << 20)

    def endless(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        while True:
            yield bytes(1 << 16)

    with serving(endless) as url:
        for ask in (client(url).predict, client(url).predict_bytes):
            with pytest.raises(SoulsgenError, match="replied with more than 1 MB"):
                ask("souls", {})


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("ask", ["predict", "predict_bytes", "predict_lines"])
def test_a_reply_that_drips_is_waited_for_so_long_and_no_longer(
    ask: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("bounded", "response_lines"):
        monkeypatch.setattr(f"soulsgen.{module}.time", Leaping())
    over = Event()
    with serving(drips(over, status)) as url:
        try:
            with pytest.raises(Unavailable, match="not whole after 30 s"):
                list(getattr(client(url, timeout_s=30), ask)("souls", {}))
        finally:
            over.set()


def test_a_stream_may_take_longer_than_any_of_its_lines_and_its_reader_as_long_as_it_likes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Leaping(0.0)
    monkeypatch.setattr("soulsgen.response_lines.time", clock)
    lines = "".join(f'{{"number": {number}}}\n' for number in range(4))
    with (
        serving(says(lines)) as url,
        closing(client(url, timeout_s=30).predict_lines("souls", {})) as coming,
    ):
        for number, line in enumerate(coming):
            assert line == {"number": number}
            clock.now += 1000


def test_a_connection_is_kept_for_the_next_request() -> None:
    ports: list[int] = []

    class Handler(Raw):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            ports.append(self.client_address[1])
            content = json.dumps(LINE).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with answering(Handler) as url, client(url).session as session:
        for _ in range(3):
            session.post(f"{url}/predictions/souls", json={})
    assert len(set(ports)) == 1


@pytest.mark.parametrize("key", ["error", "message", "other"])
def test_a_servers_words_do_not_steer_the_terminal_and_have_an_end(key: str) -> None:
    body = json.dumps({key: ESCAPES + "x" * 100_000})
    with serving(says(body, 400)) as url, pytest.raises(Refused) as refused:
        client(url).predict("souls", {})
    words = str(refused.value).partition("HTTP 400: ")[2]
    assert words.isprintable()
    assert len(words) == 300


def test_a_reason_and_a_first_line_are_a_servers_words_too() -> None:
    def raw(answer: bytes) -> str:
        class Handler(Raw):
            def answer(self) -> None:
                self.wfile.write(answer)

        with answering(Handler) as url, pytest.raises(SoulsgenError) as failed:
            client(url).predict("souls", {})
        return str(failed.value)

    for said in (
        raw(b"HTTP/1.1 400 \x1b]0;owned\x07" + b"x" * 60_000 + b"\r\nContent-Length: 0\r\n\r\n"),
        raw(b"\x1b]0;owned\x07" + b"x" * 60_000 + b"\r\n\r\n"),
    ):
        assert said.isprintable()
        assert len(said) < 400


@pytest.mark.parametrize(
    "body", ["[" * 200_000, '{"result": "\\ud800"}', '{"result": "\\uDFff."}', b'{"result": "\xed\xa0\x80"}']
)
def test_a_reply_that_nothing_can_be_made_of_is_no_json(body: str | bytes) -> None:
    with serving(says(body)) as url:
        with pytest.raises(SoulsgenError, match="replied with something that is not JSON"):
            client(url).predict("souls", {})
        with pytest.raises(SoulsgenError, match="sent a line that is no JSON object"):
            list(client(url).predict_lines("souls", {}))


def test_letters_beyond_the_first_plane_arrive_however_they_are_written() -> None:
    for body in ('{"result": "\\ud83d\\udc09"}', '{"result": "🐉"}'):
        with serving(says(body)) as url:
            assert client(url).predict("souls", {}) == {"result": "🐉"}
