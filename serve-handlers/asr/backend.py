"""What the engine asks of a backend: windows of sound in, token ids, probabilities and times out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Draw:
    """One window to decode: what comes before the begin token, from there to the text, how to draw.

    temperature 0 is greedy. With timestamps the model must write them, in order and in pairs.
    """

    context: tuple[int, ...]
    start: tuple[int, ...]
    temperature: float
    timestamps: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was written, timestamps included, without the end; natural logarithms.

    logprob: sum over the tokens and the end. no_speech: probability, 0 where the model has no such token.
    """

    ids: list[int]
    logprob: float
    no_speech: float

    @property
    def average(self) -> float:
        """Log-probability a token, the end counted."""
        return self.logprob / (len(self.ids) + 1)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Seconds at which each text token begins and, last, the last one ends; each token's probability."""

    seconds: list[float]
    probabilities: list[float]


class Backend(Protocol):
    """One model on one device. `memory` is what `encode` returned, or some of its rows."""

    def encode(self, features: Tensor) -> Any:
        """Encoder output of features [B, bands, frames]; an array that is indexed by rows."""

    def detect(self, memory: Any) -> list[dict[str, float]]:
        """Probability of each language the model knows, of each row."""

    def decode(self, memory: Any, draws: Sequence[Draw]) -> list[Drawn]:
        """A text for each row of `memory`."""

    def align(
        self, memory: Any, start: tuple[int, ...], texts: Sequence[list[int]], seconds: Sequence[float]
    ) -> list[Aligned]:
        """When each token of each row's text was said; `seconds` of each row are sound, the rest padding."""
