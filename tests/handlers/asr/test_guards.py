"""Each guard drops what it names and nothing else."""

import pytest

from asr import guards
from asr.guards import Heard
from asr.settings import ModelSettings

SETTINGS = ModelSettings()
SENTENCE = "The gate opens and nine skeletons climb out of the well."


def reason(text: str, logprob: float = -0.3, no_speech: float = 0.05, level_db: float = -25.0) -> str | None:
    return guards.fault(Heard(text, logprob, no_speech, level_db), SETTINGS)


@pytest.mark.parametrize(
    ("heard", "named"),
    [
        (("",), guards.NO_SPEECH),
        ((" . . . ",), guards.NO_SPEECH),
        ((SENTENCE, -1.2, 0.9), guards.NO_SPEECH),
        (("and so " * 40,), guards.COMPRESSION),
        ((SENTENCE, -1.6), guards.PROBABILITY),
        (("We go. We go. We go. We go. We go. We go.",), guards.REPEATED),
        (("Thank you.", -0.9), guards.PHRASE),
        (("Thanks for watching!", -0.2, 0.4), guards.PHRASE),
        (("Thank you.", -0.2, 0.0, -60.0), guards.PHRASE),
        (("Thank you.", -0.2), None),
        (("Thank you, Ulbrecht.", -0.9), None),
        ((SENTENCE, -1.2, 0.5), None),
        ((SENTENCE, -0.3, 0.9), None),
        (("No, no, no, no, no!",), None),
        (("aye aye aye aye",), None),
    ],
)
def test_a_text_is_dropped_for_the_reason_that_fits(heard: tuple, named: str | None) -> None:
    assert reason(*heard) == named


def test_every_reason_is_listed() -> None:
    listed = (guards.NO_SPEECH, guards.COMPRESSION, guards.PROBABILITY, guards.REPEATED, guards.PHRASE)
    assert (guards.SILENCE, *listed) == guards.REASONS


@pytest.mark.parametrize(
    ("heard", "again"),
    [
        (Heard(SENTENCE, -0.3, 0.0, -20), False),
        (Heard(SENTENCE, -1.1, 0.0, -20), True),
        (Heard("and so " * 40, -0.1, 0.0, -20), True),
        (Heard("We go. We go. We go. We go. We go. We go.", -0.1, 0.0, -20), True),
        # Silence is not tried again: it would only be guessed at.
        (Heard(SENTENCE, -1.1, 0.9, -20), False),
    ],
)
def test_what_fails_is_tried_again(heard: Heard, again: bool) -> None:
    assert guards.needs_retry(heard, SETTINGS) is again


def test_the_ratio_is_that_of_bytes() -> None:
    assert guards.compression_ratio("") == 0
    assert guards.compression_ratio("abc") == pytest.approx(3 / 11)
    assert guards.compression_ratio("and so " * 40) > 10
