from dataclasses import replace

import pytest

from soulstrain.errors import TrainingError
from soulstrain.presets import PRESETS, recipe_for


def test_the_seed_preset_is_the_original_model() -> None:
    seed = PRESETS["seed"]
    assert (seed.layers, seed.heads, seed.width, seed.sequence) == (12, 16, 1024, 64)
    assert (seed.learning_rate, seed.weight_decay, seed.warmup) == (1e-4, 0.01, 0.0)


def test_a_change_that_is_none_leaves_the_preset_alone() -> None:
    assert recipe_for("small", epochs=None, batch_size=None) == PRESETS["small"]


def test_a_change_replaces_the_presets_value() -> None:
    assert recipe_for("small", epochs=2.5, max_steps=9) == replace(PRESETS["small"], epochs=2.5, max_steps=9)


@pytest.mark.parametrize(("given", "taken"), [(None, 5e-5), (3e-4, 3e-4)])
def test_fine_tuning_is_gentle_unless_told(given: float | None, taken: float) -> None:
    assert recipe_for("demo", fine_tuning=True, learning_rate=given).learning_rate == taken


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TrainingError, match="no preset is called 'huge'; there are demo, small, seed"):
        recipe_for("huge")


def test_all_faults_of_a_recipe_are_told_together() -> None:
    with pytest.raises(TrainingError) as caught:
        replace(PRESETS["demo"], heads=3, dropout=1.0, epochs=0, max_minutes=-1.0, sequence=2)
    assert str(caught.value) == (
        "dropout is 1.0; it must be 0 or more and below 1; epochs is 0; it must be above 0; "
        "max_minutes is -1.0; it must be above 0; sequence is 2; a word with `<s>` and `</s>` takes 3; "
        "width 256 is not a multiple of heads 3"
    )
