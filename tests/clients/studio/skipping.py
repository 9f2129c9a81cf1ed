"""A loop whose clock stands still while something is done, and skips over all waiting: hours in seconds.

For what waits for the clock alone; nothing from another thread or a socket is waited for.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

from soulsgen.studio.clock import Clock


class _Skipping(selectors.SelectSelector):
    skipped_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise AssertionError("all wait for each other")
        self.skipped_s += max(0.0, timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.skipping = _Skipping()
        super().__init__(self.skipping)

    def time(self) -> float:
        return self.skipping.skipped_s


def skipping(work: Callable[[Clock], Coroutine[Any, Any, None]]) -> None:
    """Run `work` with the loop's clock, which is a month old: moments are large numbers by then."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        loop = runner.get_loop()
        month_s = 30 * 86400.0
        aged = iter([0.0])
        runner.run(work(Clock(lambda: next(aged, month_s + loop.time()))))
