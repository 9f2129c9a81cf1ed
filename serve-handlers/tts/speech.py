"""What an engine makes of one sentence: samples, and when each word and phoneme of it sounds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]  # [n], mono, -1 to 1


@dataclass(frozen=True, slots=True)
class Timed:
    """A word as it was written or a phoneme in IPA, in seconds from the start of the samples it is of.

    `at` is a word's first character in the request's text, from 0; a phoneme has none (-1).
    """

    start_s: float
    end_s: float
    text: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class Speech:
    """One sentence; nothing in it is later than the end of `samples`.

    estimated: some times are not the engine's: words' are drawn from the sound, or phonemes' from the words'.
    """

    samples: Samples
    sample_rate_hz: int
    words: tuple[Timed, ...]
    phonemes: tuple[Timed, ...]
    estimated: bool = False

    @property
    def duration_s(self) -> float:
        return len(self.samples) / self.sample_rate_hz
