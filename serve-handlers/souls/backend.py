"""What the engine asks of a backend: token ids in, token ids out, one decode for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from souls.settings import Sampling


@dataclass(frozen=True, slots=True)
class Draw:
    """One line to decode: the prompt's token ids (at least one) and how to sample what follows."""

    prompt: tuple[int, ...]
    sampling: Sampling


@dataclass(frozen=True, slots=True)
class Drawn:
    """What followed a prompt, without the end token; `ended` tells whether the model came to it."""

    ids: list[int]
    ended: bool


class Backend(Protocol):
    """Decodes many draws at once.

    With a `seed` the result depends on the draws and the seed alone, never on earlier calls.
    Prompt and new tokens together fit the model's positions: the engine sees to it.
    """

    def decode(self, draws: Sequence[Draw], seed: int | None = None) -> list[Drawn]: ...
