"""Talk cut into phrases at its pauses, by how loud it is over the room's own noise.

A phrase holds all of the audio around its speech: only stretches in which nobody says anything are left out,
and whether something is speech is for the scribe to say.
"""

from collections.abc import Iterator

import numpy as np

from soulsgen.session.cut import Chunk, quietest
from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples

_FRAME = SAMPLE_RATE_HZ * 30 // 1000
PAUSE_S = 0.8  # of silence after which a phrase is over
_LEAST_S = 2.0  # a shorter phrase waits for more: a word alone is hard to understand
_LEAD_S = 0.5  # before the first sound
_OVER_NOISE_DB = 8.0
_QUIETEST_DB = -58.0  # no microphone's noise is taken for a voice
# A table may talk from the first moment on: the room is not taken to be as loud as that.
_FIRST_NOISE_DB = -50.0
# What of a difference is believed each frame: noise falls in a tenth of a second and rises in fifteen.
_FALL, _RISE = 0.3, 0.002


class Phrases:
    """State of one stream. Seconds are those of the stream; `longest_s` bounds a phrase."""

    def __init__(self, longest_s: float, start_s: float = 0.0) -> None:
        self._longest = max(_FRAME, round(longest_s * SAMPLE_RATE_HZ) // _FRAME * _FRAME)
        self.restart(start_s)
        self._noise_db = _FIRST_NOISE_DB

    def restart(self, start_s: float) -> None:
        """The stream goes on at another time; call `flush` first."""
        self._start_s = start_s
        self._begun = 0  # sample at which the held audio begins, from start_s
        self._held: list[Samples] = []
        self._size = 0
        self._rest: Samples = np.zeros(0, np.int16)
        self._spoken, self._silent = 0, 0  # frames

    @property
    def settled_s(self) -> float:
        """All before it was either handed out or silent."""
        return self._start_s + self._begun / SAMPLE_RATE_HZ

    def feed(self, samples: Samples) -> Iterator[Chunk]:
        """Phrases that are over by now; `start` is in seconds of the stream."""
        samples = np.concatenate([self._rest, samples])
        whole = len(samples) // _FRAME * _FRAME
        self._rest = samples[whole:]
        for first in range(0, whole, _FRAME):
            yield from self._frame(samples[first : first + _FRAME])

    def flush(self) -> Iterator[Chunk]:
        """What is left, at the end."""
        self._hold(self._rest)
        self._rest = self._rest[:0]
        if self._spoken:
            yield self._cut(self._size)
        else:
            self._drop(self._size)

    def _frame(self, frame: Samples) -> Iterator[Chunk]:
        self._hold(frame)
        if self._is_loud(frame):
            self._spoken += 1
            self._silent = 0
        else:
            self._silent += 1
        size = self._size
        if not self._spoken:
            self._drop(size - round(_LEAD_S * SAMPLE_RATE_HZ))
        elif self._silent * _FRAME >= PAUSE_S * SAMPLE_RATE_HZ and size >= _LEAST_S * SAMPLE_RATE_HZ:
            yield self._cut(size)
        elif size >= self._longest:
            yield self._cut(quietest(np.concatenate(self._held)))

    def _is_loud(self, frame: Samples) -> bool:
        level = float(np.sqrt(np.mean(frame.astype(np.float64) ** 2)))
        level_db = 20 * np.log10(max(level, 1.0) / 32768)
        step = _FALL if level_db < self._noise_db else _RISE
        self._noise_db = max(_QUIETEST_DB, self._noise_db + step * (level_db - self._noise_db))
        return bool(level_db > max(self._noise_db + _OVER_NOISE_DB, _QUIETEST_DB))

    def _hold(self, samples: Samples) -> None:
        self._held.append(samples)
        self._size += len(samples)

    def _cut(self, size: int) -> Chunk:
        held = np.concatenate(self._held)
        phrase = Chunk(self.settled_s, held[:size])
        self._held, self._size = [held[size:]], len(held) - size
        self._begun += size
        # What is left after a cut in the midst of talk is talk.
        self._spoken, self._silent = (1, 0) if self._size else (0, 0)
        return phrase

    def _drop(self, size: int) -> None:
        """Of silence at the beginning."""
        while self._held and len(self._held[0]) <= size:
            size -= len(self._held[0])
            self._begun += len(self._held[0])
            self._size -= len(self._held.pop(0))
