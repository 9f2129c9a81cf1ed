"""From one target to the next as a critically damped spring: no jump in place or speed at any frame rate."""

import math
from collections.abc import Sequence

import numpy as np

from soulsgen.motion.easing import settled
from soulsgen.motion.parameters import Floats

# Per second. Nine tenths of the way after 0.39 s.
RATE = 10.0
# What other avatars' programs call that: 0.3 of the way that is left, 25 times a second. Their 1 is at once,
# which here is within a picture.
STEP, _AT_ONCE = 0.3, 200.0


def rate_of(step: float) -> float:
    """The rate, per second, of a `step` above 0, up to 1: RATE for STEP, and in proportion."""
    return min(_AT_ONCE, RATE * (math.log1p(-step) / math.log1p(-STEP))) if step < 1 else _AT_ONCE


def follow(times: Floats, moments: Sequence[float], targets: Floats, rate: float = RATE) -> Floats:
    """[n, d] at each of `times`: where a value is that goes to targets[k] [m, d] from moments[k] on.

    moments: seconds, ascending. Until the first it is at the first target.
    """
    starts = np.asarray(moments, dtype=np.float64)
    away, speed = _at_each(starts, targets, rate)
    number = np.clip(np.searchsorted(starts, times, side="right") - 1, 0, None)
    place, moving = settled(np.maximum(times - starts[number], 0.0), rate)
    return targets[number] + away[number] * place[:, None] + speed[number] * moving[:, None]


def _at_each(starts: Floats, targets: Floats, rate: float) -> tuple[Floats, Floats]:
    """The distance from the new target, and the speed, at each moment."""
    away, speed = np.zeros_like(targets), np.zeros_like(targets)
    for number in range(1, len(starts)):
        since = starts[number] - starts[number - 1]
        place, moving = settled(np.asarray(since), rate)
        before, going = away[number - 1], speed[number - 1]
        away[number] = before * place + going * moving + targets[number - 1] - targets[number]
        fading = np.exp(-rate * since)
        speed[number] = going * (1.0 - rate * since) * fading - before * rate**2 * since * fading
    return away, speed
