"""How surprising words are after the word before them: bigrams with a Dirichlet prior.

p(w | h) = (c(h, w) + MU * p(w)) / (c(h) + MU),  p(w) = (c(w) + 1) / (N + V + 1): the estimate of MacKay
and Peto, "A hierarchical Dirichlet language model", Natural Language Engineering 1 (1995), with one fixed
MU. h is the word before or the start of the sentence, V the words known; one more stands for the rest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from soulscorpus.report.text import Integers, Text

MU = 100.0
"""Words the prior counts for: of 10, 30, 50, 100, 150, 200, 300 the one that surprises least on the lore."""

Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Events:
    """Three views of each word as ids >= 0: itself, the one before (0: none), and both packed."""

    words: Integers
    before: Integers
    pairs: Integers


def own_surprisal(text: Text) -> Reals:
    """(words,) bits of each word under the bigrams of all *other* sentences: leave one out."""
    events = _events(text)
    words, before, pairs = (
        _elsewhere(ids, text.sentence_of) for ids in (events.words, events.before, events.pairs)
    )
    total = len(text.ids) - text.lengths[text.sentence_of]
    return _bits(pairs, before, words, total, len(text.vocabulary))


def surprisal_under(text: Text, source: Text, known: int) -> Reals:
    """(words,) bits of each word of `text` under the bigrams of `source`, which has its vocabulary and uses
    the first `known` words of it."""
    given, seen = _events(text), _events(source)
    words, before, pairs = (
        _looked_up(ids, among)
        for ids, among in (
            (given.words, seen.words),
            (given.before, seen.before),
            (given.pairs, seen.pairs),
        )
    )
    total = np.full(len(text.ids), len(source.ids))
    return _bits(pairs, before, words, total, known)


def by_sentence(bits: Reals, text: Text) -> Reals:
    """(sentences,) average bits a word; 0 for a sentence without a word."""
    sums = np.bincount(text.sentence_of, weights=bits, minlength=len(text.lengths)).astype(np.float64)
    return np.asarray(sums / np.maximum(text.lengths, 1), np.float64)


def _bits(pairs: Integers, before: Integers, words: Integers, total: Integers, known: int) -> Reals:
    prior = (words + 1) / (total + known + 1)
    probability = (pairs + MU * prior) / (before + MU)
    return np.asarray(-np.log2(probability), np.float64)


def _events(text: Text) -> _Events:
    before = np.zeros_like(text.ids)
    before[1:] = text.ids[:-1] + 1
    before[text.starts[text.lengths > 0]] = 0
    return _Events(text.ids, before, (before << 32) | text.ids)


def _elsewhere(ids: Integers, sentence_of: Integers) -> Integers:
    """(n,) how often each of `ids` occurs outside of its own sentence."""
    _, dense, counts = np.unique(ids, return_inverse=True, return_counts=True)
    _, place, inside = np.unique((sentence_of << 32) | dense, return_inverse=True, return_counts=True)
    return np.asarray(counts[dense] - inside[place], np.int64)


def _looked_up(ids: Integers, among: Integers) -> Integers:
    """(n,) how often each of `ids` occurs in `among`."""
    unique, counts = np.unique(among, return_counts=True)
    if not unique.size:
        return np.zeros_like(ids)
    place = np.minimum(np.searchsorted(unique, ids), len(unique) - 1)
    return np.where(unique[place] == ids, counts[place], 0)
