"""Seconds of training over all the sessions it took."""

import time


class Clock:
    """Runs from its making; `before` is what earlier sessions took."""

    def __init__(self, before: float = 0.0) -> None:
        self.began = time.monotonic() - before

    def seconds(self) -> float:
        return time.monotonic() - self.began
