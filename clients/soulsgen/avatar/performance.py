"""What is heard and what happens, on one clock that begins at 0 with a moment of stillness.

The sound lies on the disk, in a file that has no name and is gone with the process.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from soulsgen.errors import SoulsgenError
from soulsgen.motion.events import Event, Feel, Say
from soulsgen.motion.lips import SILENCE, Viseme
from soulsgen.voice.stream import SAMPLE_BYTES

BEFORE_S, AFTER_S = 0.4, 0.6
# Of a film in which nothing is heard.
_SILENT_HZ = 24_000
# How long before the clock begins she has felt what she feels first: her face is there already.
_FELT_S = 0.5
_BLOCK_BYTES = 1 << 16
# What is shorter is rounding, not silence between two sounds.
_GAP_S = 0.005


@dataclass(frozen=True)
class Line:
    """What is said from `start_s` to `end_s`, and how she feels about it."""

    start_s: float
    end_s: float
    emotion: str
    text: str


@dataclass(frozen=True)
class Performance:
    """sound: `samples` of 16 bits, little-endian, mono. feelings and track: in order of time."""

    sound: IO[bytes]
    rate_hz: int
    samples: int
    feelings: Sequence[Feel]
    track: Sequence[Viseme]
    lines: Sequence[Line]

    @property
    def duration_s(self) -> float:
        return self.samples / self.rate_hz

    def events(self) -> list[Event]:
        return [*self.feelings, Say(0.0, self.track)]

    def facts(self) -> dict[str, Any]:
        """For programs."""
        return {
            "duration": round(self.duration_s, 5),
            "lines": [_span(one) | {"emotion": one.emotion, "text": one.text} for one in self.lines],
            "visemes": [
                _span(one) | {"viseme": one.name, "strength": round(one.strength, 3)} for one in self.track
            ],
        }


class Stage:
    """A performance while it is made, from its first moment on."""

    def __init__(self, emotion: str = "neutral", folder: Path | None = None) -> None:
        """folder: where there is room for the sound. [the system's]"""
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self.feelings = [Feel(-_FELT_S, emotion)]
        self.track: list[Viseme] = []
        self.lines: list[Line] = []
        self.rate_hz = 0
        self._sound = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as the performance
        self._samples = 0
        self._silence_s = BEFORE_S

    @property
    def now_s(self) -> float:
        """Where what comes next begins."""
        return self._silence_s + (self._samples / self.rate_hz if self.rate_hz else 0.0)

    @property
    def emotion(self) -> str:
        return self.feelings[-1].emotion

    def emotion_at(self, moment_s: float) -> str:
        return next(each.emotion for each in reversed(self.feelings) if each.at_s <= moment_s)

    def feel(self, emotion: str, at_s: float | None = None) -> None:
        """From `at_s` on, or now; before anything happened, from the first picture on."""
        if at_s is None:
            begun = self._samples or self._silence_s > BEFORE_S
            at_s = self.now_s if begun else -_FELT_S
        self.feelings = [*(each for each in self.feelings if each.at_s < at_s), Feel(at_s, emotion)]

    def wait(self, seconds: float) -> None:
        self._silence_s += seconds

    def sound(self, pcm: bytes, rate_hz: int) -> float:
        """Add samples; where the first of them stands. Raises SoulsgenError when the rate changes."""
        if self.rate_hz not in (0, rate_hz):
            raise SoulsgenError(f"the sound goes on at {rate_hz} Hz, not at {self.rate_hz}")
        self.rate_hz = rate_hz
        self._put_silence()
        began = self._samples
        self._sound.write(pcm)
        self._samples += len(pcm) // SAMPLE_BYTES
        return began / self.rate_hz

    def see(self, visemes: Iterable[Viseme], later_s: float) -> None:
        """Add visemes whose times count from `later_s`; what lies between is silence."""
        for one in visemes:
            moved = Viseme(one.start_s + later_s, one.end_s + later_s, one.name, one.strength)
            end_s = self.track[-1].end_s if self.track else 0.0
            if moved.start_s > end_s + _GAP_S:
                self.track.append(Viseme(end_s, moved.start_s, SILENCE))
            self.track.append(moved)

    def finish(self) -> Performance:
        """With the stillness after it; nothing can be added after that."""
        self.rate_hz = self.rate_hz or _SILENT_HZ
        self._silence_s += AFTER_S
        self._put_silence()
        return Performance(self._sound, self.rate_hz, self._samples, self.feelings, self.track, self.lines)

    def _put_silence(self) -> None:
        count = round(self._silence_s * self.rate_hz)
        self._samples += count
        self._silence_s = 0.0
        for start in range(0, count * SAMPLE_BYTES, _BLOCK_BYTES):
            self._sound.write(bytes(min(_BLOCK_BYTES, count * SAMPLE_BYTES - start)))


def _span(one: Line | Viseme) -> dict[str, Any]:
    return {"start": round(one.start_s, 5), "end": round(one.end_s, 5)}
