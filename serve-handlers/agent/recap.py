"""A recap by extraction: the sentences of the session that say most, in its order and in its own words."""

import math
from collections.abc import Sequence

import numpy as np

from agent.answers import Claim, Recap
from agent.ranking import centrality, choose
from agent.sentences import Sentence, content_words, is_hedged, is_table_talk, split
from agent.settings import RecapRequest
from agent.vectors import Vectors

# Sentences ranked at once: their likenesses are a square matrix of 64 MB.
_WINDOW = 4096
# From this likeness on two sentences say the same.
_SAME = 0.8
_LEAST_WORDS = 3
_TABLE_TALK_WORTH = 0.15
_GUESS_WORTH = 0.25


def extract(request: RecapRequest, vectors: Vectors) -> Recap:
    """A session too long for one ranking is ranked in parts, and the best of the parts against each other."""
    sentences = [item for item in split(request.lines) if len(content_words(item.text)) >= _LEAST_WORDS]
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
    worths = np.array([worth(text) for text in texts])
    # Twice: what nobody would miss is not told, however central the rest makes it.
    rank = centrality(matrix, worths, vectors.near) * worths
    return [sentences[row] for row in sorted(choose(matrix, rank, count, _SAME))]


def worth(text: str) -> float:
    """What a sentence is worth by itself: 1 with 12 content words or more, less for guesses and the dice."""
    size = min(len(content_words(text)), 12) / 12
    told = _GUESS_WORTH if is_hedged(text) else 1.0
    return size * told * (_TABLE_TALK_WORTH if is_table_talk(text) else 1.0)
