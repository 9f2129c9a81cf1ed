"""`soulsgen avatar serve` as a process."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from clients.loopback import free_port, serving
from clients.studio.archived import Archive
from clients.studio.parts import parts
from soulsgen.commands.avatar_serve import serve
from waiting import LIMIT_S

PROGRAM = [sys.executable, "-c", "from soulsgen.commands.avatar import avatar; avatar()", "serve"]


@contextmanager
def started(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [*PROGRAM, "--port", "0", "--retries", "0", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    return process.stderr.readline().rstrip("\n")


def address(sentence: str) -> str:
    found = re.search(r" at (http://127\.0\.0\.1:\d+/\S*)$", sentence)
    assert found, sentence
    return found[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_streams_and_finishes_the_recording(tmp_path: Path, number: signal.Signals) -> None:
    words = ("--character", "anna", "--recordings", "films")
    with serving(Archive()) as torchserve, started(tmp_path, "-h", torchserve, *words) as process:
        url = address(said(process))
        feed = address(said(process))
        stream = parts(feed)
        next(stream)
        name = feed.partition("=")[2]
        begun = requests.post(
            f"{url}api/avatar/start_recording",
            json={"instance_id": name, "format": "webm"},
            timeout=LIMIT_S,
        )
        assert begun.status_code == 200, begun.text
        for _ in range(5):
            next(stream)
        process.send_signal(number)
        for _ in stream:
            pass  # until it is ended as it should be
        assert said(process) == "Ending; once more ends it now."
        assert process.wait(LIMIT_S) == 0
    (film,) = (tmp_path / "films").iterdir()
    assert film.read_bytes()[:4] == b"\x1a\x45\xdf\xa3"


def test_without_torchserve_it_says_so_and_she_comes_alive_when_it_is_there(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "-h", f"http://127.0.0.1:{port}", "--character", "bare") as process:
        url = address(said(process))
        gone = said(process)
        assert gone.startswith(f"no answer from TorchServe at http://127.0.0.1:{port}: ")
        assert gone.endswith("; she comes alive when it is there")
        assert requests.get(f"{url}health", timeout=LIMIT_S).text == "OK"
        with serving(Archive(), port):
            assert said(process) == "animator is there"
            assert next(parts(address(said(process)))).headers["content-type"] == "image/webp"


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with started(tmp_path, "--port", str(port)) as process:
            taken = f"Error: the studio cannot listen on 127.0.0.1:{port}: address already in use"
            assert said(process) == taken
            assert process.wait(LIMIT_S) == 1


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--key", "short"], "shorter than 8 characters"),
        (["--key", ""], "shorter than 8 characters"),
        (["--key", "line\nbreak and more"], "--key (AVATAR_KEY) holds a line break"),
        (["--tha3", "."], "--tha3 and --characters go together"),
        (["--tha3", ".", "--characters", "."], "no eyebrow_decomposer.pt; THA3 has five files"),
    ],
)
def test_what_cannot_be_is_said_at_once(tmp_path: Path, words: list[str], fault: str) -> None:
    with started(tmp_path, *words) as process:
        assert fault in said(process)


def test_help_shows_an_example() -> None:
    assert "soulsgen avatar serve --character wick --open" in CliRunner().invoke(serve, ["--help"]).output
