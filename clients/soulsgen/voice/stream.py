"""The tts archive's stream: a line of JSON a sentence, in order, and a last one that says how far it came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.reply import brief, number
from soulsgen.voice.said import Word, read_audio, read_times, read_words

SAMPLE_BYTES = 2
# Far beyond any voice's; silence between sentences is made in memory.
_MOST_RATE_HZ = 192_000
_MOST_SILENCE_S = 60


@dataclass(frozen=True)
class Chunk:
    """A sentence's samples, 16 bits, little-endian, mono; all times count from the utterance's start.

    `offset` is the sample of the utterance it begins at: what lies between it and the end of the one before
    is silence. `times` are the line's words, phonemes, visemes and mouth shapes as they came.
    """

    offset: int
    sample_rate_hz: int
    pcm: bytes
    words: tuple[Word, ...]
    times: Mapping[str, Any]

    @property
    def end(self) -> int:
        return self.offset + len(self.pcm) // SAMPLE_BYTES


@dataclass(frozen=True)
class Ended:
    """How many samples were made, and whether that is because of a cancel."""

    samples: int
    cancelled: bool


def read_chunks(lines: Iterable[Mapping[str, Any]]) -> Iterator[Chunk | Ended]:
    """Each line as it comes; nothing is read after the last.

    Raises Unavailable for a stream that breaks off, SoulsgenError for one whose chunks do not follow one
    another or that ends with a fault.
    """
    end = 0
    for place, line in enumerate(lines):
        if "error" in line:
            raise SoulsgenError(f"the speech broke off: {brief(line['error'])}")
        try:
            if line.get("done"):
                yield Ended(int(number(line["samples"])), bool(line["cancelled"]))
                return
            chunk = _chunk(line)
        except (KeyError, TypeError, ValueError) as error:
            raise SoulsgenError(f"line {place + 1} of the speech is no sentence ({error!r})") from error
        if line.get("seq") != place or chunk.offset < end:
            raise SoulsgenError(f"line {place + 1} of the speech does not follow the one before")
        if (silence_s := (chunk.offset - end) / chunk.sample_rate_hz) > _MOST_SILENCE_S:
            raise SoulsgenError(f"line {place + 1} of the speech follows after {silence_s:.0f} s of silence")
        end = chunk.end
        yield chunk
    raise Unavailable("the speech broke off before its last line")


def _chunk(line: Mapping[str, Any]) -> Chunk:
    pcm = read_audio(line["audio"])
    if len(pcm) % SAMPLE_BYTES:
        raise ValueError(f"{len(pcm)} bytes are no 16-bit samples")
    rate_hz = int(number(line["sample_rate_hz"]))
    if not 0 < rate_hz <= _MOST_RATE_HZ:
        raise ValueError(f"{rate_hz} Hz is no sample rate")
    return Chunk(int(number(line["offset"])), rate_hz, pcm, read_words(line["words"]), read_times(line))


class Joined:
    """Chunks to one stretch of samples without gaps."""

    def __init__(self) -> None:
        self.samples = 0

    def add(self, chunk: Chunk) -> bytes:
        """The chunk's samples, with the silence before them."""
        silence = bytes((chunk.offset - self.samples) * SAMPLE_BYTES)
        self.samples = chunk.end
        return silence + chunk.pcm
