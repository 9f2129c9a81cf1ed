"""espeak-ng: all its languages and voices without a weight, each phoneme's time from the library itself."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tts.engines import espeak_times
from tts.engines.engine import Line, Refused, Voice
from tts.engines.espeak_pace import at_pace
from tts.engines.espeak_pipe import Ended, EspeakPipe, Hung, Unable
from tts.engines.espeak_times import Heard
from tts.engines.espeak_voices import Catalogue, catalogue_of
from tts.engines.spelled import Unspeakable
from tts.engines.tempo import stretched
from tts.speech import Speech

# Measured: from 0 to 100 its pitch parameter moves a voice by so many semitones around 50.
SEMITONES = 9.6
# A sentence must fit into a pipe: a process that reads nothing holds nobody up.
MOST_CHARACTERS = 12_000
MOST_S = 300


@dataclass(frozen=True, slots=True)
class Pitch:
    """espeak-ng's two parameters, and a factor by which to play what it says faster."""

    pitch: int
    range: int
    faster: float


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
        except Unable as error:
            return Refused(f"espeak-ng does not start: {error}", ours=True)

    def _spoken(self, line: Line, voice: str, cancelled: Callable[[int], bool]) -> Speech | None:
        """Nothing when it was cancelled. Raises Unspeakable, and as the pipe does."""
        pitch = pitch_of(line.pitch)
        request = {
            "text": line.sentence.said.replace("\0", " "),
            "voice": voice,
            "pitch": pitch.pitch,
            "range": pitch.range,
        }
        most = round(MOST_S * self.catalogue.rate_hz * max(1.0, line.speed))

        def say(rate: int) -> Heard | None:
            return self._heard(request | {"rate": rate}, most, lambda: cancelled(line.row))

        said = at_pace(say, line.speed / pitch.faster)
        return said and _speech(line, *said, round(self.catalogue.rate_hz * pitch.faster))

    def _heard(self, request: dict[str, object], most: int, cancelled: Callable[[], bool]) -> Heard | None:
        """A process that is found dead is replaced; one that dies of this line dies twice."""
        try:
            return self._once(request, most, cancelled)
        except Ended:
            return self._once(request, most, cancelled)

    def _once(self, request: dict[str, object], most: int, cancelled: Callable[[], bool]) -> Heard | None:
        """Nothing when it was cancelled. Raises Unspeakable for more than `most` samples."""
        content, events = bytearray(), list[Any]()
        stopping = False

        def stopped() -> bool:
            nonlocal stopping
            stopping = stopping or cancelled()
            return stopping or len(content) > 2 * most

        for kind, part in self.pipe.speak(request, stopped):
            if kind == b"A":
                content += part
            else:
                events += json.loads(part)
        if len(content) > 2 * most:
            raise Unspeakable(f"a sentence of more than {MOST_S} s is too long to say: divide it")
        if stopping:
            return None
        return espeak_times.heard(events, np.frombuffer(bytes(content), "<i2"))


def _speech(line: Line, heard: Heard, stretch: float, played_hz: int) -> Speech:
    """What was heard, `stretch` times as long."""
    samples = heard.samples.astype(np.float32) / np.float32(32768)
    samples = stretched(samples, played_hz, stretch)
    events_hz = played_hz * len(heard.samples) / max(len(samples), 1)
    words = espeak_times.words(line.sentence, heard.sounds, events_hz)
    return Speech(samples, played_hz, words, espeak_times.phonemes(heard.sounds, events_hz))


def pitch_of(semitones: float) -> Pitch:
    """What espeak-ng's own pitch cannot reach is played faster or slower."""
    value = min(max(50 + semitones / SEMITONES * 50, 0), 100)
    faster = 2 ** ((semitones - (value - 50) / 50 * SEMITONES) / 12)
    # Its melody is as high as it is wide.
    return Pitch(round(value), round(50 * 2 ** ((value - 50) / 50)), faster)
