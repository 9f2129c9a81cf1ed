"""What an archive holds and how it becomes an engine.

model_dir/weights/  nothing                                          espeak-ng speaks
                    config.json, *.safetensors, vocoder/, speakers/  a checkpoint of transformers
"""

import logging
from pathlib import Path

import torch

from handlerkit.checks import SettingsError
from tts.engines.engine import Engine
from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe, Unable
from tts.settings import ModelSettings

logger = logging.getLogger("soulsgen.tts")
CONFIG = "config.json"


def load_engine(folder: Path, settings: ModelSettings, device: torch.device) -> Engine:
    """Engine for an archive's `weights` folder. Raises SettingsError when what it needs is missing."""
    checkpoint = Path(settings.checkpoint) if settings.checkpoint else folder
    there = (checkpoint / CONFIG).is_file()
    if (settings.engine == "checkpoint" or settings.checkpoint) and not there:
        raise SettingsError(
            f"{checkpoint}: no {CONFIG}; a checkpoint is a directory that transformers has saved"
        )
    if settings.engine == "espeak" or not there:
        return espeak()
    return _checkpoint(checkpoint, settings, device)


def espeak() -> Espeak:
    """espeak-ng, started. Raises SettingsError when it is not installed."""
    engine = Espeak(EspeakPipe())
    try:
        engine.voices()
    except Unable as error:
        raise SettingsError(f"espeak-ng does not start ({error}): pip install espeakng-loader") from error
    return engine


def _checkpoint(folder: Path, settings: ModelSettings, device: torch.device) -> Engine:
    from tts.engines.pronunciation import Pronounce, pronounced_by
    from tts.engines.transformers_engine import load_engine as load

    pronounce: Pronounce | None = None
    teller: Espeak | None = None
    try:
        # The pronouncing dictionary of models that read phonemes, and of the mouth where a model tells none.
        teller = espeak()
        pronounce = pronounced_by(teller, teller.voices()[0].name)
    except SettingsError as reason:
        logger.warning("no phonemes but the model's own: %s", reason)
    return load(folder, device, pronounce, settings.batch, settings.seed, teller=teller)
