"""Our log-mel spectrogram is WhisperFeatureExtractor's."""

import numpy as np
import pytest
import torch
from transformers import WhisperFeatureExtractor

from asr.logmel import LogMel
from whisper_checkpoints import voice


@pytest.mark.parametrize(("bands", "seconds"), [(80, 30), (80, 5), (128, 30)])
def test_it_equals_the_feature_extractors_to_1e_5(bands: int, seconds: int) -> None:
    chance = np.random.default_rng(1)
    sounds = np.zeros((4, seconds * 16000), np.float32)
    sounds[0] = chance.standard_normal(sounds.shape[1]) * 0.1
    sounds[1, :20000] = chance.standard_normal(20000) * 1e-3
    sounds[2, :64000] = voice(4.0) / 32768
    extractor = WhisperFeatureExtractor(feature_size=bands, chunk_length=seconds)
    want = extractor(list(sounds), sampling_rate=16000, return_tensors="pt").input_features
    got = LogMel(bands, torch.device("cpu"))(torch.from_numpy(sounds))
    assert got.shape == want.shape == (4, bands, seconds * 100)
    assert (got - want).abs().max() < 1e-5
