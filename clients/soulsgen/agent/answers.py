"""What is asked of an agent and what it answers, whichever it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Spoken:
    """What someone said; `at` is seconds from the start of the session."""

    at: float
    text: str
    speaker: str | None = None


@dataclass(frozen=True)
class Claim:
    """A sentence and the seconds it rests on; one that is not `sure` is to be confirmed.

    speaker: who said it, where it is one person's own words.
    """

    text: str
    at: tuple[float, ...]
    sure: bool
    speaker: str | None = None


@dataclass(frozen=True)
class Scene:
    """What can be seen, in a sentence or two, and the seconds of the lines that say so."""

    text: str
    at: tuple[float, ...]


# Of `system`, `user` and `assistant`, oldest first: {"role", "content"}.
Messages = list[dict[str, str]]


@dataclass(frozen=True)
class Source:
    """A piece of the lore that an answer rests on, and where it stands."""

    text: str
    where: str


@dataclass(frozen=True)
class Answer:
    """All of a reply. `notes` are what the user should know of it, a sentence each."""

    reply: str
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spent:
    """Tokens so far, and US dollars where the price is known; an agent of one's own costs nothing."""

    tokens_in: int = 0
    tokens_out: int = 0
    usd: float | None = 0.0

    def sentence(self) -> str:
        """Nothing where nothing was counted."""
        if not self.tokens_in and not self.tokens_out:
            return ""
        price = "price not known; give --input-price and --output-price" if self.usd is None else None
        told = price or f"${self.usd:.4f}"
        return f"{self.tokens_in} tokens in, {self.tokens_out} out: {told}"


class Agent(Protocol):
    """One that reads lines of talk, and talks. Its calls raise SoulsgenError as the HTTP clients do."""

    def recap(self, lines: Sequence[Spoken], sentences: int) -> list[Claim]:
        """What happened, in at most so many sentences, in the order of the session."""
        ...

    def scene(self, lines: Sequence[Spoken], previous: str) -> Scene:
        """What can be seen at the end of `lines`; `previous` is the scene before, told again if none is."""
        ...

    def chat(self, messages: Messages) -> Iterator[str | Answer]:
        """The reply to the last of `messages` in pieces, as they are written, and at last all of it."""
        ...

    def made_by(self) -> str:
        """A sentence that says how the answers came about, for whoever reads them."""
        ...

    def spent(self) -> Spent: ...
