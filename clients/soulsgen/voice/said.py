"""What the tts archive said: sound, and the times of the words in it."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.files import Content
from soulsgen.reply import number

# Keys of a reply, and of each line of a stream, that list what is heard when.
TIMED = ("words", "phonemes", "visemes", "mouth")


@dataclass(frozen=True)
class Word:
    """A word as it was written and the seconds of the utterance it is heard in.

    `at` is its first character in the text that was asked for, -1 where that is not told.
    """

    start_s: float
    end_s: float
    text: str
    at: int = -1


@dataclass(frozen=True)
class Said:
    """A whole utterance. `audio` is a file of `format`; `times` is the reply without it, for programs."""

    audio: Content
    format: str
    duration_s: float
    words: tuple[Word, ...]
    times: Mapping[str, Any]


def read_said(reply: Mapping[str, Any], model: str) -> Said:
    """Raises SoulsgenError naming `model` when the reply is no speech."""
    times = {name: value for name, value in reply.items() if name != "audio"}
    try:
        read_times(reply)
        return Said(
            read_audio(reply["audio"]),
            str(reply["format"]),
            number(reply["duration"]),
            read_words(reply["words"]),
            times,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SoulsgenError(
            f"{model} did not reply with speech ({error!r}): is it the tts archive?"
        ) from error


def read_audio(text: str) -> bytes:
    """Raises ValueError for what is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"audio is not base64: {error}") from error


def read_words(words: Sequence[Mapping[str, Any]]) -> tuple[Word, ...]:
    return tuple(
        Word(number(word["start"]), number(word["end"]), str(word["word"]), int(number(word.get("at", -1))))
        for word in words
    )


def read_times(reply: Mapping[str, Any]) -> dict[str, Any]:
    """What is heard when, as it came. Raises KeyError, TypeError or ValueError where it is not told when."""
    times = {name: reply[name] for name in TIMED if name in reply}
    for one in chain.from_iterable(times.values()):
        for edge in ("start", "end"):
            number(one[edge])
        number(one.get("at", 0))
    return times
