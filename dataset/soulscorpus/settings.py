"""What a user chooses about a corpus."""

import re
from dataclasses import dataclass
from typing import Literal

from soulscorpus.errors import CorpusError
from soulscorpus.vocabulary import MAX_SIZE, MIN_SIZE, Model

ANY_LANGUAGE = "any"
LANGUAGE = re.compile(r"[a-z]{2}")
Rules = Literal["ours", "original"]


@dataclass(frozen=True)
class CorpusSettings:
    """`vocab_size`: tokens, at least the model's minimum, or "auto". `test_share`: 0 <= share < 1.

    `language`: ISO 639-1, or "any". `near_ratio`: texts at or above this Levenshtein ratio are one,
    0.5 <= ratio <= 1; 1 for equal texts alone. `rules="original"` has neither folding nor near-duplicates.
    Raises CorpusError for values outside these ranges.
    """

    vocab_size: int | Literal["auto"] = "auto"
    test_share: float = 0.1
    language: str = "en"
    rules: Rules = "ours"
    tokenizer: Model = "bpe"
    near_ratio: float = 0.9

    def __post_init__(self) -> None:
        least = MIN_SIZE[self.tokenizer]
        if self.vocab_size != "auto" and self.vocab_size < least:
            raise CorpusError(
                f"a vocabulary of {self.vocab_size} is too small: bytes and special tokens take {least}"
                if self.tokenizer == "bpe"
                else f"a vocabulary of {self.vocab_size} is too small: wordpiece needs {least} or more"
            )
        if self.vocab_size != "auto" and self.vocab_size > MAX_SIZE:
            raise CorpusError(f"a vocabulary of {self.vocab_size} is too large: {MAX_SIZE} is the most")
        if not 0 <= self.test_share < 1:
            raise CorpusError(f"a test share of {self.test_share} is not in 0 <= share < 1")
        if not 0.5 <= self.near_ratio <= 1:
            raise CorpusError(f"a near ratio of {self.near_ratio} is not in 0.5 <= ratio <= 1")
        if self.language != ANY_LANGUAGE and not LANGUAGE.fullmatch(self.language):
            raise CorpusError(
                f"language {self.language!r} is not a code of two letters such as en, de or ja, "
                f"nor {ANY_LANGUAGE}"
            )
