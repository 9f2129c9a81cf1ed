"""What happened so far, read from the Trainer's own log.

The log travels in every checkpoint, so a resumed training knows its whole past: each entry is a dict
with `step` and `seconds` (of training, over all sessions) and either `loss` or `eval_loss`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soulstrain.presets import Recipe

STATE = "trainer_state.json"
Log = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Past:
    """A training at one of its checkpoints; `best_step` is None before the first finite evaluation."""

    checkpoint: Path
    step: int
    best_step: int | None
    tokens: int
    log: Log


def read(checkpoint: Path) -> Past:
    """Raises OSError, ValueError or KeyError for a checkpoint that was not written to its end."""
    state = json.loads((checkpoint / STATE).read_text("utf-8"))
    return Past(
        checkpoint=checkpoint,
        step=state["global_step"],
        best_step=state["best_global_step"],
        tokens=state["num_input_tokens_seen"],
        log=state["log_history"],
    )


def losses(log: Log, name: str) -> list[tuple[int, float]]:
    """(step, value) of every entry that has `name`, which is `loss` or `eval_loss`."""
    return [(entry["step"], entry[name]) for entry in log if name in entry]


def seconds(log: Log) -> float:
    return float(log[-1]["seconds"]) if log else 0.0


def evaluations_since_best(log: Log) -> int:
    values = [value for _, value in losses(log, "eval_loss")]
    return len(values) - 1 - values.index(min(values)) if values else 0


def why_over(past: Past, recipe: Recipe, total_steps: int) -> str | None:
    """`steps`, `patience` or `time` when nothing is left to do, else None."""
    if past.step >= total_steps:
        return "steps"
    if evaluations_since_best(past.log) >= recipe.patience:
        return "patience"
    if recipe.max_minutes is not None and seconds(past.log) >= recipe.max_minutes * 60:
        return "time"
    return None
