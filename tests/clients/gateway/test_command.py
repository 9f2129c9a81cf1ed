"""`soulsgen gateway` as a process that is told to end."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.gateway.calls import head
from clients.gateway.opened import TOKEN
from waiting import LIMIT_S

# With time for callers that are slow only because the machine is.
PATIENT = f"""
from functools import partial
import soulsgen.gateway as parts
from soulsgen.commands.gateway import gateway
parts.Door = partial(parts.Door, greeting_s={LIMIT_S}, patience_s={LIMIT_S})
gateway()
"""
PROGRAM = [sys.executable, "-c", PATIENT]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = f"--port 0 --token {TOKEN} --max-bytes 1000 --key-file {tmp_path}/none.json".split()
    with subprocess.Popen([*PROGRAM, *words], stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    return process.stderr.readline()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_does_not_wait_for_half_a_body(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    found = re.search(r":(\d+)$", said(process))
    assert found
    with socket.create_connection(("127.0.0.1", int(found[1])), timeout=LIMIT_S) as connection:
        connection.sendall(head("/predictions/souls", 990, "Expect: 100-continue"))
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b" " * 500)
        process.send_signal(number)
        ending = "Ending when the requests under way are answered; once more ends it now.\n"
        assert said(process) == ending
        process.send_signal(number)
        assert process.wait(LIMIT_S) == 128 + number
