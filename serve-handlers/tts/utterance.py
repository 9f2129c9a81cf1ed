"""An utterance while it is spoken: its sentences end to end, with every time counted from its start."""

from dataclasses import dataclass, field

import numpy as np

from tts.encoding import Pcm, pcm_of, resampled
from tts.engines.engine import Refused
from tts.loudness import levelled
from tts.settings import SpeakRequest
from tts.speech import Speech, Timed
from tts.text.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Order:
    """A request that can be spoken: its sentences, the name of its voice, samples a second of its reply."""

    request: SpeakRequest
    sentences: tuple[Sentence, ...]
    voice: str
    rate_hz: int

    @property
    def id(self) -> str:
        return self.request.id


@dataclass(frozen=True, slots=True)
class Chunk:
    """The sentence `seq` (from 0) and the silence behind it, from sample `offset` of the utterance on."""

    seq: int
    offset: int
    pcm: Pcm
    rate_hz: int
    words: tuple[Timed, ...]
    phonemes: tuple[Timed, ...]
    estimated: bool = False

    @property
    def start_s(self) -> float:
        return self.offset / self.rate_hz

    @property
    def end_s(self) -> float:
        return (self.offset + len(self.pcm)) / self.rate_hz


@dataclass
class Utterance:
    """What has been spoken of an order; it is over when `ended`, cancelled or refused."""

    order: Order
    chunks: list[Chunk] = field(default_factory=list)
    ended: bool = False
    cancelled: bool = False
    refused: Refused | None = None

    @property
    def over(self) -> bool:
        return self.ended or self.cancelled or self.refused is not None

    @property
    def samples(self) -> int:
        return sum(len(chunk.pcm) for chunk in self.chunks)

    @property
    def duration_s(self) -> float:
        return self.samples / self.order.rate_hz

    def chunk(self, speech: Speech) -> Chunk:
        """The next sentence, not added yet: at the order's rate, as loud as all, with its pause."""
        seq, rate, offset = len(self.chunks), self.order.rate_hz, self.samples
        sound = levelled(resampled(speech.samples, speech.sample_rate_hz, rate), rate)
        pause_s = self.order.sentences[seq].pause_s / self.order.request.speed
        pcm = np.pad(pcm_of(sound), (0, round(pause_s * rate)))
        words, phonemes = (
            tuple(_placed(one, offset, len(sound), rate) for one in timed)
            for timed in (speech.words, speech.phonemes)
        )
        return Chunk(seq, offset, pcm, rate, words, phonemes, speech.estimated)

    def add(self, chunk: Chunk) -> None:
        self.chunks.append(chunk)
        self.ended = len(self.chunks) == len(self.order.sentences)


def _placed(one: Timed, offset: int, length: int, rate_hz: int) -> Timed:
    """`one` of a sentence of `length` samples that begins at `offset`: on samples, none beyond the last."""
    start, end = (offset + min(round(second * rate_hz), length) for second in (one.start_s, one.end_s))
    return Timed(start / rate_hz, end / rate_hz, one.text, one.at)
