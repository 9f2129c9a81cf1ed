"""One clock for what she does, shows and says: seconds since her instance began, whatever the day is."""

import time
from collections.abc import Callable


class Clock:
    """Begins at 0; `seconds` is any clock that is never set back."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._begun_s = seconds()

    def now_s(self) -> float:
        return self._seconds() - self._begun_s
