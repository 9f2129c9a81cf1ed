"""How a line begins: a familiar word, or a letter that grows into one.

A bare start makes a model trained on single sentences write garble, and the start of a known sentence
makes it repeat the corpus; a familiar word in first place does neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import Levenshtein


@dataclass(frozen=True)
class Words:
    """The corpus's words in lower case."""

    known: Sequence[str]

    @classmethod
    def read(cls, path: Path) -> "Words":
        """Words of a file with one a line; raises ValueError when there is none."""
        known = [word for word in path.read_text("utf-8").split("\n") if word]
        if not known:
            raise ValueError(f"{path} has no words to begin a line with")
        return cls(known)

    def random_word(self, rng: Random) -> str:
        return rng.choice(self.known)

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
