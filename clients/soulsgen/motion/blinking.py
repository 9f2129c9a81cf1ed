"""Eyelids that close by themselves, 2 to 5 seconds apart; now and then twice."""

from dataclasses import dataclass

import numpy as np

from soulsgen.motion.chance import last, uniform
from soulsgen.motion.easing import minimum_jerk
from soulsgen.motion.parameters import Floats

# Closing is faster than opening (Evinger, Manning, Sibony 1991).
CLOSING_S, CLOSED_S, OPENING_S = 0.08, 0.04, 0.16
_BLINK_S = CLOSING_S + CLOSED_S + OPENING_S
# Of one twice: the next does not begin before it is over.
LEAST_S = 2 * _BLINK_S
_DOUBLE = 0.15
# Whoever is confused blinks so much oftener.
_HASTE = 3.0
# Chances a second that `readiness` speaks of, and the readiness that waits as long as is said.
_CHANCES_HZ, _READY = 25.0, 0.03


@dataclass(frozen=True)
class Blinking:
    """shortest_s, longest_s: from one blink to the next.

    readiness: the chance, 25 times a second, that she blinks once she may. With less than 0.03 she waits as
    much longer as such chances come later, with more she waits less, but never less than `shortest_s`; with 0
    she does not blink. confused_s: how long she blinks oftener when confusion begins.
    """

    shortest_s: float = 2.0
    longest_s: float = 5.0
    readiness: float = 0.03
    confused_s: float = 10.0

    @property
    def apart_s(self) -> tuple[float, float]:
        """The least and the most from one blink to the next, with what she waits beyond them."""
        waits = (1.0 / self.readiness - 1.0 / _READY) / _CHANCES_HZ
        shortest = max(LEAST_S, self.shortest_s + max(0.0, waits))
        return shortest, max(shortest, self.longest_s + waits)


def lids(
    times: Floats, seed: int, confused: Floats | None = None, settings: Blinking | None = None
) -> Floats:
    """How far the lids are closed, 0 to 1, at each of `times`; `confused` (0 to 1) blinks oftener."""
    settings = settings or Blinking()
    if not settings.readiness:
        return np.zeros(len(times))
    shortest, longest = settings.apart_s
    count, since = last(times, seed, "blink", shortest, longest)
    closed = _blink(since)
    again = np.where(uniform(seed, "blink twice", count) < _DOUBLE, _blink(since - _BLINK_S), 0.0)
    closed = np.maximum(closed, again)
    if confused is None:
        return closed
    hasty = (max(LEAST_S, each / _HASTE) for each in (shortest, longest))
    _, since = last(times, seed, "confused blink", *hasty)
    return np.maximum(closed, _blink(since) * (confused > 0))


def _blink(since: Floats) -> Floats:
    opening = minimum_jerk((since - CLOSING_S - CLOSED_S) / OPENING_S)
    return np.where(since < 0, 0.0, minimum_jerk(since / CLOSING_S) * (1.0 - opening))
