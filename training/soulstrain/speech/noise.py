"""What else is heard at a table: noise of several colours, hum, rattling dice, other people talking."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from soulstrain.speech.resample import RATE_HZ

Samples = NDArray[np.float32]
# Slope of the power spectrum in dB an octave: white, pink, brown (fans, traffic), blue (hiss).
_SLOPES_DB = (0.0, -3.0, -6.0, 3.0)
_FLOOR_HZ = 40.0
BABBLERS = 8


@dataclass(frozen=True)
class Noises:
    """Long recordings at 16 kHz with a root mean square of 1, of which stretches are taken."""

    coloured: tuple[Samples, ...]
    babble: Samples

    def stretch(self, chance: Generator, count: int) -> Samples:
        """`count` samples of some noise with a root mean square of about 1."""
        kind = chance.random()
        if kind < 0.35:
            return _cut(self.babble, chance, count)
        if kind < 0.45:
            return hum(chance, count)
        if kind < 0.55:
            return rattle(chance, count)
        return _cut(self.coloured[chance.integers(len(self.coloured))], chance, count)


def make_noises(chance: Generator, utterances: Sequence[Samples], seconds: int = 30) -> Noises:
    """`utterances` at 16 kHz are what the babble is mixed of, `BABBLERS` at a time."""
    count = seconds * RATE_HZ
    tracks = [np.concatenate(utterances[start::BABBLERS]) for start in range(BABBLERS)]
    babble = np.sum([np.resize(track, count) * chance.uniform(0.5, 1) for track in tracks], axis=0)
    return Noises(tuple(coloured(chance, count, slope) for slope in _SLOPES_DB), _level(babble))


def coloured(chance: Generator, count: int, slope_db: float) -> Samples:
    """Gaussian noise whose power changes by `slope_db` dB an octave above 40 Hz."""
    spectrum = np.fft.rfft(chance.standard_normal(count))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), _FLOOR_HZ) / _FLOOR_HZ)
    return _level(np.fft.irfft(spectrum * 10 ** (slope_db * octaves / 20), count))


def hum(chance: Generator, count: int) -> Samples:
    """Mains hum with overtones, 50 or 60 Hz."""
    time = np.arange(count) / RATE_HZ * (50 if chance.random() < 0.5 else 60) * 2 * np.pi
    tones = [np.sin(time * n + chance.uniform(0, 2 * np.pi)) * chance.uniform(0, 1 / n) for n in range(1, 9)]
    return _level(np.sum(tones, axis=0))


def rattle(chance: Generator, count: int) -> Samples:
    """Dice on wood: bursts of short, bright clicks."""
    samples = np.zeros(count)
    for start in chance.integers(0, count, max(1, count * 2 // RATE_HZ)):
        for offset in np.cumsum(chance.exponential(0.03 * RATE_HZ, chance.integers(2, 9))).astype(int):
            length = min(400, count - start - offset)
            if length > 0:
                click = chance.standard_normal(length) * np.exp(-np.arange(length) / chance.uniform(15, 90))
                samples[start + offset : start + offset + length] += click * chance.uniform(0.2, 1)
    return _level(samples)


def _cut(noise: Samples, chance: Generator, count: int) -> Samples:
    start = int(chance.integers(len(noise) - count + 1))
    return _level(noise[start : start + count])


def _level(samples: NDArray[np.floating]) -> Samples:
    return (samples / max(float(np.sqrt(np.mean(samples**2))), 1e-6)).astype(np.float32)
