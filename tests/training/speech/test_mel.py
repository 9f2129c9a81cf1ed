import numpy as np
import pytest
from transformers import WhisperFeatureExtractor

from soulstrain.speech.mel import SAMPLES, filters, log_mel


@pytest.mark.parametrize("length", [1, 12_345, SAMPLES, SAMPLES + 999])
def test_features_are_those_of_transformers(length: int) -> None:
    chance = np.random.default_rng(length)
    samples = (chance.standard_normal(length) * np.linspace(0, 0.3, length)).astype(np.float32)
    extractor = WhisperFeatureExtractor(chunk_length=5)
    reference = extractor(samples, sampling_rate=16_000, return_tensors="np").input_features[0]
    assert log_mel(samples).shape == reference.shape == (80, 500)
    assert np.abs(log_mel(samples) - reference).max() < 2e-4


def test_the_filters_are_slaneys() -> None:
    assert np.allclose(filters(), WhisperFeatureExtractor().mel_filters, atol=1e-7)
