"""Whisper's log-mel spectrogram in torch, for many windows at once, on the model's device.

After Radford et al. 2022 (arXiv:2212.04356), section 2.2; transformers' WhisperFeatureExtractor is the
reference in the tests. Mel scale and area normalisation are those of Slaney's Auditory Toolbox.
"""

import math

import torch
from torch import Tensor

from asr.sound import SAMPLE_RATE_HZ

WINDOW = 400  # samples, 25 ms
HOP = 160  # samples, 10 ms
FRAMES_A_SECOND = SAMPLE_RATE_HZ // HOP
_HIGHEST_HZ = 8000.0
# Below 1000 Hz the scale is linear, 200/3 Hz a mel; above, 27 mels to a factor of 6.4.
_LINEAR_HZ = 200 / 3
_KNEE_HZ = 1000.0
_LOG_STEP = math.log(6.4) / 27


class LogMel:
    """Log-mel spectrograms of `bands` bands on `device`."""

    def __init__(self, bands: int, device: torch.device) -> None:
        self.filters = mel_filters(bands).to(device)
        self.window = torch.hann_window(WINDOW, device=device)

    def __call__(self, sound: Tensor) -> Tensor:
        """[B, bands, samples / 160] of sound [B, samples], float32 in -1..1 on the same device."""
        spectrum = torch.stft(sound, WINDOW, HOP, window=self.window, return_complex=True)
        power = (spectrum[..., :-1].abs() ** 2).contiguous()
        levels = (self.filters @ power).clamp(min=1e-10).log10()
        loudest = levels.amax((1, 2), keepdim=True)
        return (torch.maximum(levels, loudest - 8.0) + 4.0) / 4.0


def mel_filters(bands: int) -> Tensor:
    """Triangles [bands, 201] of equal area over the frequencies of a 400-point transform."""
    hertz = torch.linspace(0, SAMPLE_RATE_HZ / 2, WINDOW // 2 + 1, dtype=torch.float64)
    mels = torch.linspace(0, _to_mel(_HIGHEST_HZ), bands + 2, dtype=torch.float64)
    edges = _to_hertz(mels)
    widths = edges.diff()
    slopes = edges[:, None] - hertz[None, :]
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    triangles = torch.minimum(rising, falling).clamp(min=0)
    return (triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None]).float()


def _to_mel(hertz: float) -> float:
    return _KNEE_HZ / _LINEAR_HZ + math.log(hertz / _KNEE_HZ) / _LOG_STEP


def _to_hertz(mels: Tensor) -> Tensor:
    knee = _KNEE_HZ / _LINEAR_HZ
    return torch.where(mels < knee, mels * _LINEAR_HZ, _KNEE_HZ * ((mels - knee) * _LOG_STEP).exp())
