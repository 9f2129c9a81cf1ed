"""A recording cut into chunks where it is quietest, so that no word is cut in two.

The same audio is cut in the same places every time: what is done already is known by where it began.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples

# The cut lies in the quietest stretch of this length ...
_GAP_S = 0.3
# ... of the chunk's last part.
_SEARCHED_SHARE = 0.25
_STEP = SAMPLE_RATE_HZ // 100
# -60 dBFS: a track of someone who says nothing, not a quiet voice.
_SILENCE = 33.0


@dataclass(frozen=True)
class Chunk:
    """Samples from `start`, seconds into their source."""

    start: float
    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE_HZ

    def silent(self) -> bool:
        """Whether no 10 ms of it are louder than -60 dBFS."""
        return bool(len(self.samples) == 0 or _loudness(self.samples).max() < _SILENCE)


def chunks(blocks: Iterable[Samples], most_s: float) -> Iterator[Chunk]:
    """All of `blocks` in chunks of at most `most_s` seconds."""
    most = round(most_s * SAMPLE_RATE_HZ)
    held: list[Samples] = []
    size, begun = 0, 0
    for block in blocks:
        held.append(block)
        size += len(block)
        while size >= most:
            samples = np.concatenate(held)
            cut = quietest(samples[:most])
            yield Chunk(begun / SAMPLE_RATE_HZ, samples[:cut])
            held, size, begun = [samples[cut:]], size - cut, begun + cut
    if size:
        yield Chunk(begun / SAMPLE_RATE_HZ, np.concatenate(held))


def quietest(samples: Samples) -> int:
    """Sample in the middle of the quietest 0.3 s in the last quarter; the later of two that are alike."""
    first = int(len(samples) * (1 - _SEARCHED_SHARE)) // _STEP * _STEP
    loudness = _loudness(samples[first:])
    width = max(1, round(_GAP_S * SAMPLE_RATE_HZ / _STEP))
    if len(loudness) <= width:
        return len(samples)
    sums = np.convolve(loudness, np.ones(width), "valid")
    last = len(sums) - 1 - int(sums[::-1].argmin())
    return first + (last + width // 2) * _STEP


def _loudness(samples: Samples) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Root mean square of each whole 10 ms; of what is shorter, its own."""
    whole = samples[: len(samples) // _STEP * _STEP].astype(np.float64)
    frames = whole.reshape(-1, _STEP) if len(whole) else samples.astype(np.float64).reshape(1, -1)
    loudness: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sqrt((frames**2).mean(1))
    return loudness
