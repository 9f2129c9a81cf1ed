"""HiFi-GAN: log-mel spectrograms to samples, for models that end there."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tts.engines.masking import Masking, Stop
from tts.speech import Samples


class Vocoder:
    """transformers' HiFi-GAN of SpeechT5 or FastSpeech2Conformer, in `dtype` but for the last layer."""

    def __init__(self, model: Any, device: torch.device, dtype: torch.dtype) -> None:
        self.model = model.to(device)
        for part in (model.conv_pre, model.upsampler, model.resblocks):
            part.to(dtype)
        self.device = device
        self.sample_rate_hz = int(model.config.sampling_rate)
        self.hop = int(np.prod(model.config.upsample_rates))
        self.masking = Masking(model)

    def samples(self, spectrograms: Sequence[Tensor], stop: Stop) -> list[Samples]:
        """Of each spectrogram (frames, bands) `hop` samples a frame."""
        frames = [len(each) for each in spectrograms]
        padded = pad_sequence([each.float() for each in spectrograms], batch_first=True).to(self.device)
        with self.masking.over(frames, stop):
            made = self.model(padded).float().cpu().numpy()
        return [row[: count * self.hop] for row, count in zip(made, frames, strict=True)]
