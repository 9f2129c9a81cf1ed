"""What espeak-ng tells while it speaks, to the times of a sentence's words and phonemes."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tts.mouth.shapes import ipa_of
from tts.speech import Timed
from tts.text.sentence import Sentence, Spoken

Pcm = NDArray[np.int16]
# The letters that a stop or an affricate begins with, and what is silence of 16 bits.
_STOPS = frozenset("pbtdkɡgcɟqɢʈɖʔ")
_SILENCE = 8


@dataclass(frozen=True, slots=True)
class Sound:
    """A phoneme: samples [start, end), the character of what was said at which its word begins, IPA."""

    start: int
    end: int
    character: int
    ipa: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, without the silence behind its last sound; `sounds` are its phonemes."""

    samples: Pcm
    sounds: list[Sound]

    @property
    def length(self) -> int:
        """Samples from its first sound to its last."""
        return self.sounds[-1].end - self.sounds[0].start if self.sounds else 0


def heard(events: Sequence[tuple[int, int, str]], samples: Pcm) -> Heard:
    """Of events (sample, character, name), in order."""
    told = sounds(events, samples)
    return Heard(samples[: told[-1].end if told else 0], told)


def sounds(events: Sequence[tuple[int, int, str]], samples: Pcm) -> list[Sound]:
    """Of events (sample, character, name), in order, in 16-bit samples.

    Each lasts until the next event; pauses and changes of language leave gaps. A phoneme that espeak-ng lets
    run into its neighbour has no length. The event of a stop is its release: the silence before it, in which
    the mouth is closed already, is told as the end of the sound before, and belongs to the stop.
    """
    starts = [min(start, len(samples)) for start, _, _ in events] + [len(samples)]
    made: list[Sound] = []
    for start, end, (_, character, name) in zip(starts, starts[1:], events, strict=False):
        if ipa := ipa_of(name):
            before = made[-1] if made else None
            if before and before.end == start and ipa.strip("ˈˌ")[:1] in _STOPS:
                start = _silent_from(samples, before.start, start)
                made[-1] = replace(before, end=start)
            made.append(Sound(start, end, character, ipa))
    return made


def _silent_from(samples: Pcm, start: int, end: int) -> int:
    """Where the silence begins that lasts until `end`; not before `start`."""
    heard = np.flatnonzero(np.abs(samples[start:end].astype(np.int32)) > _SILENCE)
    return start + (int(heard[-1]) + 1 if len(heard) else 0)


def phonemes(made: Iterable[Sound], rate_hz: float) -> tuple[Timed, ...]:
    return tuple(Timed(sound.start / rate_hz, sound.end / rate_hz, sound.ipa) for sound in made)


def words(sentence: Sentence, made: Sequence[Sound], rate_hz: float) -> tuple[Timed, ...]:
    """Every word from its first phoneme to its last; what has no letters (a dash) is left out.

    espeak-ng says some words as one ("for the"): these share its phonemes by their letters.
    """
    spoken = [word for word in sentence.words if _letters(word)]
    starts = _starts(sentence.said, spoken)
    by_word: dict[int, list[Sound]] = {}
    for sound in made:
        by_word.setdefault(max(bisect_right(starts, sound.character) - 1, 0), []).append(sound)
    timed: list[Timed] = []
    heard = sorted(by_word)
    for first, end in zip(heard, [*heard[1:], len(spoken)], strict=False) if spoken else ():
        timed += _shared(spoken[first:end], by_word[first], rate_hz)
    return tuple(timed)


def _shared(together: Sequence[Spoken], made: Sequence[Sound], rate_hz: float) -> list[Timed]:
    """Times of words that have the phonemes `made` between them."""
    letters = [_letters(word) for word in together]
    edges = [round(sum(letters[:count]) / sum(letters) * len(made)) for count in range(len(letters) + 1)]
    timed = []
    for word, first, end in zip(together, edges, edges[1:], strict=False):
        begins = made[min(first, len(made) - 1)].start
        ends = made[end - 1].end if end > first else begins
        timed.append(Timed(begins / rate_hz, ends / rate_hz, word.word, word.at))
    return timed


def _starts(said: str, spoken: Sequence[Spoken]) -> list[int]:
    """Where in `said` each word begins."""
    starts, place = [], 0
    for word in spoken:
        place = max(said.find(word.said, place), place)
        starts.append(place)
        place += len(word.said)
    return starts


def _letters(word: Spoken) -> int:
    return sum(character.isalnum() for character in word.said)
