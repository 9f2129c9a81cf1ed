import numpy as np
import pytest

from soulstrain.speech.resample import resampled


def tone(hertz: float, rate_hz: int, seconds: float = 0.5) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate_hz)) / rate_hz).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [8000, 20_480, 22_050, 44_100, 48_000])
def test_a_tone_keeps_its_pitch_and_loudness(rate_hz: int) -> None:
    heard = resampled(tone(440, rate_hz), rate_hz)
    assert len(heard) == 8000
    # The edges ring, for the tone begins and ends at once.
    assert np.abs(heard - tone(440, 16_000))[200:-200].max() < 0.02


def test_what_the_lower_rate_cannot_hold_is_gone() -> None:
    assert np.abs(resampled(tone(9000, 44_100), 44_100))[200:-200].max() < 0.02


def test_nothing_stays_nothing() -> None:
    assert len(resampled(np.zeros(0, np.float32), 22_050)) == 0
