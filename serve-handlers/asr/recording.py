"""Recordings and their windows while the engine works on them."""

from dataclasses import dataclass, field

import numpy as np

from asr.activity import Activity, Span
from asr.backend import Drawn
from asr.guards import Heard
from asr.prompt import ONLY_LANGUAGE
from asr.settings import Request
from asr.sound import SAMPLE_RATE_HZ, Samples
from asr.spectrum import HOP
from asr.transcript import Dropped, Segment, Transcript, Word


@dataclass
class Recording:
    """One request on its way."""

    request: Request
    samples: Samples
    activity: Activity
    language: str | None
    probability: float = 1.0
    segments: list[Segment] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def transcript(self) -> Transcript:
        return Transcript(
            language=self.language or ONLY_LANGUAGE,
            language_probability=self.probability if self.language else 0.0,
            duration=len(self.samples) / SAMPLE_RATE_HZ,
            speech=self.activity.samples / SAMPLE_RATE_HZ,
            segments=sorted(self.segments, key=lambda segment: segment.start),
            dropped=sorted(self.dropped, key=lambda dropped: dropped.start),
        )


@dataclass(eq=False)
class Window:
    """A stretch of a recording and the best text so far; `probe` tells the recording's language."""

    recording: Recording
    span: Span
    probe: bool = False
    drawn: Drawn | None = None
    heard: Heard | None = None
    temperature: float = 0.0
    words: list[list[Word]] = field(default_factory=list)

    @property
    def start(self) -> float:
        return self.span.start / SAMPLE_RATE_HZ

    @property
    def length(self) -> float:
        return (self.span.end - self.span.start) / SAMPLE_RATE_HZ

    @property
    def level_db(self) -> float:
        levels = self.recording.activity.frames.level_db[self.span.start // HOP : self.span.end // HOP + 1]
        return float(np.percentile(levels, 90))
