"""A signal ends what waits for it, to whichever thread it comes."""

import signal
import subprocess
import sys

import pytest

from waiting import LIMIT_S

# The system hands a signal to any thread that does not block it: here to the other one alone.
_TO_ANOTHER = """
import signal, threading
from soulsgen.ending import Ended
ended = Ended()
other = threading.Timer(0.5, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM))
other.start()
ended.wait({})
print("ended")
"""
_TWICE = """
import os, signal
from soulsgen.ending import Ended
ended = Ended()
os.kill(os.getpid(), signal.SIGINT)
print(ended.wait(), flush=True)
os.kill(os.getpid(), signal.SIGINT)
ended.wait(600)
print("still here")
"""


def run(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=LIMIT_S)


@pytest.mark.parametrize("timeout", ["", "600"])
def test_a_signal_that_comes_to_another_thread_ends_the_wait(timeout: str) -> None:
    assert run(_TO_ANOTHER.format(timeout)).stdout == "ended\n"


def test_the_second_signal_waits_for_nothing() -> None:
    ended = run(_TWICE)
    assert (ended.stdout, ended.returncode) == ("True\n", 128 + signal.SIGINT)


def test_a_wait_without_a_signal_ends_in_time() -> None:
    assert run("from soulsgen.ending import Ended\nprint(Ended().wait(0.01))").stdout == "False\n"
