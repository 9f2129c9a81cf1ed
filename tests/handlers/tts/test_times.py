"""From what a model tells, or only from its sound, to words and phonemes with times; and pitch and pace."""

import numpy as np
import pytest

from tts.engines.spans import estimated_spans, phoneme_spans, word_spans
from tts.engines.spelled import SILENCE, Spelled, with_blanks
from tts.engines.tempo import resampled, stretched
from tts.speech import Timed
from tts.text.sentence import Spoken

RATE = 8000
GO_ON = (Spoken("Go", 0, "go"), Spoken("on!", 3, "on!"))


def tone(hertz: float, seconds: float) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32)


def pitch(samples: np.ndarray) -> float:
    """The strongest frequency, in Hz."""
    middle = samples[len(samples) // 4 : -len(samples) // 4] * np.hanning(
        len(samples[len(samples) // 4 : -len(samples) // 4])
    )
    return float(np.argmax(np.abs(np.fft.rfft(middle, 2**16))) * RATE / 2**16)


def test_blanks_belong_to_the_sound_before_them_and_spaces_to_nobody() -> None:
    letters = Spelled((5, 6, 2, 7), (0, 0, SILENCE, 1), ("ɡ", "oʊ", "", "ɔ"))
    spelled = with_blanks(letters, 0)
    assert spelled.ids == (0, 5, 0, 6, 0, 2, 0, 7, 0)
    samples = [100, 10, 1, 20, 2, 30, 3, 40, 4]
    assert word_spans(GO_ON, spelled, samples, 1) == (Timed(100, 133, "Go", 0), Timed(166, 210, "on!", 3))
    assert phoneme_spans(spelled, samples, 1) == (
        Timed(100, 111, "ɡ"), Timed(111, 133, "oʊ"), Timed(166, 210, "ɔ")
    )  # fmt: skip


def test_estimated_words_share_the_sound_by_their_letters_and_leave_pauses_out() -> None:
    quiet = np.zeros(RATE, dtype=np.float32)
    samples = np.concatenate([quiet, tone(200, 2.0), quiet, tone(200, 3.0), quiet])
    first, second = estimated_spans(GO_ON, samples, RATE)
    # Two characters of five have two of five seconds of sound.
    assert (first.start_s, first.end_s) == pytest.approx((1.0, 3.0), abs=0.02)
    assert (second.start_s, second.end_s) == pytest.approx((4.0, 7.0), abs=0.02)
    assert (first.text, first.at, second.text, second.at) == ("Go", 0, "on!", 3)


def test_estimated_words_of_silence_share_the_clock() -> None:
    spans = estimated_spans(GO_ON, np.zeros(RATE, dtype=np.float32), RATE)
    assert [one.end_s for one in spans] == pytest.approx([0.4, 1.0], abs=0.01)


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.3, 2.0])
def test_stretching_changes_the_length_and_not_the_pitch(factor: float) -> None:
    made = stretched(tone(220, 1.0), RATE, factor)
    assert len(made) == round(RATE * factor)
    assert pitch(made) == pytest.approx(220, rel=0.01)
    inside = made[len(made) // 4 : -len(made) // 4]
    assert inside.std() == pytest.approx(np.sqrt(0.5), rel=0.1)


@pytest.mark.parametrize("length", [4000, 7001, 12000])
def test_a_curve_in_fewer_samples_is_higher_by_as_much(length: int) -> None:
    made = resampled(tone(220, 1.0), length)
    assert len(made) == length
    assert pitch(made) == pytest.approx(220 * RATE / length, rel=0.01)
    assert made[length // 4 : length // 2].std() == pytest.approx(np.sqrt(0.5), rel=0.05)
