"""A line of espeak-ng at another pace than its own, which its words a minute do not say.

How much faster it is at twice as many depends on the words: 1.6 to 2.2 times. A pass takes milliseconds, so
rates are tried until the sound has the length that was asked for. Only what lies beyond the rates that
espeak-ng does well is left to be stretched.
"""

import math
from collections.abc import Callable

from tts.engines.espeak_times import Heard

WORDS_A_MINUTE = 175  # espeak-ng's own pace
# Above, espeak-ng squeezes its sound through a filter and its events are late.
FASTEST = 440
SLOWEST = 80
# A length that is off by no more is the one that was asked for.
NEAR = 0.015
TRIES = 4
# The length falls at least by this power of the rate: where it hardly falls, no try may leap.
_LEAST_SLOPE = 0.3

# What is heard at a rate; nothing when it was cancelled.
Say = Callable[[int], Heard | None]


def at_pace(say: Say, factor: float) -> tuple[Heard, float] | None:
    """What is said `factor` times as fast as espeak-ng says it, and how many times longer it is still to be.

    The second is 1 where it is near enough. Nothing when it was cancelled.
    """
    plain = say(WORDS_A_MINUTE)
    if plain is None:
        return None
    if not plain.length:
        return plain, 1.0
    wanted = plain.length / factor
    tried = {WORDS_A_MINUTE: plain}
    rate = before = WORDS_A_MINUTE
    while _off(tried[rate], wanted) > NEAR and len(tried) <= TRIES:
        following = _better((before, tried[before].length), (rate, tried[rate].length), wanted)
        if following in tried:
            break
        heard = say(following)
        if heard is None:
            return None
        if not heard.length:
            break
        tried[following] = heard
        before, rate = rate, following
    best = min(tried.values(), key=lambda one: _off(one, wanted))
    return best, wanted / best.length if _off(best, wanted) > NEAR else 1.0


def _off(heard: Heard, wanted: float) -> float:
    return abs(wanted / heard.length - 1)


def _better(first: tuple[int, int], second: tuple[int, int], wanted: float) -> int:
    """The rate at which a line through two of (rate, length), both logarithmic, has the length `wanted`."""
    (other, other_length), (rate, length) = first, second
    slope = math.log(other_length / length) / math.log(rate / other) if rate != other else 1.0
    better: float = rate * (length / wanted) ** (1 / max(slope, _LEAST_SLOPE))
    return round(min(max(better, SLOWEST), FASTEST))
