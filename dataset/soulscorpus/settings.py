"""What a user chooses about a corpus."""

from dataclasses import dataclass
from typing import Literal

from soulscorpus.errors import CorpusError
from soulscorpus.vocabulary import MIN_SIZE


@dataclass(frozen=True)
class CorpusSettings:
    """`vocab_size`: tokens, at least MIN_SIZE, or "auto". `test_share`: 0 <= share < 1 of the entries.

    Raises CorpusError for values outside these ranges.
    """

    vocab_size: int | Literal["auto"] = "auto"
    test_share: float = 0.1

    def __post_init__(self) -> None:
        if self.vocab_size != "auto" and self.vocab_size < MIN_SIZE:
            raise CorpusError(
                f"a vocabulary of {self.vocab_size} is too small: bytes and special tokens take {MIN_SIZE}"
            )
        if not 0 <= self.test_share < 1:
            raise CorpusError(f"a test share of {self.test_share} is not in 0 <= share < 1")
