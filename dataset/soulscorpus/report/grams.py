"""N-grams of words that stand side by side in one sentence, counted with numpy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from soulscorpus.report.text import Integers, Text

WIDTH_BITS = 32
"""An n-gram is packed as (id of its first n-1 words, id of its last word), each below 2**32."""


@dataclass(frozen=True, eq=False)
class Grams:
    """`starts`: (occurrences,) positions in the text's ids; `ids`: (occurrences,) 0 <= id < len(counts);

    `counts`: (unique,) occurrences of each; `first`: (unique,) position of the first of them.
    """

    size: int
    starts: Integers
    ids: Integers
    counts: Integers
    first: Integers


def grams_up_to(text: Text, size: int) -> Iterator[Grams]:
    """The 1-grams of `text`, then the 2-grams, … to the `size`-grams."""
    grams = Grams(0, np.arange(len(text.ids)), np.zeros_like(text.ids), np.array([]), np.array([]))
    for _ in range(size):
        grams = _longer(text, grams)
        yield grams


def _longer(text: Text, grams: Grams) -> Grams:
    """Each of `grams` with the word after it, where its sentence has one."""
    last = grams.starts + grams.size
    inside = last < len(text.ids)
    inside[inside] = text.sentence_of[last[inside]] == text.sentence_of[grams.starts[inside]]
    starts = grams.starts[inside]
    packed = (grams.ids[inside] << WIDTH_BITS) | text.ids[last[inside]]
    _, first, ids, counts = np.unique(packed, return_index=True, return_inverse=True, return_counts=True)
    return Grams(grams.size + 1, starts, ids, counts, starts[first])


def commonest(grams: Grams, text: Text, limit: int) -> list[tuple[str, int]]:
    """The `limit` commonest with their counts; of equally common ones, what came first."""
    order = np.lexsort((grams.first, -grams.counts))[:limit]
    return [(spell(text, int(grams.first[i]), grams.size), int(grams.counts[i])) for i in order]


def spell(text: Text, start: int, size: int) -> str:
    """The n-gram of `size` words at the position `start`."""
    return " ".join(text.vocabulary[i] for i in text.ids[start : start + size])


def occurrences(text: Text, words: str, opening: bool = False) -> int:
    """How often the n-gram `words`, separated by spaces, stands in a sentence of `text`, or opens one."""
    known = {word: number for number, word in enumerate(text.vocabulary)}
    wanted = [known.get(word, -1) for word in words.split(" ")]
    last = len(text.ids) - len(wanted) + 1
    if last < 1:
        return 0
    found = text.sentence_of[:last] == text.sentence_of[len(wanted) - 1 :]
    for offset, word in enumerate(wanted):
        found &= text.ids[offset : offset + last] == word
    return int(found[text.starts[text.lengths > 0]].sum() if opening else found.sum())


def distinct(grams: Grams) -> float:
    """Distinct-n (Li et al. 2016, arXiv:1510.03055): unique n-grams over all; 0 where there are none."""
    return len(grams.counts) / len(grams.ids) if len(grams.ids) else 0.0
