"""The gateway over real sockets, before a server that answers as TorchServe does."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from clients.loopback import free_port, hang_up, serving
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.gateway import Door, Gateway, body_limit
from soulsgen.torchserve import Endpoint, TorchServe

TOKEN = "0123456789abcdef"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}


class Behind:
    """TorchServe's side: answers those who send its own key, and remembers what came."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.key = "first"
        self.hold = threading.Event()
        self.hold.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        self.seen.append((request.method, request.path, request.get_data(), dict(request.headers)))
        return self.answer(request)(environ, start_response)

    def answer(self, request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return Response(json.dumps({"code": 400, "type": "InvalidKeyException"}), 400)
        if request.path == "/predictions/slow":
            self.hold.wait(10)
        if request.path == "/predictions/stream":
            return Response(iter(["Ash. ", "Bone."]), mimetype="text/plain")
        if request.path == "/predictions/broken":
            return Response(self.breaks(request), mimetype="text/plain")
        if request.path == "/predictions/busy":
            return Response(json.dumps({"error": "no worker"}), 503)
        return Response(json.dumps({"result": "Ash."}), mimetype="application/json")

    def breaks(self, request: Request) -> Iterator[str]:
        yield "Ash. "
        hang_up(request.environ)
        raise ConnectionError


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key_file.json"
    path.write_text('{"inference": {"key": "first"}}', "utf-8")
    return path


@contextmanager
def opened(door: Door, say: Callable[[str], None] = lambda words: None) -> Iterator[int]:
    """The gateway's port, while it is open."""
    gateway = Gateway(("127.0.0.1", 0), door, say)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield int(gateway.server_address[1])
    finally:
        gateway.close()
        thread.join()


@pytest.fixture
def port(behind: Behind, key_file: Path) -> Iterator[int]:
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, max_bytes=1000, patience_s=5, at_once=2)) as number,
    ):
        yield number


