"""Many callers at once, slow ones, and those who are still there at the end."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from clients.gateway.behind import Behind
from clients.gateway.calls import AUTHORIZED, ask, head, raw
from clients.gateway.opened import TOKEN, opened
from clients.loopback import serving
from soulsgen.gateway import Door, Gateway
from waiting import LIMIT_S, wait_until


@contextmanager
def one_under_way(port: int, behind: Behind) -> Iterator[list[tuple[int, bytes]]]:
    """A prediction that TorchServe has and does not answer before `behind.hold` is set; its answer."""
    behind.hold.clear()
    results: list[tuple[int, bytes]] = []
    slow = threading.Thread(
        target=lambda: results.append(ask(port, "POST", "/predictions/slow", b"{}", AUTHORIZED))
    )
    slow.start()
    wait_until(lambda: behind.seen)
    try:
        yield results
    finally:
        behind.hold.set()
        slow.join(LIMIT_S)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(LIMIT_S)
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
        door = Door(TOKEN, key_file, url, url, greeting_s=LIMIT_S, patience_s=LIMIT_S)
        gateway = Gateway(("127.0.0.1", 0), door, lambda words: None)
        serve = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
        serve.start()
        port = int(gateway.server_address[1])
        close = threading.Thread(target=gateway.close)
        with one_under_way(port, behind) as results:
            close.start()
            serve.join(LIMIT_S)
            assert not serve.is_alive(), "nothing new is taken up"
            assert listens(port), "TorchServe's container would end, and cut the request off"
            assert results == []
        close.join(LIMIT_S)
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
        # Taken before the next one, as it came before it.
        socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S),
    ):
        assert raw(port, b"") == b""
    assert said == ["too many connections: hung up on 1"]


def test_thousands_that_are_hung_up_on_are_a_line_a_while(
    behind: Behind, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulsgen.gateway.server.SPARE", 0)
    monkeypatch.setattr("soulsgen.gateway.server.TOLD_S", LIMIT_S)
    said: list[str] = []
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, at_once=1), said.append) as port,
        one_under_way(port, behind),
    ):
        assert [raw(port, b"") for _ in range(5)] == [b""] * 5
        assert said == ["too many connections: hung up on 1"]
        monkeypatch.setattr("soulsgen.gateway.server.TOLD_S", 0.0)
        raw(port, b"")
    assert said[1:] == ["too many connections: hung up on 5"]


def test_bodies_under_way_are_bounded_by_their_bytes_too(
    behind: Behind, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulsgen.gateway.door.HELD_BYTES", 0)
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, max_bytes=1000)) as port,
        ExitStack() as held,
    ):
        for _ in range(4):
            half = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S))
            half.sendall(head("/predictions/souls", 990, "Expect: 100-continue"))
            assert half.recv(100).startswith(b"HTTP/1.1 100 ")
        # No body is sent before there is room for it, so that none is refused in the middle.
        full = raw(port, head("/predictions/souls", 990, "Expect: 100-continue"))
        assert full.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 1\r\n" in full
        assert b"or too large ones; come back" in full
        assert ask(port, "POST", "/predictions/souls", b"{}", AUTHORIZED)[0] == 200
        half.sendall(b" " * 990)
        assert half.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
        wait_until(lambda: ask(port, "POST", "/predictions/souls", b" " * 990, AUTHORIZED)[0] == 200)


def test_what_is_held_is_bounded_whatever_else_is_said(key_file: Path) -> None:
    assert Door(TOKEN, key_file, max_bytes=8 << 20).held_bytes == 256 << 20
    assert Door(TOKEN, key_file, max_bytes=128 << 20, at_once=1000).held_bytes == 512 << 20


def test_a_caller_who_says_nothing_is_let_go_sooner_than_one_with_the_token(
    behind: Behind, key_file: Path
) -> None:
    door = Door(TOKEN, key_file, greeting_s=0.1, patience_s=2 * LIMIT_S)
    with opened(door) as port:
        assert raw(port, b"POST /predictions/souls HTTP/1.1\r\n") == b""


def test_a_body_may_take_longer_the_larger_it_is(key_file: Path) -> None:
    assert Door(TOKEN, key_file).upload_s(0) == 30.0
    assert Door(TOKEN, key_file).upload_s(8 << 20) == 30.0 + 128.0


def test_a_body_that_does_not_come_in_time_is_told_to_both_sides(
    behind: Behind, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Door, "upload_s", lambda *_: 0.0)
    said: list[str] = []
    with opened(Door(TOKEN, key_file), said.append) as port:
        answer = raw(port, head("/predictions/souls", 990))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.endswith(b'{"error": "of 990 bytes the last did not come in time"}')
    assert [line.rpartition(" ")[0] for line in said] == ["POST /predictions/souls 408"]


def drip(connection: socket.socket) -> None:
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        connection.sendall(b" ")
        time.sleep(0.05)


def test_a_body_that_comes_drop_by_drop_is_not_waited_for_without_end(behind: Behind, key_file: Path) -> None:
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, patience_s=0.3)) as port,
        socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S) as connection,
    ):
        # More than the drops of so long.
        connection.sendall(head("/predictions/souls", 6000))
        with pytest.raises(ConnectionError):
            drip(connection)
    assert behind.seen == []
