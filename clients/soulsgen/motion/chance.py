"""Chance that can be asked about any moment: numbers by seed, stream and count, with no state between.

The mixing function is SplitMix64's finaliser (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
Generators, 2014).
"""

import zlib

import numpy as np
from numpy.typing import NDArray

from soulsgen.motion.parameters import Floats

Counts = NDArray[np.int64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def uniform(seed: int, stream: str, counts: Counts) -> Floats:
    """A number in [0, 1) for each count of the stream: the same wherever and whenever it is asked."""
    word = (seed * 0x100000001 + zlib.crc32(stream.encode())) & 0xFFFFFFFFFFFFFFFF
    start = np.array(word, dtype=np.uint64)
    with np.errstate(over="ignore"):
        mixed = _mix(_mix(start + _GAMMA) + counts.astype(np.uint64) * _GAMMA)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def signed(seed: int, stream: str, counts: Counts) -> Floats:
    """As `uniform`, in [-1, 1)."""
    return 2.0 * uniform(seed, stream, counts) - 1.0


def last(times: Floats, seed: int, stream: str, shortest_s: float, longest_s: float) -> tuple[Counts, Floats]:
    """Of events that come `shortest_s` to `longest_s` apart: which was the last, and how many seconds ago.

    Each event lies somewhere in the middle of a cell of its own of the mean length, so that none needs the
    one before it.
    """
    mean = (shortest_s + longest_s) / 2
    cells = np.floor(times / mean).astype(np.int64)
    counts = np.where(_moments(cells, seed, stream, mean, longest_s) <= times, cells, cells - 1)
    return counts, times - _moments(counts, seed, stream, mean, longest_s)


def _moments(counts: Counts, seed: int, stream: str, mean_s: float, longest_s: float) -> Floats:
    wander = (longest_s - mean_s) / 2
    return (counts + 0.5) * mean_s + wander * signed(seed, stream, counts)


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))
