"""The folder a training leaves behind, whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from transformers import GenerationConfig

from soulstrain.errors import TrainingError
from soulstrain.metrics import Metrics
from soulstrain.model import special_ids
from soulstrain.picture import draw

METRICS = "metrics.json"
CURVE = "loss.svg"


def check(out_dir: Path) -> None:
    """Raises TrainingError when `out_dir` holds anything but an earlier output: it would be replaced."""
    if out_dir.is_file():
        raise TrainingError(f"{out_dir} is a file, not a folder for a model")
    names = {path.name for path in out_dir.iterdir()} if out_dir.is_dir() else set()
    if names and not {METRICS, CURVE} <= names:
        raise TrainingError(
            f"{out_dir} holds something else than an earlier training's output; name another with -o"
        )


def write(out_dir: Path, model: Any, tokenizer: Any, metrics: Metrics, sequence: int) -> None:
    """Model, tokenizer, metrics.json and loss.svg, in place of what `out_dir` held before."""
    # The Trainer turned the cache off; whoever loads the model to generate wants it.
    model.config.use_cache = True
    # Nucleus 0.85 and no top-k, as the original sampled.
    model.generation_config = GenerationConfig(
        do_sample=True, top_p=0.85, top_k=0, max_length=sequence, **special_ids(tokenizer)
    )
    with replaced(out_dir) as folder:
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        (folder / METRICS).write_text(metrics.to_json(), "utf-8")
        best = (metrics.best_step, metrics.eval_loss)
        draw(folder / CURVE, metrics.train_history, metrics.eval_history, best)


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A folder that takes the place of `target` when the block ends well, and goes when it does not."""
    part = target.with_name(f".{target.name}.part")
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        # A run was killed between its two renames.
        old.rename(target)
    for leftover in (part, old):
        shutil.rmtree(leftover, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        for path in (path for path in part.rglob("*") if path.is_file()):
            path.chmod(0o644)
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        if target.exists():
            target.rename(old)
        part.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
