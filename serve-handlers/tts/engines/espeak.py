"""espeak-ng: all its languages and voices without a weight, each phoneme's time from the library itself."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tts.engines import espeak_times
from tts.engines.engine import Line, Refused, Voice
from tts.engines.espeak_pipe import Ended, EspeakPipe, Hung
from tts.engines.espeak_voices import Catalogue, catalogue_of
from tts.engines.spelled import Unspeakable
from tts.engines.tempo import stretched
from tts.speech import Speech

WORDS_A_MINUTE = 175  # espeak-ng's own pace
# Above, espeak-ng squeezes its sound through a filter and its events are late; the rest is stretched here.
FASTEST = 440
SLOWEST = 80
# Measured: from 0 to 100 its pitch parameter moves a voice by so many semitones around 50.
SEMITONES = 9.6
# A sentence must fit into a pipe: a process that reads nothing holds nobody up.
MOST_CHARACTERS = 12_000
MOST_S = 300


@dataclass(frozen=True, slots=True)
class Prosody:
    """espeak-ng's parameters, and what is left to do: play faster, then stretch, each by a factor."""

    rate: int
    pitch: int
    range: int
    faster: float
    stretch: float


@dataclass(frozen=True, slots=True)
class Heard:
    """16-bit samples, and the events (sample, character, name)."""

    content: bytes
    events: list[Any]


class Espeak:
    """Speaks line by line."""

    name = "espeak-ng"

    def __init__(self, pipe: EspeakPipe) -> None:
        self.pipe = pipe

    @cached_property
    def catalogue(self) -> Catalogue:
        """Raises espeak_pipe.Unable where espeak-ng is not installed."""
        return catalogue_of(self.pipe.voices())

    def voices(self) -> tuple[Voice, ...]:
        return self.catalogue.voices

    def speak(
        self, lines: Sequence[Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        for place, line in enumerate(lines):
            made = None if cancelled(line.row) else self._line(line, cancelled)
            if made:
                yield place, made

    def close(self) -> None:
        self.pipe.close()

    def _line(self, line: Line, cancelled: Callable[[int], bool]) -> Speech | Refused | None:
        said = line.sentence.said
        if len(said) > MOST_CHARACTERS:
            return Refused(f"a sentence of {len(said)} characters is too long to say: divide it")
        try:
            return self._spoken(line, self.catalogue.identifier(line.voice), cancelled)
        except Unspeakable as error:
            return Refused(str(error))
        except Hung:
            return Refused("espeak-ng did not come to an end with this", ours=True)
        except Ended:
            return Refused("espeak-ng ended over this, and again when it was asked again", ours=True)

    def _spoken(self, line: Line, voice: str, cancelled: Callable[[int], bool]) -> Speech | None:
        """A process that is found dead is replaced; one that dies of this line dies twice."""
        prosody = prosody_of(line.speed, line.pitch)
        request = {
            "text": line.sentence.said.replace("\0", " "),
            "voice": voice,
            "rate": prosody.rate,
            "pitch": prosody.pitch,
            "range": prosody.range,
        }
        try:
            heard = self._heard(request, lambda: cancelled(line.row))
        except Ended:
            heard = self._heard(request, lambda: cancelled(line.row))
        return _speech(line, heard, prosody, self.catalogue.rate_hz) if heard else None

    def _heard(self, request: dict[str, object], cancelled: Callable[[], bool]) -> Heard | None:
        """Nothing when it was cancelled. Raises Unspeakable for what is too long, and as the pipe does."""
        content, events = bytearray(), []
        most, stopping = 2 * MOST_S * self.catalogue.rate_hz, False

        def stopped() -> bool:
            nonlocal stopping
            stopping = stopping or cancelled()
            return stopping or len(content) > most

        for kind, part in self.pipe.speak(request, stopped):
            if kind == b"A":
                content += part
            else:
                events += json.loads(part)
        if len(content) > most:
            raise Unspeakable(f"a sentence of more than {MOST_S} s is too long to say: divide it")
        return None if stopping else Heard(bytes(content), events)


def _speech(line: Line, heard: Heard, prosody: Prosody, rate_hz: int) -> Speech:
    """What was heard, without the silence behind its last sound."""
    samples = np.frombuffer(heard.content, "<i2")
    sounds = espeak_times.sounds(heard.events, samples)
    samples = samples[: sounds[-1].end if sounds else 0]
    played_hz = round(rate_hz * prosody.faster)
    made = stretched(samples.astype(np.float32) / np.float32(32768), played_hz, prosody.stretch)
    events_hz = played_hz * len(samples) / max(len(made), 1)
    words = espeak_times.words(line.sentence, sounds, events_hz)
    return Speech(made, played_hz, words, espeak_times.phonemes(sounds, events_hz))


def prosody_of(speed: float, pitch: float) -> Prosody:
    """`speed` a factor; `pitch` semitones. What espeak-ng's pitch cannot reach is played faster or slower."""
    value = min(max(50 + pitch / SEMITONES * 50, 0), 100)
    faster = 2 ** ((pitch - (value - 50) / 50 * SEMITONES) / 12)
    wanted = WORDS_A_MINUTE * speed / faster
    rate = round(min(max(wanted, SLOWEST), FASTEST))
    stretch = 1.0 if SLOWEST <= wanted <= FASTEST else rate / wanted
    # Its melody is as high as it is wide.
    return Prosody(rate, round(value), round(50 * 2 ** ((value - 50) / 50)), faster, stretch)