def ask(port: int, method: str, path: str, body: Any = None, headers: Any = None) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def raw(port: int, request: bytes) -> bytes:
    """All that comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


def test_a_caller_with_the_token_reaches_the_model_with_torchserves_key(
    port: int, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", TOKEN)
    client = TorchServe(Endpoint(f"http://127.0.0.1:{port}", retries=0))
    assert client.predict("souls", {"num": 1}) == {"result": "Ash."}
    method, path, body, headers = behind.seen[0]
    assert (method, path, json.loads(body)) == ("POST", "/predictions/souls", {"num": 1})
    assert headers["Authorization"] == "Bearer first"
    assert TOKEN not in str(behind.seen)


def test_a_wrong_token_or_none_is_refused_and_torchserve_hears_nothing(
    port: int, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", f"{TOKEN}0")
    with pytest.raises(Refused, match="HTTP 401: the token is missing or wrong"):
        TorchServe(Endpoint(f"http://127.0.0.1:{port}", retries=0)).predict("souls", {})
    assert ask(port, "POST", "/predictions/souls", b"{}")[0] == 401
    assert ask(port, "GET", "/metrics")[0] == 401
    assert behind.seen == []


def test_the_key_that_a_restarted_torchserve_drew_is_read_anew(
    port: int, behind: Behind, key_file: Path
) -> None:
    behind.key = "second"
    key_file.write_text('{"inference": {"key": "second"}}', "utf-8")
    assert ask(port, "POST", "/predictions/souls", b"{}", AUTHORIZED)[0] == 200


def test_health_needs_no_token_and_metrics_do(port: int, behind: Behind) -> None:
    assert ask(port, "GET", "/ping")[0] == 200
    assert ask(port, "GET", "/metrics", headers=AUTHORIZED)[0] == 200
    assert [path for _, path, *_ in behind.seen] == ["/ping", "/metrics"]


def test_a_stream_comes_in_pieces_and_one_that_breaks_off_is_no_whole_answer(port: int) -> None:
    assert ask(port, "POST", "/predictions/stream", b"", AUTHORIZED) == (200, b"Ash. Bone.")
    request = (
        f"POST /predictions/broken HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 0\r\n\r\n"
    )
    answer = raw(port, request.encode())
    assert b"Transfer-Encoding: chunked" in answer
    assert answer.endswith(b"5\r\nAsh. \r\n"), "the last chunk is missing, as it should be"


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        ("POST /predictions/souls HTTP/1.1", "Transfer-Encoding: chunked", 411),
        ("POST /predictions/souls HTTP/1.1", "Transfer-Encoding: identity\r\nContent-Length: 2", 411),
        ("POST /predictions/souls HTTP/1.1", "Content-Length: 2\r\nContent-Length: 3", 411),
        ("POST /predictions/souls HTTP/1.1", "Content-Length: +2", 411),
        ("POST /predictions/souls HTTP/1.1", "X: y", 411),
        ("POST /predictions/souls HTTP/1.1", "Content-Length: 1001", 413),
        ("POST /predictions/../models HTTP/1.1", "Content-Length: 2", 404),
        ("POST /predictions/souls?a=b HTTP/1.1", "Content-Length: 2", 404),
        ("POST /models?url=http://example.org/a.mar HTTP/1.1", "Content-Length: 0", 404),
        ("GET /models HTTP/1.1", "X: y", 404),
        ("DELETE /models/souls HTTP/1.1", "X: y", 501),
    ],
)
def test_what_is_no_plain_prediction_never_reaches_torchserve(
    port: int, behind: Behind, request_line: str, headers: str, status: int
) -> None:
    words = f"{request_line}\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\n{headers}\r\n\r\n{{}}"
    assert raw(port, words.encode()).split()[1] == str(status).encode()
    assert behind.seen == []


def test_a_second_request_hidden_behind_a_first_is_not_read(port: int, behind: Behind) -> None:
    first = (
        f"POST /predictions/souls HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 2\r\n\r\n{{}}"
    )
    assert raw(port, (first + first).encode()).count(b"HTTP/1.1 200") == 1
    assert len(behind.seen) == 1


def test_a_torchserve_that_is_not_there_yet_is_worth_a_second_try(
    tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", TOKEN)
    nobody = f"http://127.0.0.1:{free_port()}"
    for door in (Door(TOKEN, tmp_path / "none.json", nobody), Door(TOKEN, key_file, nobody)):
        with opened(door) as port, pytest.raises(Unavailable, match="TorchServe does not answer"):
            TorchServe(Endpoint(f"http://127.0.0.1:{port}", retries=0)).predict("souls", {})


def test_what_torchserve_answers_is_passed_on_whatever_it_is(port: int) -> None:
    assert ask(port, "POST", "/predictions/busy", b"{}", AUTHORIZED) == (503, b'{"error": "no worker"}')


@contextmanager
def one_under_way(port: int, behind: Behind) -> Iterator[list[tuple[int, bytes]]]:
    """A prediction that TorchServe has and does not answer before `behind.hold` is set; its answer."""
    behind.hold.clear()
    results: list[tuple[int, bytes]] = []
    slow = threading.Thread(
        target=lambda: results.append(ask(port, "POST", "/predictions/slow", b"{}", AUTHORIZED))
    )
    slow.start()
    while not behind.seen:
        time.sleep(0.01)
    try:
        yield results
    finally:
        behind.hold.set()
        slow.join(5)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_predictions_under_way_are_bounded_and_probes_and_metrics_beside_them_are_not(
    behind: Behind, key_file: Path
) -> None:
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, at_once=1)) as port,
        one_under_way(port, behind),
    ):
        assert ask(port, "POST", "/predictions/souls", b"{}", AUTHORIZED)[0] == 503
        assert ask(port, "GET", "/ping")[0] == 200
        assert ask(port, "GET", "/metrics", headers=AUTHORIZED)[0] == 200


def test_the_port_closes_when_the_last_request_is_answered(behind: Behind, key_file: Path) -> None:
    with serving(behind) as url:
        gateway = Gateway(("127.0.0.1", 0), Door(TOKEN, key_file, url, url), lambda words: None)
        serve = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
        serve.start()
        port = int(gateway.server_address[1])
        close = threading.Thread(target=gateway.close)
        with one_under_way(port, behind) as results:
            close.start()
            serve.join(5)
            assert not serve.is_alive(), "nothing new is taken up"
            assert listens(port), "TorchServe's container would end, and cut the request off"
            assert results == []
        close.join(5)
        assert results == [(200, b'{"result": "Ash."}')]
        assert not listens(port)


def test_more_connections_than_threads_are_hung_up_on(
    behind: Behind, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulsgen.gateway.server.SPARE", 1)
    said: list[str] = []
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, at_once=1), said.append) as port,
        one_under_way(port, behind),
        socket.create_connection(("127.0.0.1", port), timeout=5),
    ):
        time.sleep(0.05)
        assert raw(port, b"") == b""
    assert said == ["hung up on a caller: too many connections"]


def test_a_caller_who_says_nothing_is_let_go(behind: Behind, key_file: Path) -> None:
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, patience_s=0.1)) as port:
        assert raw(port, b"POST /predictions/souls HTTP/1.1\r\n") == b""


def drip(connection: socket.socket) -> None:
    for _ in range(100):
        connection.sendall(b" ")
        time.sleep(0.05)


def test_a_body_that_comes_drop_by_drop_is_not_waited_for_without_end(behind: Behind, key_file: Path) -> None:
    head = f"POST /predictions/souls HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 999\r\n\r\n"
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, patience_s=0.3)) as port,
        socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
    ):
        connection.sendall(head.encode())
        began = time.monotonic()
        with pytest.raises(ConnectionError):
            drip(connection)
        assert time.monotonic() - began < 2
    assert behind.seen == []


@pytest.mark.parametrize("content_type", ["text/plain\r\n b: c", "a\x00b", "text/\xe4"])
def test_a_content_type_that_is_none_is_the_callers_fault(
    port: int, behind: Behind, content_type: str
) -> None:
    request = f"POST /predictions/souls HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 0\r\n"
    answer = raw(port, f"{request}Content-Type: {content_type}\r\n\r\n".encode("latin-1"))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert behind.seen == []


def test_what_goes_wrong_is_a_line_that_holds_nothing_of_the_callers(behind: Behind, key_file: Path) -> None:
    said: list[str] = []
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url), said.append) as port:
        ask(port, "POST", "/predictions/souls", b"{}", AUTHORIZED)
        ask(port, "POST", "/predictions/busy", b"a secret", AUTHORIZED)
        ask(port, "GET", f"/models?token={TOKEN}")
        raw(port, b"POST /\x1b[31mred HTTP/1.1\r\n\r\n")
        raw(port, b"what?\r\n\r\n")
        raw(
            port,
            f"POST /predictions/broken HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\n"
            "Content-Length: 0\r\n\r\n".encode(),
        )
        behind.key = "of a TorchServe that is starting"
        ask(port, "GET", "/ping")
    assert [re.sub(r"\d\.\d{3}s$", "0s", line) for line in said] == [
        "POST /predictions/busy 503 0s",
        "GET /models 404 0s",
        "POST /\\x1b[31mred 401 0s",
        "- - 400 0s",
        "a connection broke off: ProtocolError",
    ]


def test_a_short_token_is_no_token(key_file: Path) -> None:
    with pytest.raises(SoulsgenError, match="shorter than 16 characters"):
        Door("secret", key_file)
    assert TOKEN not in repr(Door(TOKEN, key_file))


def test_the_limit_of_a_body_is_that_of_the_one_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.properties"
    path.write_text("# max_request_size=5\nmax_request_size=7\n", "utf-8")
    assert body_limit(path) == 7
    path.write_text("", "utf-8")
    assert body_limit(path) == 1 << 20
