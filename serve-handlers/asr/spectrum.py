"""What voice activity listens to: level and voicing of short frames; in blocks, so that hours fit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.sound import SAMPLE_RATE_HZ, Samples

HOP = 320  # samples, 20 ms
FRAME = 512  # samples, 32 ms: two periods of the lowest voice
FRAMES_A_SECOND = SAMPLE_RATE_HZ // HOP
# Mains hum lies below, hiss above what tells speech from noise.
_BAND_HZ = (150, 4000)
_PITCH_HZ = (70, 400)
_BLOCK = 4096  # frames
_QUIETEST_DB = -100.0

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Frames:
    """For every 20 ms: level in the speech band (dB of full scale) and voicing.

    Voicing is the highest normalised autocorrelation at a lag of a human pitch: 1 is a periodic sound,
    noise stays below 0.3.
    """

    level_db: Floats
    voicing: Floats


def frames_of(samples: Samples) -> Frames:
    """Frame i is centred on sample i * HOP."""
    count = -(-len(samples) // HOP)
    blocks = [_block(_views(samples, first, min(count, first + _BLOCK))) for first in range(0, count, _BLOCK)]
    if not blocks:
        return Frames(np.zeros(0, np.float32), np.zeros(0, np.float32))
    return Frames(*(np.concatenate(part) for part in zip(*blocks, strict=True)))


def _views(samples: Samples, first: int, last: int) -> NDArray[np.int16]:
    """Frames [first, last) of FRAME samples each, with silence beyond the ends of the sound."""
    start, end = first * HOP - FRAME // 2, (last - 1) * HOP + FRAME // 2
    inside = samples[max(0, start) : end]
    before = max(0, -start)
    padded = np.pad(inside, (before, end - start - before - len(inside)))
    return np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]


def _block(views: NDArray[np.int16]) -> tuple[Floats, Floats]:
    window = np.hanning(FRAME).astype(np.float32)
    # Twice the length, so that the autocorrelation does not wrap around.
    power = np.abs(np.fft.rfft(views.astype(np.float32) / 32768 * window, 2 * FRAME)) ** 2
    hertz = np.fft.rfftfreq(2 * FRAME, 1 / SAMPLE_RATE_HZ)
    power[:, (hertz < _BAND_HZ[0]) | (hertz > _BAND_HZ[1])] = 0
    mean_square = power.sum(1) * 2 / (2 * FRAME) / (window**2).sum()
    level = 10 * np.log10(np.maximum(mean_square, 10 ** (_QUIETEST_DB / 10)))
    lags = slice(SAMPLE_RATE_HZ // _PITCH_HZ[1], SAMPLE_RATE_HZ // _PITCH_HZ[0])
    own = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * FRAME)) ** 2)[lags]
    correlation = np.fft.irfft(power)
    total = np.maximum(correlation[:, :1], 1e-12)
    # Divided by the window's own autocorrelation, but not blown up where that is small.
    voicing = (correlation[:, lags] / total * (window**2).sum() / np.maximum(own, own.max() * 0.2)).max(1)
    return level.astype(np.float32), np.clip(voicing, 0, 1).astype(np.float32)
