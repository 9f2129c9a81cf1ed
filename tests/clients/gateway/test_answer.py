"""What comes back from TorchServe, and what is told of what does not."""

import re
from pathlib import Path

import pytest

from clients.gateway.behind import Behind
from clients.gateway.calls import AUTHORIZED, ask, head, raw
from clients.gateway.opened import TOKEN, opened
from clients.loopback import free_port, serving
from soulsgen.errors import Unavailable
from soulsgen.gateway import Door
from soulsgen.torchserve import Endpoint, TorchServe


def test_a_stream_comes_in_pieces_and_one_that_breaks_off_is_no_whole_answer(port: int) -> None:
    assert ask(port, "POST", "/predictions/stream", b"", AUTHORIZED) == (200, b"Ash. Bone.")
    answer = raw(port, head("/predictions/broken", 0))
    assert b"Transfer-Encoding: chunked" in answer
    assert answer.endswith(b"5\r\nAsh. \r\n"), "the last chunk is missing, as it should be"


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


def test_of_a_sounds_headers_those_that_mean_something_to_a_caller_are_passed_on(port: int) -> None:
    answer = raw(port, head("/predictions/sound", 0)).decode("latin-1")
    told = [line for line in answer.split("\r\n") if line.startswith("X-")]
    assert told == ["X-Cancelled: true", "X-Duration: 1.5", "X-Utterance-Id: bell"]


def test_what_goes_wrong_is_a_line_that_holds_nothing_of_the_callers(behind: Behind, key_file: Path) -> None:
    said: list[str] = []
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url), said.append) as port:
        ask(port, "POST", "/predictions/souls", b"{}", AUTHORIZED)
        ask(port, "POST", "/predictions/busy", b"a secret", AUTHORIZED)
        ask(port, "GET", f"/models?token={TOKEN}")
        raw(port, b"POST /\x1b[31mred HTTP/1.1\r\n\r\n")
        raw(port, b"what?\r\n\r\n")
        raw(port, head("/predictions/broken", 0))
        behind.key = "of a TorchServe that is starting"
        ask(port, "GET", "/ping")
    assert [re.sub(r"\d+\.\d{3}s$", "0s", line) for line in said] == [
        "POST /predictions/busy 503 0s",
        "GET /models 404 0s",
        "POST /\\x1b[31mred 401 0s",
        "- - 400 0s",
        "a connection broke off: ProtocolError",
    ]
