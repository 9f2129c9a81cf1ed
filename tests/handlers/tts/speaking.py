"""Sentences for the checkpoints of transformers, and what they make of them."""

from collections.abc import Callable, Sequence

import torch

from tts.engines.engine import Line, Refused
from tts.engines.neural import NeuralEngine
from tts.speech import Speech
from tts.text.sentence import Spoken, sentences_of

CPU = torch.device("cpu")
TEXTS = ("The bell tolls for you.", "Who goes there, o unkindled one? Roll for it.", "Go!")
KINDS = ("vits", "phonemic", "speecht5", "fastspeech2", "bark")
IPA = {"the": "ðə", "bell": "bˈɛl", "tolls": "tˈoʊlz", "for": "fɔːɹ", "you": "juː"}


def pronounce(words: Sequence[Spoken]) -> list[str]:
    return [IPA.get(word.said.lower().strip(".,?!"), "tˈɛst") for word in words]


def lines(engine: NeuralEngine, *texts: str, **more: float) -> list[Line]:
    voice = engine.voices()[-1].name
    return [Line(row, sentences_of(text)[0], voice, **more) for row, text in enumerate(texts)]


def spoken(
    engine: NeuralEngine, wanted: Sequence[Line], cancelled: Callable[[int], bool] = lambda row: False
) -> dict[int, Speech | Refused]:
    return dict(engine.speak(wanted, cancelled))


def speech(engine: NeuralEngine, line: Line) -> Speech:
    made = spoken(engine, [line])[0]
    assert isinstance(made, Speech), made
    return made
