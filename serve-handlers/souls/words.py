"""The corpus's words: which are known, which open a line, and which one a letter grows into.

A bare start makes a model trained on single sentences write garble, and the start of a known sentence
makes it repeat the corpus; a familiar word in first place does neither. The words that open sentences of
the corpus are the ones a model has seen in first place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import Levenshtein

# Letters, with single apostrophes and hyphens inside, as in a corpus's words.txt.
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def words_of(text: str) -> list[str]:
    """The words of `text` in its order, in lower case, with `'` for `’`."""
    return _WORD.findall(text.lower().replace("’", "'"))


def opening_words(sentences: Iterable[str]) -> list[str]:
    """The words that open `sentences`, each once, in alphabetical order."""
    return sorted({words[0] for sentence in sentences if (words := words_of(sentence))})


@dataclass(frozen=True)
class Words:
    """`known`: all words of the corpus in lower case; `openers`: those that open a sentence of it."""

    known: list[str]
    openers: list[str]

    @classmethod
    def read(cls, known: Path, openers: Path) -> "Words":
        """Words of two files with one a line; raises ValueError when there is nothing to begin with."""
        words = cls(known.read_text("utf-8").split(), openers.read_text("utf-8").split())
        if not words.known or not words.openers:
            raise ValueError(f"{known} or {openers} has no words to begin a line with")
        return words

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.known)

    def unknown(self, text: str) -> list[str]:
        """The words of `text` that are not the corpus's; the possessive of a known word is known."""
        return [word for word in words_of(text) if not {word, word.removesuffix("'s")} & self._known]

    def random_word(self, rng: Random) -> str:
        return rng.choice(self.openers)

    def random_letter(self, rng: Random) -> str:
        """First letter of a random word: letters come as often as words begin with them."""
        return self.random_word(rng)[0]

    def nearest(self, fragment: str) -> str:
        """The known word at the least Levenshtein distance among those with the same first letter.

        Ties go to the alphabetically first, so that a seed gives the same word everywhere.
        """
        fragment = fragment.lower()
        same_letter = [word for word in self.known if word[:1] == fragment[:1]] or self.known
        return min(same_letter, key=lambda word: (Levenshtein.distance(fragment, word), word))
