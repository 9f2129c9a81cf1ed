"""Next tokens of a whole batch at once, each row with settings of its own.

Draws invert the cumulative distribution at noise given from outside: the step itself is deterministic, so
a CUDA graph can hold it, and the same noise picks the same token on any device.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from souls.settings import Sampling


@dataclass
class Rows:
    """The sampling settings of B rows, [B, 1] each."""

    top_p: Tensor
    temperature: Tensor
    top_k: Tensor
    repetition_penalty: Tensor

    @classmethod
    def empty(cls, rows: int, device: torch.device) -> "Rows":
        return cls(*(torch.zeros(rows, 1, device=device) for _ in range(4)))

    def fill(self, settings: Sequence[Sampling], vocabulary: int) -> None:
        """Set the first rows; those left over (padding of the batch) repeat the first."""
        filled = [*settings, *[settings[0]] * (len(self.top_p) - len(settings))]
        columns = {
            "top_p": [row.top_p for row in filled],
            "temperature": [row.temperature for row in filled],
            "top_k": [row.top_k or vocabulary for row in filled],
            "repetition_penalty": [row.repetition_penalty for row in filled],
        }
        for name, values in columns.items():
            getattr(self, name).copy_(torch.tensor(values, dtype=torch.float32)[:, None])


def draw(logits: Tensor, noise: Tensor, seen: Tensor, rows: Rows) -> Tensor:
    """Token ids [B] drawn from `logits` [B, V] with `noise` [B] uniform in [0, 1).

    `seen` [B, V] marks the tokens already drawn in a row, which its repetition penalty makes rarer.
    """
    penalised = torch.where(logits > 0, logits / rows.repetition_penalty, logits * rows.repetition_penalty)
    logits = torch.where(seen, penalised, logits)
    # Temperature 0 is greedy: the most likely token is the first of the sorted ones, whatever the noise.
    greedy = rows.temperature == 0
    ordered, tokens = torch.sort(logits / rows.temperature.clamp(min=1e-4), descending=True, dim=-1)
    probabilities = torch.softmax(ordered, dim=-1)
    before = probabilities.cumsum(-1) - probabilities
    rank = torch.arange(logits.shape[-1], device=logits.device)[None]
    kept = (before < rows.top_p) & (rank < rows.top_k) & (~greedy | (rank == 0))
    cumulative = (probabilities * kept).cumsum(-1)
    target = noise[:, None] * cumulative[:, -1:]
    place = torch.searchsorted(cumulative, target, right=True).clamp(max=logits.shape[-1] - 1)
    return tokens.gather(-1, place)[:, 0]
