"""Near-duplicates: texts whose Levenshtein ratio to an earlier text reaches a limit.

The ratio is 1 - d / (|a| + |b|), d being the insertions and deletions that turn a into b (Levenshtein.ratio).
Comparing all pairs is quadratic, so pairs are proposed by bottom-k sketches (Broder 1997): each text's K
smallest hashes of three words in a row, of three characters in a short text. Two texts at a ratio of 0.9
share most of those; a pair that shares too few is not compared, which `tests/dataset/test_near.py`
measures against all pairs.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from zlib import crc32

import Levenshtein
import numpy as np
from numpy.typing import NDArray

K = 8
MIN_SHARED = 2  # hashes; texts with fewer than two have to share all they have
REACH = 4  # texts with the same hash compared before one; bounds what boilerplate can cost

WORD = re.compile(r"\w+")
MIN_WORDS = 8
MAX_LETTERS = 20  # a word on average; Japanese has whole clauses between its marks
# Multipliers of a piece by its place in three, so that order counts: odd, with their bits well spread.
ODD = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], np.uint64)

Hashes = NDArray[np.uint32]
Pairs = NDArray[np.uint64]


class Sketches:
    """The sketches of texts, in order: 33 bytes a text."""

    def __init__(self) -> None:
        self._hashes = array("I")
        self._sizes = array("B")
        self._words: dict[str, int] = {}

    def add(self, text: str) -> None:
        """Append the K smallest distinct hashes of `text`'s trigrams; fewer of a short text."""
        pieces = _pieces(text.lower())
        for piece in set(pieces).difference(self._words):
            self._words[piece] = crc32(piece.encode("utf-8", "surrogatepass"))
        numbers = np.array([self._words[piece] for piece in pieces], np.uint64)
        hashes = np.unique(_mixed(_trigrams(numbers)))[:K]
        self._hashes.frombytes(hashes.tobytes())
        self._sizes.append(len(hashes))

    def candidates(self) -> Pairs:
        """Pairs worth comparing, `later << 32 | earlier`, sorted: a text is judged after all before it."""
        sizes = np.frombuffer(self._sizes, np.uint8)
        owners = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        hashes = np.frombuffer(self._hashes, np.uint32)
        order = np.argsort(hashes, kind="stable")
        pairs = np.concatenate(list(_neighbours(hashes[order], owners[order])))
        unique, shared = np.unique(pairs, return_counts=True)
        least = np.minimum(MIN_SHARED, sizes)
        later, earlier = unique >> np.uint64(32), unique & np.uint64(0xFFFFFFFF)
        enough: Pairs = unique[shared >= np.minimum(least[later], least[earlier])]
        return enough


def _pieces(text: str) -> list[str]:
    """What a sketch is made of: words, or characters where words are few or the script has no spaces."""
    words = WORD.findall(text)
    return words if len(words) >= MIN_WORDS and len(text) < MAX_LETTERS * len(words) else list(text)


def _trigrams(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if len(words) < 3:
        return words
    # Overflow wraps, which is what a hash wants.
    trigrams: NDArray[np.uint64] = words[:-2] * ODD[0] + words[1:-1] * ODD[1] + words[2:] * ODD[2]
    return trigrams


def _mixed(values: NDArray[np.uint64]) -> Hashes:
    """The upper half of the finaliser of splitmix64 (Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (values >> np.uint64(32)).astype(np.uint32)


def _neighbours(hashes: Hashes, owners: Hashes) -> Iterator[Pairs]:
    """Pairs of owners with one hash, at most REACH apart in the order of their texts."""
    for step in range(1, REACH + 1):
        same = hashes[step:] == hashes[:-step]
        yield owners[step:][same].astype(np.uint64) << np.uint64(32) | owners[:-step][same]


def near_duplicates(sketches: Sketches, text_of: Callable[[int], str], min_ratio: float) -> dict[int, int]:
    """Each text that repeats an earlier one, by index, with the kept text that it repeats.

    `min_ratio` is in (0, 1]. A text is compared with kept texts only, so that no chain of small changes
    leads from a kept text to a dropped one that is unlike it.
    """
    repeats: dict[int, int] = {}
    for later, earlier in _unpacked(sketches.candidates()):
        kept = repeats.get(earlier, earlier)
        if later not in repeats and _is_near(text_of(kept), text_of(later), min_ratio):
            repeats[later] = kept
    return repeats


def _is_near(one: str, other: str, min_ratio: float) -> bool:
    return Levenshtein.ratio(one, other, score_cutoff=min_ratio) >= min_ratio


def _unpacked(pairs: Iterable[np.uint64]) -> Iterator[tuple[int, int]]:
    for pair in pairs:
        yield int(pair) >> 32, int(pair) & 0xFFFFFFFF
