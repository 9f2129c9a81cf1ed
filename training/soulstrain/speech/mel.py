"""Whisper's log-mel spectrogram in numpy, for workers that have no time to import transformers.

Equal to `WhisperFeatureExtractor(chunk_length=5)` on the same samples. Source: the paper's appendix and
`transformers.audio_utils.mel_filter_bank` (Slaney's scale and norm).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from soulstrain.speech.resample import RATE_HZ

BANDS = 80
WINDOW = 400  # samples
HOP = 160  # samples
SECONDS = 5
SAMPLES = SECONDS * RATE_HZ
FRAMES = SAMPLES // HOP


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """[bands, frames] of a window of `SAMPLES` samples; shorter ones are followed by silence."""
    padded = np.zeros(SAMPLES, np.float32)
    padded[: len(samples)] = samples[:SAMPLES]
    padded = np.pad(padded, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:FRAMES]
    power = np.abs(np.fft.rfft(frames * _hann())) ** 2
    mel = np.log10(np.maximum(power.astype(np.float32) @ filters(), 1e-10)).T
    scaled: NDArray[np.float32] = (np.maximum(mel, mel.max() - 8) + 4) / 4
    return scaled


@cache
def filters() -> NDArray[np.float32]:
    """[frequencies, bands]: triangles, equal in area, spaced evenly on Slaney's mel scale."""
    edges = _hertz(np.linspace(0, _mel(RATE_HZ / 2), BANDS + 2))
    frequencies = np.linspace(0, RATE_HZ / 2, WINDOW // 2 + 1)[:, None]
    up = (frequencies - edges[:-2]) / np.diff(edges)[:-1]
    down = (edges[2:] - frequencies) / np.diff(edges)[1:]
    triangles = np.maximum(0, np.minimum(up, down)) * 2 / (edges[2:] - edges[:-2])
    return triangles.astype(np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


def _mel(hertz: float) -> float:
    """Linear to 1 kHz (15 mels), logarithmic above."""
    return hertz * 3 / 200 if hertz < 1000 else 15 + np.log(hertz / 1000) * 27 / np.log(6.4)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * np.log(6.4) / 27))
