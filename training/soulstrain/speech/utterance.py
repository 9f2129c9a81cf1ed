"""One sentence spoken by one voice, at 16 kHz, with the place of every word."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from soulstrain.speech.espeak import Espeak
from soulstrain.speech.numerals import spoken
from soulstrain.speech.resample import resampled
from soulstrain.speech.sounds import sound_id
from soulstrain.speech.voices import Voice

Samples = NDArray[np.float32]
FADE = 80  # samples, where a word is cut from its neighbour
_SILENT = 0.005  # of the peak


@dataclass(frozen=True)
class Utterance:
    """`words` as they are written; word i sounds from sample `starts[i]` to `starts[i + 1]`.

    `starts` has one entry more than `words`, the end of the last one. `sounds` are (sample at which it
    begins, its id or None).
    """

    samples: Samples
    words: tuple[str, ...]
    starts: tuple[int, ...]
    sounds: tuple[tuple[int, int | None], ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def part(self, first: int, last: int) -> "Utterance":
        """Words `first` to `last` (not included), their edges faded."""
        begin, end = self.starts[first], self.starts[last]
        samples = self.samples[begin:end].copy()
        if first:
            samples[:FADE] *= np.linspace(0, 1, min(FADE, len(samples)), dtype=np.float32)
        if last < len(self.words):
            samples[-FADE:] *= np.linspace(1, 0, min(FADE, len(samples)), dtype=np.float32)
        starts = tuple(start - begin for start in self.starts[first : last + 1])
        sounds = tuple((start - begin, sound) for start, sound in self.sounds if start < end)
        return Utterance(samples, self.words[first:last], starts, sounds)

    def fitting(self, first: int, most: int) -> int:
        """The word before which to stop so that words from `first` on take `most` samples at most."""
        last = len(self.words)
        while last > first and self.starts[last] - self.starts[first] > most:
            last -= 1
        return last


def speak(espeak: Espeak, written: str, voice: Voice) -> Utterance:
    """`written` said by `voice`, peak 1, without the silence around it."""
    words = tuple(written.split())
    said = [spoken(word) for word in words]
    speech = espeak.say(" ".join(said), voice)
    samples = resampled(speech.samples, voice.rate_hz)
    scale = len(samples) / max(1, len(speech.samples))
    loud = np.flatnonzero(np.abs(samples) > _SILENT * np.max(np.abs(samples), initial=0))
    if not len(loud):
        return Utterance(samples[:0], (), (0,))
    begin, end = int(loud[0]), int(loud[-1]) + 1
    starts = [int(start * scale) - begin for start in _starts(said, speech.marks)]
    starts = [0, *starts[1:], end - begin]
    sounds = tuple((int(start * scale) - begin, sound_id(name)) for start, name in speech.sounds)
    ordered = np.clip(np.maximum.accumulate(starts), 0, end - begin)
    peak = float(np.max(np.abs(samples)))
    return Utterance(samples[begin:end] / peak, words, tuple(map(int, ordered)), sounds)


def _starts(said: list[str], marks: tuple[tuple[int, int], ...]) -> list[int]:
    """The sample at which each word of the text begins; a word without a mark begins with the next one."""
    places = np.array([place for place, _ in marks] or [0])
    samples = np.array([sample for _, sample in marks] or [0])
    starts, place = [], 0
    for word in said:
        starts.append(int(samples[min(int(np.searchsorted(places, place)), len(samples) - 1)]))
        place += len(word) + 1
    return starts
