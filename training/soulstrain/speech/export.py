"""The folder a training leaves behind: a Hugging Face Whisper, what it came to, and its card."""

import json
from pathlib import Path
from typing import Any

import torch
from transformers import WhisperFeatureExtractor

from soulstrain.errors import TrainingError
from soulstrain.output import replaced
from soulstrain.quiet import quiet
from soulstrain.speech.card import card
from soulstrain.speech.mel import BANDS, SECONDS
from soulstrain.speech.resample import RATE_HZ
from soulstrain.speech.tokens import make_tokenizer

METRICS = "metrics.json"


def check(out_dir: Path) -> None:
    """Raises TrainingError when `out_dir` holds anything but an earlier output: it would be replaced."""
    if out_dir.is_file():
        raise TrainingError(f"{out_dir} is a file, not a folder for a model")
    names = {path.name for path in out_dir.iterdir()} if out_dir.is_dir() else set()
    if names and not {METRICS, "config.json"} <= names:
        raise TrainingError(
            f"{out_dir} holds something else than an earlier training's output; name another with -o"
        )


def read_metrics(out_dir: Path) -> dict[str, Any]:
    """What an earlier training left in `out_dir`. Raises TrainingError when there is nothing of it."""
    try:
        metrics: dict[str, Any] = json.loads((out_dir / METRICS).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{out_dir / METRICS} of an earlier training cannot be read: {error}") from error
    return metrics


def write(out_dir: Path, whisper: Any, metrics: dict[str, Any]) -> None:
    """Weights as float16, configurations, tokenizer, metrics.json and README.md, replacing what was there."""
    with quiet(), replaced(out_dir) as folder:
        whisper.to(torch.float16).save_pretrained(folder)
        whisper.float()
        _load_as_float32(folder / "config.json")
        make_tokenizer().save_pretrained(folder)
        WhisperFeatureExtractor(
            feature_size=BANDS, sampling_rate=RATE_HZ, chunk_length=SECONDS
        ).save_pretrained(folder)
        (folder / METRICS).write_text(json.dumps(metrics, indent=2) + "\n", "utf-8")
        (folder / "README.md").write_text(card(metrics), "utf-8")


def _load_as_float32(path: Path) -> None:
    """Stored half as large, but features are float32, and so must be the weights that meet them."""
    config = json.loads(path.read_text("utf-8"))
    config["dtype"] = "float32"
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")
