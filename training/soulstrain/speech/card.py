"""The model card beside the weights."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from soulstrain.speech.exam import KINDS
from soulstrain.speech.presets import PRESETS
from soulstrain.speech.texts import FOLDER

_CARD = FOLDER / "card.md"
OPTIONS = ("windows", "steps", "minutes")  # of the recipe, those the command can change


def card(metrics: Mapping[str, Any]) -> str:
    """README.md of a model with these metrics (those of `run.train`)."""
    score, recipe = metrics["score"], metrics["recipe"]
    preset = asdict(PRESETS[metrics["preset"]])
    changes = "".join(
        f" --{name} {recipe[name]:g}" for name in OPTIONS if recipe[name] not in (None, preset[name])
    )
    return _CARD.read_text("utf-8").format(
        **metrics["sizes"],
        **{name: metrics[name] for name in ("preset", "seed", "steps", "precision", "device")},
        **{name: score[name] for name in ("words", "invented", "no_speech")},
        questions=metrics["questions"],
        kinds=" | ".join(KINDS),
        dashes="---|" * len(KINDS),
        rows=table(score["rates"]),
        people=people(score),
        changes=changes,
        heads=metrics["alignment_heads"],
        word_error_ms=metrics["word_error_s"] * 1000,
        minutes=metrics["seconds"] / 60,
        rows_a_step=recipe["rows"],
        windows=recipe["windows"],
        hours=recipe["windows"] * 5 / 3600,
        learning_rate=recipe["learning_rate"],
    )


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
