"""The model card beside the weights."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from soulstrain.speech.exam import KINDS
from soulstrain.speech.presets import PRESETS
from soulstrain.speech.texts import FOLDER

_CARD = FOLDER / "card.md"
# Of the recipe, what the command can change.
INIT = "model_store/defaults/asr"  # where the one before was written, unless told otherwise
OPTIONS = ("windows", "steps", "minutes", "learning_rate")


def card(metrics: Mapping[str, Any]) -> str:
    """README.md of a model with these metrics (those of `run.train`)."""
    score, recipe = metrics["score"], metrics["recipe"]
    trainings = [*metrics["before"], metrics]
    return _CARD.read_text("utf-8").format(
        **metrics["sizes"],
        **{name: metrics[name] for name in ("precision", "device")},
        **{name: score[name] for name in ("words", "invented", "no_speech")},
        questions=metrics["questions"],
        kinds=" | ".join(KINDS),
        dashes="---|" * len(KINDS),
        rows=table(score["rates"]),
        people=people(score),
        commands="\n".join(map(_command, trainings)),
        steps=" and ".join(f"{training['steps']:,}" for training in trainings),
        heads=metrics["alignment_heads"],
        word_error_ms=metrics["word_error_s"] * 1000,
        minutes=" and ".join(f"{training['seconds'] / 60:.0f}" for training in trainings),
        rows_a_step=recipe["rows"],
        windows=recipe["windows"],
        hours=recipe["windows"] * 5 / 3600,
        learning_rate=" and ".join(f"{training['recipe']['learning_rate']:g}" for training in trainings),
    )


def _command(training: Mapping[str, Any]) -> str:
    """The command line that repeats it, as a line of Markdown code."""
    recipe, preset = training["recipe"], asdict(PRESETS[training["preset"]])
    changes = "".join(
        f" --{name.replace('_', '-')} {recipe[name]:g}"
        for name in OPTIONS
        if recipe[name] not in (None, preset[name])
    )
    begun = f" --init {INIT}" if training.get("before") else ""
    return f"    soulsgen train asr --preset {training['preset']}{begun}{changes} --seed {training['seed']}"


def table(rates: Mapping[str, float]) -> str:
    """Rows of a Markdown table: a set of the exam, its rate by kind of sentence, and over all."""
    names = [name for name in rates if ": " not in name]
    rows = []
    for name in names:
        kinds = (_percent(rates.get(f"{name}: {kind}")) for kind in KINDS)
        rows.append(f"| {name} | {' | '.join(kinds)} | {rates[name]:.1%} |")
    return "\n".join(rows)


def people(score: Mapping[str, Any]) -> str:
    """Rows of a Markdown table, one a recording."""
    rows = [
        f"| {name} | {rate:.0%} | {score['heard_people'][name]} |" for name, rate in score["people"].items()
    ]
    return "\n".join(rows) or "| none was at hand | | |"


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.1%}"
