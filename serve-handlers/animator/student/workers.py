"""Chunks of work on a few threads, each of which computes alone.

torch's own threads meet after every operation; a frame has a thousand, and where another process wants a
core they wait for each other most of the time. These meet four times a frame.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier

import torch


class Workers:
    """`threads` that take chunk after chunk; a single one is the caller's own."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.pool = _started(threads) if threads > 1 else None

    def run(self, chunks: int, work: Callable[[int], None]) -> None:
        """`work(0)` to `work(chunks - 1)`, in any order; raises what one of them raised."""
        # An iterator over a range gives each number once, whichever thread asks.
        left = iter(range(chunks))
        if self.pool is None:
            _take(left, work)
            return
        takers = [self.pool.submit(_take, left, work) for _ in range(min(self.threads, chunks))]
        # All of them, before the caller goes on with what they write to.
        wait(takers)
        for taker in takers:
            taker.result()


@contextmanager
def alone() -> Iterator[None]:
    """Torch computes on the caller's own thread: what is done between chunks is not worth a meeting."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _started(threads: int) -> ThreadPoolExecutor:
    """Threads that compute on one thread each; the caller keeps its number for torch's own."""
    callers = torch.get_num_threads()
    pool = ThreadPoolExecutor(threads, "animator", initializer=_for_good)
    # A thread begins with its first task: here all at once.
    together = Barrier(threads)
    wait([pool.submit(together.wait) for _ in range(threads)])
    torch.set_num_threads(callers)
    return pool


def _for_good() -> None:
    torch.set_num_threads(1)
    # A thread takes over the number last set anywhere when it first needs it, and keeps it: now.
    torch.get_num_threads()


def _take(left: Iterator[int], work: Callable[[int], None]) -> None:
    # Inference mode belongs to a thread.
    with torch.inference_mode():
        for chunk in left:
            work(chunk)
