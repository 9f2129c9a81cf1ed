"""Time as the parts see it, and how long they leave a server alone that does not answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass

# Seconds that never go back.
Clock = Callable[[], float]
real: Clock = time.monotonic

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0


@dataclass
class Retreat:
    """Pauses that double, from the first fault to the next success."""

    faults: int = 0

    def pause(self) -> float:
        """Seconds to the next try, after one more fault."""
        self.faults += 1
        return min(FIRST_PAUSE_S * 2.0 ** min(self.faults - 1, 20), LONGEST_PAUSE_S)

    def end(self) -> None:
        self.faults = 0
