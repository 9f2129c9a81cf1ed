import pytest

from soulstrain.errors import TrainingError
from soulstrain.speech.pace import learning_rate, progress
from soulstrain.speech.presets import PRESETS, SpeechRecipe, speech_recipe


def recipe(**changes: float) -> SpeechRecipe:
    return speech_recipe("default", steps=1000, learning_rate=1e-3, **changes)


def test_the_rate_rises_over_the_warm_up_and_falls_along_a_cosine() -> None:
    slow = recipe()
    assert learning_rate(slow, 0, 0) == pytest.approx(1e-3 / slow.warmup)
    assert learning_rate(slow, slow.warmup - 1, 0) == pytest.approx(1e-3)
    assert learning_rate(slow, 500, 0) == pytest.approx(1e-3 * 0.505)
    assert learning_rate(slow, 1000, 0) == pytest.approx(1e-5)


def test_minutes_end_a_training_that_steps_do_not() -> None:
    assert progress(recipe(minutes=10), 100, 300) == 0.5
    assert progress(recipe(minutes=10), 900, 300) == 0.9
    assert learning_rate(recipe(minutes=10), 300, 600) == pytest.approx(1e-5)


def test_impossible_recipes_name_every_fault() -> None:
    with pytest.raises(
        TrainingError,
        match=r"^steps is 0; it must be above 0; width 192 is not a multiple of heads 5; 24 rows a step",
    ):
        speech_recipe("default", steps=0, heads=5, windows=20)
    with pytest.raises(TrainingError, match=r"^no preset is called 'huge'; there are default, tiny-test$"):
        speech_recipe("huge")


def test_what_is_not_given_is_left_as_it_was() -> None:
    assert speech_recipe("tiny-test", minutes=None, steps=None) == PRESETS["tiny-test"]
