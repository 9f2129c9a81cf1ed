"""The distances the comparison shows, each beside the same distance of the source from itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from soulscorpus.report.distance import counted, jensen_shannon
from soulscorpus.report.grammar import Grammar
from soulscorpus.report.measures import Measures
from soulscorpus.report.sides import Sides, count_apart
from soulscorpus.report.text import Integers, Text

CHARACTER_STEP = 10
"""Characters a bin: single lengths are too many to be met in both texts by chance."""


@dataclass(frozen=True)
class Distance:
    """Jensen-Shannon divergence, 0 to 1, of the source and the other text in one respect.

    `itself`: the same of two parts of the source drawn by chance, one as large as the other text or half of
    the source: what is left between texts of one hand at such sizes. None for a source of one sentence.
    """

    of: str
    value: float
    itself: float | None


@dataclass(frozen=True, eq=False)
class _Part:
    """Sentences of one side; `grammar`: (sentences, parts of speech) tokens, None where not tagged."""

    text: Text
    grammar: Integers | None


def distances(source: Measures, other: Measures, both: Sides, seed: int) -> tuple[Distance, ...]:
    """Of words, bigrams, words and characters a sentence and, where both are tagged, parts of speech."""
    one = _Part(both.source, _by_sentence(source.evidence.grammar))
    two = _Part(both.other, _by_sentence(other.evidence.grammar))
    apart = dict(_between(one, two))
    itself = dict(_between(*_split(one, len(two.text.lengths), seed))) if len(one.text.lengths) > 1 else {}
    return tuple(Distance(of, value, itself.get(of)) for of, value in apart.items())


def _between(one: _Part, two: _Part) -> Iterator[tuple[str, float]]:
    words, bigrams = count_apart(one.text, two.text, 2)
    yield "words", jensen_shannon(words.source, words.other)
    yield "bigrams", jensen_shannon(bigrams.source, bigrams.other)
    if one.grammar is not None and two.grammar is not None:
        yield "parts of speech", jensen_shannon(one.grammar.sum(axis=0), two.grammar.sum(axis=0))
    yield "words a sentence", _of_lengths(one.text.lengths, two.text.lengths)
    yield "characters a sentence", _of_lengths(_characters(one.text), _characters(two.text))


def _split(part: _Part, size: int, seed: int) -> tuple[_Part, _Part]:
    order = np.random.default_rng(seed).permutation(len(part.text.lengths))
    cut = min(size, len(order) // 2)
    return _take(part, order[cut:]), _take(part, order[:cut])


def _take(part: _Part, chosen: Integers) -> _Part:
    return _Part(part.text.take(chosen), None if part.grammar is None else part.grammar[chosen])


def _by_sentence(grammar: Grammar | None) -> Integers | None:
    return None if grammar is None else grammar.by_sentence


def _characters(text: Text) -> Integers:
    return np.array([len(sentence) for sentence in text.sentences]) // CHARACTER_STEP


def _of_lengths(one: Integers, two: Integers) -> float:
    # A line of a million words is one length, not a million bins.
    _, ids = np.unique(np.concatenate([one, two]), return_inverse=True)
    size = int(ids.max()) + 1
    return jensen_shannon(counted(ids[: len(one)], size), counted(ids[len(one) :], size))
