"""The commonest words and n-grams of a text, by kind."""

from collections.abc import Sequence, Set

import numpy as np

from soulscorpus.report.grams import Grams, commonest
from soulscorpus.report.measures import Count, Top
from soulscorpus.report.text import Integers, Text

LIMIT = 10
CONTENT = "content words"
STOP = "stop words"
FIRST = "first words"
BIGRAMS = "bigrams"
TRIGRAMS = "trigrams"
PAIRS = "pairs of content words"


def tops(text: Text, grams: Sequence[Grams], stop_words: Set[str]) -> tuple[Top, ...]:
    """One Top a kind, in the order of the constants above.

    `grams` are the 1-, 2- and 3-grams of `text`; `stop_words` are lower-case.
    """
    words, bigrams, trigrams = grams
    stop = is_stop(text, stop_words)
    return (
        _top(CONTENT, text, _where(words, ~stop[text.ids[words.starts]])),
        _top(STOP, text, _where(words, stop[text.ids[words.starts]])),
        _top(FIRST, text, _where(words, _opens(text, words.starts))),
        _top(BIGRAMS, text, bigrams),
        _top(TRIGRAMS, text, trigrams),
        _top(
            PAIRS,
            text,
            _where(bigrams, ~(stop[text.ids[bigrams.starts]] | stop[text.ids[bigrams.starts + 1]])),
        ),
    )


def is_stop(text: Text, stop_words: Set[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(vocabulary,) whether each word is a stop word; so are its parts at an apostrophe: it's, don't."""
    return np.array([_is_stop(word, stop_words) for word in text.vocabulary], bool)


def _is_stop(word: str, stop_words: Set[str]) -> bool:
    # spaCy lists n't and 's, since its tokens end at the apostrophe; a word of ours does not.
    stem, apostrophe, _ = word.partition("'")
    return word in stop_words or (
        bool(apostrophe) and (stem in stop_words or stem.removesuffix("n") in stop_words)
    )


def _opens(text: Text, starts: Integers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    opening = np.zeros(len(text.ids), bool)
    opening[text.starts[text.lengths > 0]] = True
    return np.asarray(opening[starts], bool)


def _where(grams: Grams, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Grams:
    """The occurrences of `grams` that are `chosen`: (occurrences,)."""
    starts = grams.starts[chosen]
    _, first, ids, counts = np.unique(
        grams.ids[chosen], return_index=True, return_inverse=True, return_counts=True
    )
    return Grams(grams.size, starts, ids, counts, starts[first])


def _top(kind: str, text: Text, grams: Grams) -> Top:
    items = tuple(Count(words, count) for words, count in commonest(grams, text, LIMIT))
    return Top(kind, len(grams.ids), items)
