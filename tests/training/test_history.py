from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from soulstrain.history import Past, evaluations_since_best, losses, seconds, why_over
from soulstrain.presets import PRESETS

RECIPE = replace(PRESETS["demo"], patience=2, max_minutes=1.0)


def log(*eval_losses: float, took: float = 1.0) -> list[dict[str, Any]]:
    return [{"step": 10 * n, "eval_loss": loss, "seconds": took} for n, loss in enumerate(eval_losses, 1)]


def test_losses_are_read_by_name() -> None:
    entries = [{"step": 5, "loss": 4.0, "seconds": 1.0}, *log(3.5)]
    assert losses(entries, "loss") == [(5, 4.0)]
    assert losses(entries, "eval_loss") == [(10, 3.5)]


@pytest.mark.parametrize(
    ("eval_losses", "since"),
    [((), 0), ((3.0,), 0), ((3.0, 2.0), 0), ((3.0, 2.0, 2.0), 1), ((2.0, 2.5, 2.4), 2)],
)
def test_an_evaluation_as_good_as_the_best_is_no_new_best(eval_losses: tuple[float, ...], since: int) -> None:
    assert evaluations_since_best(log(*eval_losses)) == since


@pytest.mark.parametrize(
    ("step", "entries", "why"),
    [
        (30, log(3.0, 2.9, 2.8), None),
        (100, log(3.0), "steps"),
        (30, log(2.0, 2.1, 2.2), "patience"),
        (30, log(2.0, took=60.0), "time"),
    ],
)
def test_a_training_is_over_for_one_reason(step: int, entries: list[dict[str, Any]], why: str | None) -> None:
    assert why_over(Past(Path(f"checkpoint-{step}"), step, 10, 0, entries), RECIPE, total_steps=100) == why


def test_the_age_of_a_training_is_in_its_last_entry() -> None:
    assert seconds([]) == 0.0
    assert seconds(log(3.0, 2.0, took=7.5)) == 7.5
