"""Checkpoints of one training, marked with what they belong to, so that two never mix."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from soulstrain import history
from soulstrain.errors import TrainingError
from soulstrain.history import Past

MARK = "training.json"
HALF = f".{MARK}"
# Written last but for the state file; without them a checkpoint cannot be resumed from.
NEEDED = ("model.safetensors", "optimizer.pt", "scheduler.pt")


def claim(folder: Path, mark: Mapping[str, Any], *, fresh: bool, say: Callable[[str], None]) -> Past | None:
    """Make `folder` the one of the training that `mark` (a flat dict of JSON values) describes.

    Returns the checkpoint to go on from, if there is one. Checkpoints of another training are deleted,
    and what differs is said; a folder that holds something else raises TrainingError.
    """
    found = _mark(folder)
    if found == mark and not fresh:
        return last(folder)
    if found is not None and found != mark:
        say(f"{folder} is of another training ({_difference(found, mark)}): starting afresh")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Renamed into place: a folder with half a mark would look like somebody else's.
    (folder / HALF).write_text(json.dumps(mark, indent=2) + "\n", "utf-8")
    (folder / HALF).replace(folder / MARK)
    return None


def last(folder: Path) -> Past | None:
    """The newest checkpoint that was written to its end and whose best is there too; broken ones go.

    A kill can come while one is being written: its state file, written last, is then absent or half.
    """
    numbered = [(int(path.name.rpartition("-")[2]), path) for path in folder.glob("checkpoint-*")]
    for _, path in sorted(numbered, reverse=True):
        if past := _whole(path):
            return past
        shutil.rmtree(path)
    return None


def at(folder: Path, step: int) -> Path:
    return folder / f"checkpoint-{step}"


def _whole(path: Path) -> Past | None:
    try:
        past = history.read(path)
    except (OSError, ValueError, KeyError):
        return None
    best = at(path.parent, past.best_step) if past.best_step else path
    needed = [*(path / name for name in NEEDED), best / "model.safetensors"]
    return past if all(file.is_file() for file in needed) else None


def _mark(folder: Path) -> dict[str, Any] | None:
    """The mark in `folder`; None when there is no folder or nothing in it."""
    if not folder.exists() or {path.name for path in folder.iterdir()} <= {HALF}:
        return None
    try:
        mark: dict[str, Any] = json.loads((folder / MARK).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"{folder} is where checkpoints go, and holds something else; move it, or train into another -o"
        ) from error
    return mark


def _difference(found: Mapping[str, Any], mark: Mapping[str, Any]) -> str:
    """Names and values that differ; digests by their first digits."""
    return ", ".join(
        f"{name} was {str(found.get(name))[:12]}, is {str(mark.get(name))[:12]}"
        for name in {**found, **mark}
        if found.get(name) != mark.get(name)
    )
