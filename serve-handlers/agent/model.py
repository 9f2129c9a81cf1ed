"""What an archive holds and how it becomes an engine.

model_dir/weights/  lore.jsonl            passages of the lore with their places
                    lore.npy embeddings/  their vectors and the encoder that made them, where there is one
                    model/                a causal language model with its tokenizer, where there is one
"""

from pathlib import Path

import torch

from agent.answers import Engine
from agent.extractive import Extractive
from agent.lore import read_lore
from agent.settings import ModelSettings
from agent.vectors import TfIdf, Vectors
from handlerkit.checks import SettingsError

ENCODER = "embeddings"
LANGUAGE_MODEL = "model"


def load_engine(folder: Path, settings: ModelSettings, device: torch.device) -> Engine:
    """Engine of an archive's `weights` folder on `device`. Raises SettingsError for one it does not hold."""
    vectors = load_vectors(folder, device)
    lore = read_lore(folder, vectors)
    held = (folder / LANGUAGE_MODEL).is_dir()
    if settings.engine == "extractive" or (settings.engine == "auto" and not held):
        return Extractive(vectors, lore)
    if not held:
        raise SettingsError("agent.engine is causal and the archive holds no language model")
    from agent.causal import Causal
    from agent.language_model import LanguageModel

    model = LanguageModel(folder / LANGUAGE_MODEL, device, settings)
    return Causal(model, vectors, lore)


def load_vectors(folder: Path, device: torch.device) -> Vectors:
    """The encoder of the archive, else word counts."""
    if not (folder / ENCODER).is_dir():
        return TfIdf()
    from agent.minilm import MiniLM

    return MiniLM(folder / ENCODER, device)
