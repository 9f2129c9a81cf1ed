"""A text as numbers: each word an id, so that counting is numpy's work and not a loop over words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from soulscorpus.words import words_of

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Text:
    """`ids`: (words,) int64, indices into `vocabulary`; `lengths`: (sentences,) int64, words of each.

    A word is what `soulscorpus.words` says; a sentence may have none.
    """

    sentences: tuple[str, ...]
    vocabulary: tuple[str, ...]
    ids: Integers
    lengths: Integers

    @cached_property
    def starts(self) -> Integers:
        """(sentences,) where each sentence begins in `ids`."""
        return np.cumsum(self.lengths) - self.lengths

    @cached_property
    def sentence_of(self) -> Integers:
        """(words,) the sentence each word stands in."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def counts(self) -> Integers:
        """(vocabulary,) how often each word occurs."""
        return np.bincount(self.ids, minlength=len(self.vocabulary))

    @cached_property
    def keys(self) -> list[bytes | str]:
        """What two sentences share when they differ in case, punctuation and spaces alone.

        Comparable only between texts of one vocabulary. Sentences without a word are told apart by
        their characters.
        """
        packed = self.ids.astype(np.uint32).tobytes()
        ends = (4 * np.cumsum(self.lengths)).tolist()
        pieces = zip(self.sentences, [0, *ends[:-1]], ends, strict=True)
        return [packed[start:end] or sentence.strip() for sentence, start, end in pieces]

    def take(self, chosen: Integers) -> "Text":
        """The text of the sentences at the positions `chosen`, in that order, with the same ids."""
        lengths = self.lengths[chosen]
        ends = np.cumsum(lengths)
        within = np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
        ids = self.ids[np.repeat(self.starts[chosen], lengths) + within]
        return Text(tuple(self.sentences[i] for i in chosen.tolist()), self.vocabulary, ids, lengths)


def encode(sentences: Iterable[str]) -> Text:
    """`sentences` as numbers: a word's id is its place in order of appearance."""
    known: defaultdict[str, int] = defaultdict()
    known.default_factory = known.__len__
    kept: list[str] = []
    ids: list[int] = []
    lengths: list[int] = []
    for sentence in sentences:
        words = words_of(sentence)
        kept.append(sentence)
        lengths.append(len(words))
        ids += map(known.__getitem__, words)
    return Text(tuple(kept), tuple(known), np.array(ids, np.int64), np.array(lengths, np.int64))


def widen(text: Text, vocabulary: tuple[str, ...]) -> Text:
    """`text` with the longer `vocabulary`, which begins with its own."""
    return Text(text.sentences, vocabulary, text.ids, text.lengths)


def translate(text: Text, known: Text) -> Text:
    """`text` with the ids of `known`, whose vocabulary its own unknown words lengthen."""
    ids = {word: number for number, word in enumerate(known.vocabulary)}
    for word in text.vocabulary:
        ids.setdefault(word, len(ids))
    table = np.array([ids[word] for word in text.vocabulary], np.int64)
    return Text(text.sentences, tuple(ids), table[text.ids] if text.ids.size else text.ids, text.lengths)
