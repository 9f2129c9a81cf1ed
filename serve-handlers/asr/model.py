"""What an archive holds and how it becomes a scribe.

model_dir/weights/  config.json generation_config.json tokenizer.json model.safetensors   the checkpoint
                    ctranslate2/                                                          converted, for CPUs
"""

import json
from functools import partial
from pathlib import Path

import torch

from asr.backend import Backend
from asr.engine import Scribe
from asr.logmel import HOP, WINDOW, LogMel
from asr.settings import ModelSettings
from asr.sound import SAMPLE_RATE_HZ
from asr.vocabulary import Vocabulary
from asr.whisper import Shape, Whisper
from handlerkit.checks import SettingsError

CTRANSLATE2 = "ctranslate2"
CONVERTED = f"{CTRANSLATE2}/model.bin"
# What this package hears; a checkpoint trained on other features is refused.
_HEARD = {"sampling_rate": SAMPLE_RATE_HZ, "hop_length": HOP, "n_fft": WINDOW, "dither": 0.0}


def load_scribe(folder: Path, settings: ModelSettings, device: torch.device) -> Scribe:
    """Scribe of an archive's `weights` folder on `device`.

    Raises SettingsError for a backend the folder has no weights for, ValueError for a checkpoint that is
    no Whisper this package computes.
    """
    _check_features(folder)
    shape = Shape.read(folder)
    vocabulary = Vocabulary.read(folder, timestamps=settings.timestamps == "auto")
    converted = _chosen(folder, settings, device) == CTRANSLATE2
    return Scribe(
        backend=_converted(folder, vocabulary, settings)
        if converted
        else _torch(folder, vocabulary, settings, device),
        vocabulary=vocabulary,
        features=LogMel(shape.bands, torch.device("cpu") if converted else device),
        # Two spectrogram frames become one encoder position.
        window=2 * shape.sources * HOP,
        settings=settings,
    )


def _chosen(folder: Path, settings: ModelSettings, device: torch.device) -> str:
    """`torch` or `ctranslate2`."""
    there = (folder / CONVERTED).is_file()
    if settings.backend == CTRANSLATE2 and not there:
        raise SettingsError(
            f"asr.backend is ctranslate2 and {folder} holds no {CONVERTED}; use torch or auto"
        )
    if settings.backend == "auto":
        return CTRANSLATE2 if there and device.type == "cpu" else "torch"
    return settings.backend


def _converted(folder: Path, vocabulary: Vocabulary, settings: ModelSettings) -> Backend:
    from asr.ctranslate2_backend import CTranslate2Backend

    return CTranslate2Backend(
        folder=folder / CTRANSLATE2,
        vocabulary=vocabulary,
        listener=partial(_torch, folder, vocabulary, settings, torch.device("cpu")),
        compute_type=settings.compute_type,
        threads=settings.threads,
        max_tokens=settings.max_tokens,
    )


def _torch(folder: Path, vocabulary: Vocabulary, settings: ModelSettings, device: torch.device) -> Backend:
    from asr.torch_backend import TorchBackend

    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    return TorchBackend(Whisper.load(folder, device, dtype), vocabulary, settings.max_tokens)


def _check_features(folder: Path) -> None:
    path = folder / "preprocessor_config.json"
    told = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    wrong = [
        f"{key} is {told[key]}, not {value}" for key, value in _HEARD.items() if told.get(key, value) != value
    ]
    if wrong:
        raise ValueError(f"{path}: {'; '.join(wrong)}")
