"""A text of any length as one utterance: its parts spoken one after the other, with times that go on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.voice.order import Order
from soulsgen.voice.parts import Part, parts_of
from soulsgen.voice.said import read_words
from soulsgen.voice.speaking import Speaker, new_utterance
from soulsgen.voice.stream import Chunk, Ended

_DECIMALS = 5  # of seconds, as the archive rounds them
# What is seen while nothing is said.
_STILL = {"visemes": {"viseme": "sil"}, "mouth": {"shape": "closed"}}


class Recital:
    """`parts` in their order, and the archive's utterances for them, of which one at most is under way."""

    def __init__(self, speaker: Speaker, order: Order) -> None:
        """Raises SoulsgenError for a text of several parts without a word."""
        self.speaker = speaker
        self.order = order
        self.parts = parts_of(order.text)
        if not self.parts:
            raise SoulsgenError("the text holds nothing that can be spoken, only marks and symbols")
        self.utterance = new_utterance()
        self._under_way = ""
        self._end = self._rate_hz = 0

    def chunks(self, part: Part) -> Iterator[Chunk]:
        """The sentences of the next part; offsets and times count from the start of the whole text.

        Raises as `Speaker.stream` does, and SoulsgenError when somebody else cancelled it.
        """
        self._under_way = self._name(part)
        before = self._end
        begin = before + round(part.pause_s / (self.order.speed or 1) * self._rate_hz)
        for piece in self.speaker.stream(replace(self.order, text=part.text), self._under_way):
            if isinstance(piece, Ended):
                self._under_way = ""
                if piece.cancelled:
                    raise SoulsgenError("another caller cancelled the speech")
                return
            self._check(piece)
            chunk = _later(piece, begin, part.at)
            yield _after_silence(chunk, before) if begin == chunk.offset > before else chunk
            self._end = chunk.end

    def cancel(self) -> None:
        """Stop the utterance that is under way, if one is."""
        if self._under_way:
            self.speaker.cancel(self._under_way)

    def _name(self, part: Part) -> str:
        return self.utterance if part is self.parts[-1] and not part.at else f"{self.utterance}-{part.at}"

    def _check(self, piece: Chunk) -> None:
        if self._rate_hz not in (0, piece.sample_rate_hz):
            raise SoulsgenError(f"the speech goes on at {piece.sample_rate_hz} Hz, not at {self._rate_hz}")
        self._rate_hz = piece.sample_rate_hz


def _later(chunk: Chunk, samples: int, characters: int) -> Chunk:
    """`chunk` with all that it counts so many samples and characters later."""
    later_s = samples / chunk.sample_rate_hz
    times = {name: [_moved(one, later_s, characters) for one in timed] for name, timed in chunk.times.items()}
    return replace(chunk, offset=chunk.offset + samples, words=read_words(times["words"]), times=times)


def _moved(one: Mapping[str, Any], later_s: float, characters: int) -> dict[str, Any]:
    moved = {**one, **{edge: round(one[edge] + later_s, _DECIMALS) for edge in ("start", "end")}}
    return moved | {"at": one["at"] + characters} if "at" in one else moved


def _after_silence(chunk: Chunk, before: int) -> Chunk:
    """`chunk` with a face that rests from sample `before` until it begins."""
    rest = {"start": _seconds(before, chunk), "end": _seconds(chunk.offset, chunk)}
    seen = {name: [rest | still, *chunk.times[name]] for name, still in _STILL.items() if name in chunk.times}
    return replace(chunk, times={**chunk.times, **seen})


def _seconds(samples: int, chunk: Chunk) -> float:
    return round(samples / chunk.sample_rate_hz, _DECIMALS)
