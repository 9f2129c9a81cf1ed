"""Five seconds of sound with what is said in them: one example."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from soulstrain.speech import room
from soulstrain.speech.channel import worn
from soulstrain.speech.mel import SAMPLES
from soulstrain.speech.noise import Noises
from soulstrain.speech.resample import RATE_HZ
from soulstrain.speech.sounds import Timed
from soulstrain.speech.utterance import Utterance

Samples = NDArray[np.float32]
LEAST = int(0.8 * RATE_HZ)  # samples that are worth a further utterance
# Shares of windows.
NOTHING_SAID = 0.05
FULL = 0.7
ROOMS = 0.45
NOISE = 0.7


@dataclass(frozen=True)
class Segment:
    """`text` sounds from `start` to `end`, in seconds of the window; `words` are the starts of its words.

    `sounds` are what it is made of, as `sounds.sounding` takes them.
    """

    start: float
    end: float
    text: str
    words: tuple[float, ...]
    sounds: tuple[Timed, ...] = ()


@dataclass(frozen=True)
class Window:
    """`samples` are `SAMPLES` at 16 kHz from -1 to 1; no segments: nothing is said."""

    samples: Samples
    segments: tuple[Segment, ...]

    def label(self) -> dict[str, Any]:
        """The segments as JSON values."""
        return {"segments": [asdict(segment) for segment in self.segments]}


def compose(say: Callable[[], Utterance], chance: Random) -> Window:
    """A clean window of whatever `say` gives: often full to the brim, sometimes one short sentence."""
    samples = np.zeros(SAMPLES, np.float32)
    segments: list[Segment] = []
    if chance.random() < NOTHING_SAID:
        return Window(samples, ())
    utterance = say()
    full = chance.random() < FULL
    at = chance.randint(0, RATE_HZ // 3)
    if not full and len(utterance.samples) < SAMPLES:
        at = chance.randint(0, SAMPLES - len(utterance.samples))
    while SAMPLES - at > LEAST:
        at = _place(samples, segments, utterance, at, chance)
        if not full:
            break
        at += chance.randint(RATE_HZ // 10, RATE_HZ // 2)
        utterance = say()
    return Window(samples, tuple(segments))


def _place(samples: Samples, segments: list[Segment], whole: Utterance, at: int, chance: Random) -> int:
    """Write `whole`, or as many of its words as fit, at sample `at`; returns where it ends."""
    room_left = SAMPLES - at
    first = 0
    if len(whole.samples) > room_left and chance.random() < 0.5:
        # The middle of long sentences must be heard too.
        first = chance.randrange(len(whole.words))
    last = whole.fitting(first, room_left)
    if last == first:
        return at
    part = whole.part(first, last)
    end = at + len(part.samples)
    samples[at:end] = part.samples

    def seconds(sample: int) -> float:
        return round(sample / RATE_HZ, 3)

    words = tuple(seconds(at + start) for start in part.starts[:-1])
    sounds = tuple((seconds(at + start), sound) for start, sound in part.sounds)
    segments.append(Segment(seconds(at), seconds(end), part.text, words, sounds))
    return end


def dirtied(window: Window, noises: Noises, chance: Generator) -> Window:
    """`window` now and then in a room, with noise, through a channel; always at some level."""
    samples = window.samples
    if chance.random() < ROOMS:
        samples = room.through(samples, room.impulse(chance))
    if chance.random() < NOISE or not window.segments:
        samples = noisy(samples, noises, chance, chance.uniform(5, 30))
    samples = worn(samples, chance)
    peak = max(float(np.max(np.abs(samples))), 1e-4)
    level = 10 ** (chance.uniform(-30, 0) / 20)
    return Window((samples * (level / peak)).astype(np.float32), window.segments)


def noisy(samples: Samples, noises: Noises, chance: Generator, snr_db: float) -> Samples:
    """With noise `snr_db` under the speech; pure noise, or nearly nothing, where there is no speech."""
    heard = samples[np.abs(samples) > 0.01]
    if not len(heard):
        return noises.stretch(chance, len(samples)) * np.float32(10 ** chance.uniform(-4, -0.3))
    power = float(np.sqrt(np.mean(heard**2)))
    return samples + noises.stretch(chance, len(samples)) * np.float32(power * 10 ** (-snr_db / 20))
