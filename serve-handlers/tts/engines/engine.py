"""What every engine offers the archive: its voices, and sentences spoken one after another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tts.speech import Speech
from tts.text.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice by the name a request gives it; `language` is a BCP 47 tag, "en-gb"."""

    name: str
    language: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to speak for the row `row` of a batch.

    `speed` is a factor (1: the voice's own), `pitch` semitones (0: the voice's own).
    """

    row: int
    sentence: Sentence
    voice: str
    speed: float = 1.0
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a line was not spoken, in a sentence for the caller; `ours`: through no fault of the caller's."""

    sentence: str
    ours: bool = False


class Engine(Protocol):
    """Speaks. One thread of one worker calls it."""

    name: str

    def voices(self) -> tuple[Voice, ...]:
        """All voices that `speak` takes; the first is the default."""

    def speak(
        self, lines: Sequence[Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        """(place in `lines`, what came of it) of each line, as soon as it is done.

        The lines of one row come in their order; rows may mingle. `cancelled(row)` is asked every 10 ms or
        oftener: a line of a row that is cancelled is broken off, and nothing of the row is yielded any more.
        `Sentence.pause_s` is for the caller to add.
        """

    def close(self) -> None:
        """Let go of processes and memory."""
