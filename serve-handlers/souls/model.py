"""What an archive holds and how it becomes an engine.

model_dir/weights/  config.json model.safetensors tokenizer.json   the checkpoint, as trained
                    ctranslate2/                                   the same, converted for the CPU
                    words.txt openers.txt copies.u64               what lines hold, begin with, may not be
"""

import json
from pathlib import Path

import torch

from souls.backend import Backend
from souls.copies import Copies
from souls.engine import LoreEngine
from souls.settings import ModelSettings
from souls.vocabulary import Vocabulary
from souls.words import Words

WORDS = "words.txt"
OPENERS = "openers.txt"
COPIES = "copies.u64"
CTRANSLATE2 = "ctranslate2"


def load_engine(folder: Path, settings: ModelSettings, device: torch.device) -> LoreEngine:
    """Engine of an archive's `weights` folder on `device`."""
    vocabulary = Vocabulary.read(folder)
    return LoreEngine(
        backend=load_backend(folder, settings, device, vocabulary),
        vocabulary=vocabulary,
        words=Words.read(folder / WORDS, folder / OPENERS),
        copies=Copies.read(folder / COPIES),
        positions=read_positions(folder),
        settings=settings,
    )


def load_backend(
    folder: Path, settings: ModelSettings, device: torch.device, vocabulary: Vocabulary
) -> Backend:
    """The backend `settings` names; `auto` is torch on a GPU and CTranslate2 on a CPU."""
    choice = settings.backend
    if choice == "auto":
        choice = "torch" if device.type == "cuda" else "ctranslate2"
    if choice == "ctranslate2":
        from souls.ctranslate2_backend import CTranslate2Backend

        return CTranslate2Backend(
            folder / CTRANSLATE2, vocabulary, read_positions(folder), settings.compute_type, settings.threads
        )
    from souls.gpt2 import GPT2
    from souls.torch_backend import TorchBackend

    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    return TorchBackend(GPT2.load(folder, device, dtype), vocabulary)


def read_positions(folder: Path) -> int:
    """How many tokens the checkpoint's window holds."""
    return int(json.loads((folder / "config.json").read_text("utf-8"))["n_positions"])
