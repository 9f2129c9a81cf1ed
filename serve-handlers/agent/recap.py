"""A recap by extraction: the sentences of the session that say most, in its order and in its own words."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from agent.answers import Claim, Recap
from agent.ranking import centrality, choose
from agent.sentences import Sentence, content_words, is_hedged, is_narrator, is_table_talk, words
from agent.settings import RecapRequest
from agent.spoken import heard
from agent.vectors import Vectors

# The end of a session is where the next one begins: its last tenth counts so much more.
_END = 0.9
_ENDING = 1.3
# Sentences ranked at once: their likenesses are a square matrix of 64 MB.
_WINDOW = 4096
# From this likeness on two sentences say the same.
_SAME = 0.8
_LEAST_WORDS = 3
_TABLE_TALK_WORTH = 0.15
_GUESS_WORTH = 0.25
_NARRATED = 1.3
# Content words from which on a quote is no better for being longer.
_FULL = 9
# A sentence of fewer words is quoted with its neighbour of the same line, both of so many at most.
_SHORT = 8
_JOINED = 30
# So does one that says of whom or of what only with the one before.
_PRONOUNS = "he he's she she's it it's its they they're his her their that this those these"
_LEANING = frozenset(_PRONOUNS.split(" "))


def extract(request: RecapRequest, vectors: Vectors) -> Recap:
    """A session too long for one ranking is ranked in parts, and the best of the parts against each other."""
    told = [sentence for sentence in heard(request.lines) if content_words(sentence.text)]
    sentences = [quote for quote in quotes(told) if len(content_words(quote.text)) >= _LEAST_WORDS]
    while len(sentences) > _WINDOW:
        parts = np.array_split(np.arange(len(sentences)), math.ceil(len(sentences) / _WINDOW))
        share = max(request.sentences, _WINDOW // (2 * len(parts)))
        sentences = [
            claim
            for part in parts
            for claim in _best([sentences[row] for row in part], share, vectors)
        ]  # fmt: skip
    chosen = _best(sentences, request.sentences, vectors)
    return Recap(
        tuple(Claim(item.text, (item.at,), not is_hedged(item.text), item.speaker) for item in chosen)
    )


def _best(sentences: Sequence[Sentence], count: int, vectors: Vectors) -> list[Sentence]:
    """The `count` best in the order of the session."""
    if not sentences:
        return []
    texts = [sentence.text for sentence in sentences]
    matrix = vectors.fitted(texts)(texts)
    alike = matrix @ matrix.T
    worths = np.array([worth(sentence) for sentence in sentences])
    worths[int(len(worths) * _END) :] *= _ENDING
    # Twice: what nobody would miss is not told, however central the rest makes it.
    rank = centrality(alike, worths, vectors.near) * worths
    return [sentences[row] for row in sorted(choose(alike, rank, count, _SAME))]


def quotes(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Neighbours of one line that can be quoted together, and say more so; table talk stands alone."""
    quoted: list[Sentence] = []
    for sentence in sentences:
        if quoted and _belongs(quoted[-1], sentence):
            quoted[-1] = replace(quoted[-1], text=f"{quoted[-1].text} {sentence.text}")
        else:
            quoted.append(sentence)
    return quoted


def _belongs(before: Sentence, after: Sentence) -> bool:
    if (before.at, before.speaker) != (after.at, after.speaker):
        return False
    sizes = len(words(before.text)), len(words(after.text))
    leans = min(sizes) < _SHORT or not _LEANING.isdisjoint(words(after.text)[:1])
    return leans and sum(sizes) <= _JOINED and not is_table_talk(f"{before.text} {after.text}")


def worth(sentence: Sentence) -> float:
    """What a quote is worth by itself: more with more content words, less for guesses and the dice."""
    text = sentence.text
    size = min(len(content_words(text)), _FULL) / _FULL
    told = _GUESS_WORTH if is_hedged(text) else 1.0
    told *= _NARRATED if is_narrator(sentence.speaker) else 1.0
    return size * told * (_TABLE_TALK_WORTH if is_table_talk(text) else 1.0)
