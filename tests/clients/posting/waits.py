"""Waits of a delivery that take no time, on a clock of their own."""

from collections.abc import Callable
from threading import Event


class Waits(Event):
    """The word to end, which a delivery waits for; what `happens` does so during each wait that would last.

    `waited` holds how long each was to be, in seconds.
    """

    def __init__(self, happens: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.happens = happens
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        if timeout:
            self.waited.append(timeout)
            self.happens()
        return self.is_set()

    def monotonic(self) -> float:
        """The clock on which nothing but waits takes time."""
        return sum(self.waited)


def told_to_end() -> Waits:
    """The word to end comes during the first wait that would last."""
    waits = Waits()
    waits.happens = waits.set
    return waits
