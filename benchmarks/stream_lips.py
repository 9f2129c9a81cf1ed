"""By how much a mouth that was filmed is later than the lips that are heard to close.

The truth about sound is the archive's: where p, b and m lie in a sentence; where the sentence lies in what a
viewer heard is found by its samples. The truth about the mouth is the pictures' own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Spans = Sequence[tuple[float, float]]

CLOSING = ("p", "b", "m")
# Sound and picture are laid over one another up to so far apart, in such steps.
FARTHEST_S, STEP_S = 0.25, 0.005
# Of the way from the most closed mouth to the most open: less is shut. And how little differs from best.
SHUT, _AS_GOOD = 0.25, 0.02
# Of its own loudness, what a sentence must share with what is heard there.
_ALIKE = 0.9


@dataclass(frozen=True)
class Sentence:
    """samples: [n] at `rate_hz`. closures: seconds from the first of them; lips are closed in each."""

    samples: Floats
    rate_hz: int
    closures: tuple[tuple[float, float], ...]

    @property
    def lasts_s(self) -> float:
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True)
class Judged:
    """A sentence heard from `at_s` on: how late its mouth is, and how many of its closures are seen."""

    at_s: float
    late_s: float
    closures: int
    seen: int


def heard_at(sentence: Sentence, strip: Floats, about_s: float, within_s: float = 0.5) -> float:
    """Where in `strip`, of the same rate, a sentence begins that is expected about there.

    Raises RuntimeError when it is not heard.
    """
    wide, size = round(within_s * sentence.rate_hz), len(sentence.samples)
    begin = max(0, round(about_s * sentence.rate_hz) - wide)
    part = strip[begin : begin + size + 2 * wide]
    length = len(part) + size
    spectrum = np.fft.rfft(part, length) * np.conj(np.fft.rfft(sentence.samples, length))
    alike = np.fft.irfft(spectrum, length)[: max(1, len(part) - size + 1)]
    best = int(alike.argmax())
    own, found = (float(np.linalg.norm(one)) for one in (sentence.samples, part[best : best + size]))
    if alike[best] < _ALIKE * own * max(own, found):
        raise RuntimeError(f"what was said about {about_s:.1f} s is not heard there")
    return (begin + best) / sentence.rate_hz


def openness(mouths: Sequence[NDArray[np.uint8]], closed: NDArray[np.uint8], sides: Sequence[int]) -> Floats:
    """[n]: 0 for pictures like `closed`, about 1 for those that are least like it.

    Pictures of one size are compared with each other: a smaller one is softer.
    """
    unlike = np.abs(np.array(mouths, np.float64) - closed).mean(axis=(1, 2))
    for side in set(sides):
        here = np.array(sides) == side
        least, most = unlike[here].min(), np.percentile(unlike[here], 95)
        unlike[here] = (unlike[here] - least) / max(most - least, 1e-9)
    return unlike


def shown(moments: Floats, opened: Floats, at: Floats) -> Floats:
    """`opened` of the pictures whose `moments` are nearest to `at`."""
    middles = (moments[1:] + moments[:-1]) / 2
    picked: Floats = opened[np.searchsorted(middles, at)]
    return picked


def late_s(moments: Floats, opened: Floats, closures: Spans) -> float:
    """By how much pictures have to be shown earlier for the mouth to be most closed in the closures.

    Of shifts that are as good, the middle.
    """
    at = np.concatenate([np.arange(start, end, STEP_S) for start, end in closures])
    shifts = np.arange(round(-FARTHEST_S / STEP_S), round(FARTHEST_S / STEP_S) + 1) * STEP_S
    gaping = np.array([shown(moments, opened, at + shift).mean() for shift in shifts])
    good = gaping <= gaping.min() + _AS_GOOD * np.ptp(gaping)
    best = int(gaping.argmin())
    first = last = best
    while first > 0 and good[first - 1]:
        first -= 1
    while last + 1 < len(good) and good[last + 1]:
        last += 1
    return float(shifts[first] + shifts[last]) / 2


def seen(moments: Floats, opened: Floats, closures: Spans) -> int:
    """In how many of them a shut mouth is shown."""
    return sum(
        bool((shown(moments, opened, np.arange(start, end, STEP_S)) < SHUT).any()) for start, end in closures
    )


def judged(sentence: Sentence, at_s: float, moments: Floats, opened: Floats) -> Judged:
    closures = [(at_s + start, at_s + end) for start, end in sentence.closures]
    late = late_s(moments, opened, closures)
    return Judged(at_s, late, len(closures), seen(moments, opened, closures))
