"""Rooms to speak in: made impulse responses, and speech through them."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from soulstrain.speech.resample import RATE_HZ

Samples = NDArray[np.float32]


def impulse(chance: Generator) -> Samples:
    """The direct sound at sample 0, a few early reflections and a dying tail.

    The reverberation time (to -60 dB) is 0.1 to 0.6 s, the tail -30 to -8 dB under the direct sound.
    """
    reverberation_s = chance.uniform(0.1, 0.6)
    count = int(reverberation_s * RATE_HZ)
    decay = 10 ** (-3 * np.arange(count) / count)
    tail = chance.standard_normal(count) * decay
    tail[: int(0.004 * RATE_HZ)] = 0
    for _ in range(chance.integers(2, 7)):
        tail[chance.integers(count // 8) + 30] += chance.uniform(-4, 4)
    tail *= 10 ** (chance.uniform(-30, -8) / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1
    return tail.astype(np.float32)


def through(samples: Samples, response: Samples) -> Samples:
    """`samples` heard in the room of `response`, as many as before."""
    size = 1 << (len(samples) + len(response) - 1).bit_length()
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)
