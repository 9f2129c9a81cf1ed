"""Freed memory stays, so that it is not fetched again page by page."""

import platform
import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from handlerkit.heap import keep_freed
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    bytearray(b"x") * 100_000_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
fetched = [faults(), faults()]
keep_freed()
kept = [faults(), faults()]
print(*fetched, *kept)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have other ways")
def test_a_hundred_megabytes_are_fetched_once() -> None:
    handlers = next(path for path in sys.path if path.endswith("serve-handlers"))
    command = [sys.executable, "-c", FAULTS, handlers]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    *fetched, first, second = map(int, told.split())
    # Pages are 4 kB, unless the system has larger ones for everybody.
    assert min(fetched) > 40
    assert first > 40
    assert second < min(fetched) / 10
