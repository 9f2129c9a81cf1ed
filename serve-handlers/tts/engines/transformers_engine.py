"""From a directory to an engine: its config.json says which of the networks it is."""

from pathlib import Path

import torch

from tts.engines.checkpoint import Checkpoint
from tts.engines.engine import Engine, Line
from tts.engines.network import Network
from tts.engines.neural import NeuralEngine
from tts.engines.pronunciation import NOBODY, Pronounce
from tts.engines.spelled import Unspeakable
from tts.text.sentence import Sentence, sentences_of

BATCH = 8


def load_engine(
    folder: Path,
    device: torch.device,
    pronounce: Pronounce | None = None,
    batch: int = BATCH,
    seed: int = 0,
    dtype: torch.dtype | None = None,
    teller: Engine | None = None,
) -> NeuralEngine:
    """The checkpoint in `folder`, warmed; `dtype` is bfloat16 on a GPU and float32 elsewhere.

    pronounce: for checkpoints that read phonemes. teller: for those that tell none, as `NeuralEngine` says.
    Raises SettingsError naming what is missing or wrong.
    """
    kind = dtype or (torch.bfloat16 if device.type == "cuda" else torch.float32)
    engine = NeuralEngine(_network(folder, device, kind, pronounce), batch, seed, teller)
    warm(engine)
    return engine


def warm(engine: NeuralEngine) -> None:
    """Speak alone and in company: kernels and memory are paid for now, and not by the first caller."""
    voice = engine.voices()[0].name
    sentence: Sentence = sentences_of("The bell tolls for you.")[0]
    try:
        engine.network.spell(sentence)
    except Unspeakable:  # a model of another script; its first caller waits a little
        return
    for rows in {1, min(2, engine.batch)}:
        for _ in engine.speak([Line(row, sentence, voice) for row in range(rows)], NOBODY):
            pass


def _network(folder: Path, device: torch.device, dtype: torch.dtype, pronounce: Pronounce | None) -> Network:
    kind = Checkpoint(folder).kind()
    if kind == "vits":
        from tts.engines.vits import Vits

        return Vits(folder, device, dtype, pronounce)
    if kind == "speecht5":
        from tts.engines.speecht5 import SpeechT5

        return SpeechT5(folder, device, dtype)
    if kind == "bark":
        from tts.engines.bark import Bark

        return Bark(folder, device, dtype)
    from tts.engines.fastspeech2 import FastSpeech2

    return FastSpeech2(folder, device, dtype, pronounce)
