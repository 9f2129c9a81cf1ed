"""Next tokens drawn for a whole batch at once, each row with a temperature, a nucleus and noise of its own.

A draw inverts the cumulative distribution at noise that is made beforehand: a row with a seed draws the same
whatever stands beside it, and no step asks Python for a number.
"""

import secrets
from collections.abc import Sequence

import torch
from torch import Tensor

from agent.settings import Sampling


class Drawing:
    """As `transformers` calls a logits processor: scores in, and out comes a row's token alone."""

    def __init__(self, rows: Sequence[Sampling], steps: int, device: torch.device) -> None:
        """steps: most tokens that a row takes."""
        self.temperature = _column([row.temperature for row in rows], device)
        self.top_p = _column([row.top_p for row in rows], device)
        noise = [torch.rand(steps, generator=_generator(row.seed)) for row in rows]
        self.noise = torch.stack(noise, 1).to(device)
        self.step = 0

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:  # noqa: ARG002 - transformers gives both
        """(rows, vocabulary) to the same shape: 0 at the token that was drawn, -inf elsewhere."""
        token = draw(scores, self.noise[self.step], self.temperature, self.top_p)
        self.step += 1
        return torch.full_like(scores, -torch.inf).scatter_(1, token[:, None], 0.0)


def draw(scores: Tensor, noise: Tensor, temperature: Tensor, top_p: Tensor) -> Tensor:
    """Token ids (rows) drawn from `scores` (rows, vocabulary) with `noise` (rows) uniform in [0, 1).

    temperature, top_p: (rows, 1). At temperature 0 the likeliest token is taken, whatever the noise.
    """
    ordered, tokens = torch.sort(scores / temperature.clamp(min=1e-4), dim=-1, descending=True, stable=True)
    probabilities = torch.softmax(ordered, dim=-1)
    before = probabilities.cumsum(-1) - probabilities
    kept = before < top_p
    cumulative = (probabilities * kept).cumsum(-1)
    place = torch.searchsorted(cumulative, noise[:, None] * cumulative[:, -1:], right=True)
    # Rounding may put noise near 1 behind the nucleus.
    place = torch.minimum(place, kept.sum(-1, keepdim=True) - 1)
    place = torch.where(temperature > 0, place, 0)
    return tokens.gather(1, place)[:, 0]


def _column(values: Sequence[float], device: torch.device) -> Tensor:
    return torch.tensor(values, dtype=torch.float32, device=device)[:, None]


def _generator(seed: int | None) -> torch.Generator:
    return torch.Generator().manual_seed(secrets.randbits(63) if seed is None else seed)
