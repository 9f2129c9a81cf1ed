"""Waiting for what comes when it comes, however busy the machine is."""

import time
from collections.abc import Callable
from typing import TypeVar

# Only what hangs takes as long as this.
LIMIT_S = 120.0
T = TypeVar("T")


def wait_until(asked: Callable[[], T]) -> T:
    """The first true answer."""
    end = time.monotonic() + LIMIT_S
    while not (answer := asked()):
        assert time.monotonic() < end, f"still {answer!r} after {LIMIT_S:g} s"
        time.sleep(0.01)
    return answer


def seldom_unlucky(tried: Callable[[], bool]) -> bool:
    """Whether it holds once, tried five times and for as long as LIMIT_S.

    For what a busy machine may hide once, such as an order in time, and what a fault hides every time.
    """
    end, tries = time.monotonic() + LIMIT_S, 0
    while tries < 5 or time.monotonic() < end:
        if tried():
            return True
        tries += 1
    return False
