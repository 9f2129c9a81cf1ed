import numpy as np
import pytest

from soulstrain.speech.alignment import _errors
from soulstrain.speech.exam import Question

pytest.importorskip("jiwer", reason="the extra `speech` is not installed")


def test_spelling_of_numbers_case_and_punctuation_are_no_errors() -> None:
    from soulstrain.speech.scoring import word_error_rate

    assert word_error_rate(["I roll 2d6, plus three!"], ["i roll two d six plus 3"]) == 0
    assert word_error_rate(["I have seventeen hit points."], ["I have 17 hit points"]) == 0


def test_the_rate_is_of_all_words_together() -> None:
    from soulstrain.speech.scoring import word_error_rate

    said = ["The old tower leans.", "Run!"]
    assert word_error_rate(said, ["The odd tower leans a bit.", ""]) == pytest.approx(4 / 5)


def test_the_error_of_a_head_is_its_distance_from_where_words_begin() -> None:
    question = Question("grammar", "Go on", np.zeros((80, 500), np.float16), (0.5, 1.0))
    weights = np.zeros((6, 250), np.float32)  # " Go on"
    weights[1, 25] = weights[4, 55] = 1
    assert _errors(weights, question) == pytest.approx([0.0, 0.1])
