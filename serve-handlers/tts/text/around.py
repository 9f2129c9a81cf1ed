"""A written word between its neighbours: what rules look at that need more than the word."""

from dataclasses import dataclass

from tts.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Around:
    """A word and its neighbours; "" where there is none."""

    before2: str
    before: str
    here: Token
    after: str
    joined: bool  # to the one before, without a mark between
