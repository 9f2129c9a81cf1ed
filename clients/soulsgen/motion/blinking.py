"""Eyelids that close by themselves, 2 to 5 seconds apart; now and then twice."""

import numpy as np

from soulsgen.motion.chance import last, uniform
from soulsgen.motion.easing import minimum_jerk
from soulsgen.motion.parameters import Floats

SHORTEST_S, LONGEST_S = 2.0, 5.0
# Closing is faster than opening (Evinger, Manning, Sibony 1991).
CLOSING_S, CLOSED_S, OPENING_S = 0.08, 0.04, 0.16
_BLINK_S = CLOSING_S + CLOSED_S + OPENING_S
_DOUBLE = 0.15
# Whoever is confused blinks so much oftener.
_HASTE = 3.0


def lids(times: Floats, seed: int, confused: Floats | None = None) -> Floats:
    """How far the lids are closed, 0 to 1, at each of `times`; `confused` (0 to 1) blinks oftener."""
    count, since = last(times, seed, "blink", SHORTEST_S, LONGEST_S)
    closed = _blink(since)
    again = np.where(uniform(seed, "blink twice", count) < _DOUBLE, _blink(since - _BLINK_S), 0.0)
    closed = np.maximum(closed, again)
    if confused is None:
        return closed
    _, hasty = last(times, seed, "confused blink", SHORTEST_S / _HASTE, LONGEST_S / _HASTE)
    return np.maximum(closed, _blink(hasty) * (confused > 0))


def _blink(since: Floats) -> Floats:
    opening = minimum_jerk((since - CLOSING_S - CLOSED_S) / OPENING_S)
    return np.where(since < 0, 0.0, minimum_jerk(since / CLOSING_S) * (1.0 - opening))
