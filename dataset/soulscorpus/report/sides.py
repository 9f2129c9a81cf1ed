"""Two texts in one numbering, so that what they share has the same id on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from soulscorpus.report.distance import counted
from soulscorpus.report.grams import Grams, grams_up_to
from soulscorpus.report.text import Integers, Text, translate, widen


@dataclass(frozen=True, eq=False)
class Sides:
    """`source` and `other` with one vocabulary, whose first `known` words are those of the source."""

    source: Text
    other: Text
    known: int


@dataclass(frozen=True, eq=False)
class GramSides:
    """Occurrences of each n-gram of either text: (unique,) and (unique,)."""

    size: int
    source: Integers
    other: Integers


def sides(source: Text, other: Text) -> Sides:
    translated = translate(other, source)
    return Sides(widen(source, translated.vocabulary), translated, len(source.vocabulary))


def gram_sides(both: Sides, size: int) -> Iterator[GramSides]:
    """The 1-grams to `size`-grams of both texts, counted for each."""
    yield from count_apart(both.source, both.other, size)


def count_apart(one: Text, two: Text, size: int) -> Iterator[GramSides]:
    """As `gram_sides`, of two texts with one vocabulary."""
    for grams in grams_up_to(_joined(one, two), size):
        first = grams.starts < len(one.ids)
        yield GramSides(grams.size, _counts(grams, first), _counts(grams, ~first))


def _counts(grams: Grams, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Integers:
    return counted(grams.ids[chosen], len(grams.counts))


def _joined(one: Text, two: Text) -> Text:
    """Both as one text; no n-gram spans them, since none leaves its sentence."""
    return Text(
        one.sentences + two.sentences,
        one.vocabulary,
        np.concatenate([one.ids, two.ids]),
        np.concatenate([one.lengths, two.lengths]),
    )
