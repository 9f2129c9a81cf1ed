"""One checkpoint as each of the compared engines reads it: the same weights in four folders."""

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import served
import torch
from asr_checkpoint import OPENAI, SHAPES, write_checkpoint

TRAINED = served.ROOT / "model_store" / "defaults" / "asr"


@dataclass(frozen=True)
class Weights:
    """Where each engine finds them, by its name in asr_engines.py; one that cannot read them is not there.

    root: a checkout whose model store holds the archive; None where none was packed. tokens: that every
    window says; None where the sound decides.
    """

    name: str
    paths: dict[str, Path]
    root: Path | None
    window_s: float
    tokens: int | None


def random_weights(name: str, folder: Path, tokens: int) -> Weights:
    """Random weights of the shape `name`, packed for a CPU."""
    source = folder / "checkpoint"
    write_checkpoint(source, SHAPES[name], tokens)
    paths, root = _packed(source, folder)
    return Weights(name, {**paths, "openai": source / OPENAI}, root, 30.0, tokens)


def random_gpu_weights(name: str, folder: Path, tokens: int) -> Weights:
    """Random weights of the shape `name` in 16 bits; nothing is packed, our engine takes them as they are."""
    from asr.pack import convert

    source, faster = folder / "checkpoint", folder / "faster"
    write_checkpoint(source, SHAPES[name], tokens, torch.float16)
    convert(source, faster, "bfloat16")
    _complete(source, faster)
    paths = {"transformers": source, "faster_whisper": faster, "ours": source, "openai": source / OPENAI}
    return Weights(name, paths, None, 30.0, tokens)


def default_weights(folder: Path) -> Weights:
    """The checkpoint that the project trained, for engines that hear windows as short as its own."""
    paths, root = _packed(TRAINED, folder)
    sources = json.loads((TRAINED / "config.json").read_text("utf-8"))["max_source_positions"]
    fitting = {engine: path for engine, path in paths.items() if engine != "faster_whisper"}
    return Weights("default", fitting, root, sources / 50, None)


def _packed(source: Path, folder: Path) -> tuple[dict[str, Path], Path]:
    """Paths for all engines but openai-whisper, and the checkout with the archive."""
    root = folder / "checkout"
    served.checkout(root, "asr", "timestamps: auto", "timestamps: never")
    with zipfile.ZipFile(served.packed(root, "asr", {"weights": str(source)})) as opened:
        opened.extractall(folder / "archive")
    ours, faster = folder / "archive" / "weights", folder / "faster"
    shutil.copytree(ours / "ctranslate2", faster)
    _complete(source, faster)
    return {"transformers": source, "faster_whisper": faster, "ours": ours}, root


def _complete(source: Path, faster: Path) -> None:
    """What faster-whisper looks for beside a converted model."""
    for name in ("tokenizer.json", "preprocessor_config.json"):
        shutil.copyfile(source / name, faster / name)
