"""Texts to unit vectors whose products say how alike the texts are.

Two kinds: MiniLM's sentence embeddings (`minilm.py`), and word counts weighted by how rare a word is, which
need no weights at all.
"""

import math
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from agent.sentences import content_words

Matrix = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Matrix]

# Words are hashed into so many places: a whole evening has some 5,000 different ones, most of them once.
_PLACES = 4096


class Vectors(Protocol):
    """`fitted` learns from `texts` what is common there.

    near: the product from which texts are alike. sure: from which they are about the same, whatever words
    they use.
    """

    name: str
    near: float
    sure: float

    def fitted(self, texts: Sequence[str]) -> Embed: ...


class TfIdf:
    """(1 + log count) * log((1 + texts) / (1 + texts with the word)) + 1, of unit length."""

    name = "tf-idf"
    near = 0.12
    # Its products are of words alone: no other words than a text's own can be meant.
    sure = 1.01

    def fitted(self, texts: Sequence[str]) -> Embed:
        found = Counter(place for text in texts for place in {_place(word) for word in content_words(text)})
        rarity = np.ones(_PLACES, np.float32) * (math.log(1 + len(texts)) + 1)
        for place, count in found.items():
            rarity[place] = math.log((1 + len(texts)) / (1 + count)) + 1

        def embed(texts: Sequence[str]) -> Matrix:
            matrix = np.zeros((len(texts), _PLACES), np.float32)
            for row, text in zip(matrix, texts, strict=True):
                for place, count in Counter(_place(word) for word in content_words(text)).items():
                    row[place] = (1 + math.log(count)) * rarity[place]
            return unit(matrix)

        return embed


def _place(word: str) -> int:
    return zlib.crc32(stem(word).encode()) % _PLACES


def stem(word: str) -> str:
    """What a word shares with its plural and its possessive."""
    bare = word.removesuffix("'s")
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


def unit(matrix: Matrix) -> Matrix:
    """Rows of length 1; a row of nothing stays nought."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    shortened: Matrix = (matrix / np.maximum(length, 1e-9)).astype(np.float32)
    return shortened
