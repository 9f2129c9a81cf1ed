"""The word to end, by SIGTERM or Ctrl-C, for what goes on until then."""

import os
import signal
import threading
import time
from types import FrameType

# A signal may come to another thread than the main one, which alone handles it, and only when it is awake.
_LOOK_S = 0.2


class Ended(threading.Event):
    """Set by the first signal from now on; a second ends the process and waits for nothing.

    Made, and waited for, in the main thread.
    """

    def __init__(self) -> None:
        super().__init__()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._hear)

    def wait(self, timeout: float | None = None) -> bool:
        until = float("inf") if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (left_s := until - time.monotonic()) > 0:
            super().wait(min(left_s, _LOOK_S))
        return self.is_set()

    def _hear(self, number: int, _: FrameType | None) -> None:
        if self.is_set():
            os._exit(128 + number)
        self.set()
