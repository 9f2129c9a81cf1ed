"""What comes out: words, segments, what was left out and why. Seconds from the start of the audio."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    start: float
    end: float
    word: str
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or so, with how sure the model was of the window it stands in.

    avg_logprob: natural logarithm a token. compression_ratio: bytes of text to bytes of its zlib;
    above 2.4 it repeats itself. no_speech_prob: 0 where the model has no such token.
    """

    start: float
    end: float
    text: str
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float
    temperature: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch whose text, if it has one, was not believed; `reason` is one of asr.guards.REASONS."""

    start: float
    end: float
    text: str
    reason: str


@dataclass(frozen=True)
class Transcript:
    """One recording. speech: seconds in which somebody speaks."""

    language: str
    language_probability: float
    duration: float
    speech: float
    segments: list[Segment] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def words(self) -> list[Word]:
        return [word for segment in self.segments for word in segment.words]
