"""What espeak-ng makes of a line."""

from tts.engines.engine import Line, Refused
from tts.engines.espeak import Espeak
from tts.speech import Speech
from tts.text.sentence import sentences_of

BELL = "The bell tolls for the unkindled, again."


def line(text: str, voice: str = "en-us", speed: float = 1.0, pitch: float = 0.0, row: int = 0) -> Line:
    (sentence,) = sentences_of(text)
    return Line(row, sentence, voice, speed, pitch)


def spoken(engine: Espeak, *lines: Line) -> list[Speech | Refused]:
    return [made for _, made in engine.speak(lines, lambda row: False)]


def said(engine: Espeak, one: Line) -> Speech:
    (made,) = spoken(engine, one)
    assert isinstance(made, Speech)
    return made
