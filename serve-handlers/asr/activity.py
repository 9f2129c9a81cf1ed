"""Voice activity: where somebody speaks, so that silence is never decoded.

A frame belongs to a loud stretch when its level is `speech_db` above the noise floor and within 40 dB of the
loudest around. The floor follows the quietest tenth of every second, at its least within five seconds on
either side: it adapts to a fan that starts and never to a long speech, which has pauses. A stretch is speech
when enough of it is voiced, or when it is far above the floor for long enough (a whisper). Where floor and
peaks are close there may have been no quiet second to learn from: voiced frames whose level moves as
syllables do count too. What is found is widened, because consonants are quiet: 0.2 s before and 0.3 s after.
Measured in decibels and seconds; nothing was trained.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.sound import Samples
from asr.spectrum import FRAMES_A_SECOND, HOP, Floats, Frames, frames_of

FLOOR_S = 5  # on either side
VOICED = 0.5
LEAST_VOICED_S = 0.06
WHISPER_DB = 18.0
WHISPER_S = 0.25
BEFORE_S = 0.2
AFTER_S = 0.3
# Below this is silence, whatever the floor: half a bit of 16.
SILENT_DB = -65.0
BELOW_PEAK_DB = 40.0
# Where peaks are less than this above the floor, the floor may be speech itself.
CLOSE_DB = 20.0
SURELY_VOICED = 0.75
MOVING_DB = 3.0  # standard deviation of the level over a second, of speech through and through
CLOSE_S = 0.12  # a shorter dip, as before a plosive, does not end a stretch
BREATH_S = 0.2  # a pause so long stands between phrases


@dataclass(frozen=True, slots=True)
class Span:
    """Samples [start, end)."""

    start: int
    end: int


@dataclass(frozen=True)
class Activity:
    """Where speech is, in order, and the frames it was found in; phrases of one breath may touch."""

    phrases: list[Span]
    frames: Frames

    @property
    def samples(self) -> int:
        return sum(span.end - span.start for span in self.phrases)

    @property
    def spans(self) -> list[Span]:
        """Phrases that touch as one: apart from each other."""
        spans: list[Span] = []
        for phrase in self.phrases:
            if spans and phrase.start == spans[-1].end:
                spans[-1] = Span(spans[-1].start, phrase.end)
            else:
                spans.append(phrase)
        return spans


def find_speech(samples: Samples, speech_db: float) -> Activity:
    """Phrases of speech; none for silence, hum or noise."""
    frames = frames_of(samples)
    phrases: list[Span] = []
    ended = 0
    for start, end in _stretches(frames, speech_db) if len(samples) else ():
        first = max(0, round((start - BEFORE_S * FRAMES_A_SECOND) * HOP))
        last = min(len(samples), round((end + AFTER_S * FRAMES_A_SECOND) * HOP))
        if phrases and first <= phrases[-1].end:
            before = phrases.pop()
            if start - ended >= BREATH_S * FRAMES_A_SECOND:
                first = (ended + start) // 2 * HOP
                phrases.append(Span(before.start, first))
            else:
                first = before.start
        phrases.append(Span(first, last))
        ended = end
    return Activity(phrases, frames)


def _stretches(frames: Frames, speech_db: float) -> Iterator[tuple[int, int]]:
    """Frame ranges of speech, not yet widened."""
    level, floor, peak = frames.level_db, noise_floor(frames.level_db), _peak(frames.level_db)
    above = level - floor
    audible = (level > SILENT_DB) & (level > peak - BELOW_PEAK_DB)
    voiced = (frames.voicing > VOICED) & audible
    loud = (above > speech_db) & audible
    unsure = audible & (peak - floor < CLOSE_DB) & (_movement(level) > MOVING_DB)
    loud |= unsure & (frames.voicing > SURELY_VOICED)
    for start, end in runs(_closed(loud)):
        seconds = (end - start) / FRAMES_A_SECOND
        inside = slice(start, end)
        spoken = voiced[inside].sum() >= LEAST_VOICED_S * FRAMES_A_SECOND
        whispered = seconds >= WHISPER_S and np.median(above[inside]) > WHISPER_DB
        if spoken or whispered:
            yield start, end


def noise_floor(level_db: Floats) -> Floats:
    """Decibels, for every frame."""
    return -_highest(-level_db, 90)


def _peak(level_db: Floats) -> Floats:
    """Decibels, for every frame: the loudest twentieth of the loudest second around."""
    return _highest(level_db, 95)


def _highest(level_db: Floats, percentile: float) -> Floats:
    """The highest, within FLOOR_S of each frame, of each second's percentile."""
    seconds = np.arange(0, len(level_db), FRAMES_A_SECOND)
    of_each = np.array([np.percentile(level_db[at : at + FRAMES_A_SECOND], percentile) for at in seconds])
    padded = np.pad(of_each, FLOOR_S, mode="edge")
    highest = np.lib.stride_tricks.sliding_window_view(padded, 2 * FLOOR_S + 1).max(1)
    return np.repeat(highest, FRAMES_A_SECOND)[: len(level_db)].astype(np.float32)


def _movement(level_db: Floats) -> Floats:
    """Standard deviation of the level over the second around each frame."""
    width = FRAMES_A_SECOND + 1
    padded = np.pad(np.maximum(level_db, SILENT_DB).astype(np.float64), width // 2, mode="edge")
    sums, squares = (np.cumsum(np.insert(padded**power, 0, 0)) for power in (1, 2))
    mean, square = ((total[width:] - total[:-width]) / width for total in (sums, squares))
    return np.sqrt(np.maximum(square - mean**2, 0)).astype(np.float32)


def _closed(loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`loud` with its shortest gaps filled."""
    closed = loud.copy()
    for start, end in runs(~loud):
        if start > 0 and end < len(loud) and end - start <= CLOSE_S * FRAMES_A_SECOND:
            closed[start:end] = True
    return closed


def runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Ranges [start, end) in which `flags` are true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
