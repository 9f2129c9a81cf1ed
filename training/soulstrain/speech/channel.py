"""What a microphone and a call do to sound: narrow bands, coarse steps, clipping."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from soulstrain.speech.resample import RATE_HZ

Samples = NDArray[np.float32]
MU = 255


def banded(samples: Samples, low_hz: float, high_hz: float) -> Samples:
    """Only what lies between the two frequencies, with soft shoulders of half an octave."""
    hertz = np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE_HZ), 1)
    rise = 1 / (1 + (low_hz / hertz) ** 8)
    fall = 1 / (1 + (hertz / high_hz) ** 16)
    spectrum = np.fft.rfft(samples) * rise * fall
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def mu_law(samples: Samples, bits: int = 8) -> Samples:
    """Through the companding of a telephone (ITU-T G.711, continuous form), `bits` a sample."""
    half = 2 ** (bits - 1) - 1
    curved = np.sign(samples) * np.log1p(MU * np.abs(np.clip(samples, -1, 1))) / np.log1p(MU)
    stepped = np.round(curved * half) / half
    straight: Samples = (np.sign(stepped) * np.expm1(np.abs(stepped) * np.log1p(MU)) / MU).astype(np.float32)
    return straight


def worn(samples: Samples, chance: Generator) -> Samples:
    """`samples` (peak about 1) through some channel; as they were more often than not."""
    kind = chance.random()
    if kind < 0.10:
        return mu_law(banded(samples, 250, 3400))
    if kind < 0.20:
        return mu_law(samples, bits=int(chance.integers(7, 10)))
    if kind < 0.35:
        return banded(samples, chance.uniform(50, 250), chance.uniform(3000, 7000))
    if kind < 0.42:
        return clipped(samples, chance)
    return samples


def clipped(samples: Samples, chance: Generator) -> Samples:
    """Everything over 30 to 80 % of the peak is cut off."""
    ceiling = float(np.max(np.abs(samples), initial=0)) * chance.uniform(0.3, 0.8)
    return np.clip(samples, -ceiling, ceiling)
