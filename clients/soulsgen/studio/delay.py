"""How long a picture takes from the asking to the viewers: what four of five of the last ones took at most.

Not the mean: a picture that is there too soon waits for its moment, one that is late cannot be helped.
"""

import math
from collections import deque

# Before any has come.
_FIRST_S = 0.1
_COUNTED = 15
_SHARE = 0.8


class Delay:
    def __init__(self) -> None:
        self._took_s: deque[float] = deque(maxlen=_COUNTED)

    @property
    def expected_s(self) -> float:
        if not self._took_s:
            return _FIRST_S
        return sorted(self._took_s)[math.ceil(_SHARE * len(self._took_s)) - 1]

    def add(self, took_s: float) -> None:
        self._took_s.append(took_s)
