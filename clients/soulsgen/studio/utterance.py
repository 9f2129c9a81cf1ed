"""A text that she is to say, what of it is there to be heard, and why there will be no more."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from soulsgen.avatar.speaking import visemes_of
from soulsgen.errors import Refused, SoulsgenError
from soulsgen.motion.lips import Viseme
from soulsgen.studio.sound import at_rate, length_s
from soulsgen.voice.order import Order
from soulsgen.voice.said import Word
from soulsgen.voice.stream import Chunk

LONGEST_TEXT = 20_000


class NotServed(Refused):
    """The TorchServe there has no such archive."""


class Stopped(SoulsgenError):
    """She was told to stop before it was spoken."""


@dataclass(frozen=True)
class Sentence:
    """Samples at the studio's rate, `later_s` after the beginning of their utterance.

    track: its times count from the first of them. text: as it was written.
    """

    later_s: float
    pcm: bytes
    track: tuple[Viseme, ...]
    text: str

    @property
    def length_s(self) -> float:
        return length_s(self.pcm)


def sentence_of(chunk: Chunk, text: str) -> Sentence:
    """`text` is the utterance's. Raises SoulsgenError for visemes that are none."""
    later_s = chunk.offset / chunk.sample_rate_hz
    track = (
        Viseme(one.start_s - later_s, one.end_s - later_s, one.name, one.strength)
        for one in visemes_of(chunk)
        if one.end_s > later_s
    )
    pcm = at_rate(chunk.pcm, chunk.sample_rate_hz)
    return Sentence(later_s, pcm, tuple(track), _written(chunk.words, text))


def _written(words: tuple[Word, ...], text: str) -> str:
    """The words, marks and all where the archive tells where they stand."""
    if not words or min(word.at for word in words) < 0:
        return " ".join(word.text for word in words)
    return " ".join(text[words[0].at : words[-1].at + len(words[-1].text)].split())


@dataclass(eq=False)
class Utterance:
    """One text on its way.

    answered: done as soon as its first sentence is there, or will never be. made: its sentences as they are
    there, and at last None, or why there are no more.
    """

    name: str
    order: Order
    emotion: str | None
    answered: asyncio.Future[None] = field(repr=False)
    made: asyncio.Queue[Sentence | SoulsgenError | None] = field(default_factory=asyncio.Queue, repr=False)
    # Where on the clock its first sample would be, had all come in time so far.
    origin_s: float | None = None

    def answer(self, fault: SoulsgenError | None = None) -> None:
        if self.answered.done():
            return
        if fault is None:
            self.answered.set_result(None)
        else:
            self.answered.set_exception(fault)
            self.answered.exception()  # whoever asked may have gone: it is told in the state all the same

    def told(self) -> dict[str, Any]:
        """For programs."""
        return {"utterance": self.name, "emotion": self.emotion}


def check_text(text: str) -> str:
    """`text`; raises SoulsgenError for one that cannot be spoken, or not at once."""
    if len(text) > LONGEST_TEXT:
        raise SoulsgenError(f"the text has {len(text)} characters; at most {LONGEST_TEXT} are taken at once")
    if not any(map(str.isalnum, text)):
        raise SoulsgenError("the text holds nothing that can be spoken, only marks and symbols")
    return text


def in_words(error: SoulsgenError, model: str) -> SoulsgenError:
    """`error` of the archive `model`; where it is not served, what to do about it."""
    if isinstance(error, Refused) and "HTTP 404" in str(error):
        return NotServed(
            f"no archive {model} is served: `soulsgen create handler {model}`, then "
            f"`soulsgen serve --model {model} --model animator`"
        )
    return error
