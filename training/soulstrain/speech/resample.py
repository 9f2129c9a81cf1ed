"""Another rate for a whole recording, by cutting or padding its spectrum."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000


def resampled(samples: NDArray[np.float32], rate_hz: int, to_hz: int = RATE_HZ) -> NDArray[np.float32]:
    """`samples` at `to_hz`; what lies above half the lower rate is gone.

    The spectrum is cut sharply: fine for making data and for whole recordings, not for live blocks. Fast
    where the two rates have a large common divisor.
    """
    ratio = Fraction(to_hz, rate_hz)
    if ratio == 1 or not len(samples):
        return samples
    # Silence behind, so that both transforms have a length with small factors and the ratio is exact.
    blocks = _smooth(-(-len(samples) // ratio.denominator) + 1)
    before, after = blocks * ratio.denominator, blocks * ratio.numerator
    spectrum = np.fft.rfft(samples, before)
    kept = np.zeros(after // 2 + 1, spectrum.dtype)
    kept[: len(spectrum)] = spectrum[: len(kept)]
    count = round(len(samples) * ratio)
    return (np.fft.irfft(kept, after)[:count] * float(ratio)).astype(np.float32)


def _smooth(least: int) -> int:
    """The smallest number from `least` on that has no prime factor above 5."""
    number = least
    while True:
        rest = number
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 1
