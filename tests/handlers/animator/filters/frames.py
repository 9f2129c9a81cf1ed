"""Pictures to filter, in light, and one filter over them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from animator.filters.chain import read_chain


def drawn(
    light: Tensor,
    name: str,
    values: dict[str, object] | None = None,
    at: Sequence[float] = (0.0,),
    seed: int = 0,
) -> Tensor:
    """`light` [n or 1, 4, height, width] at each time through one filter."""
    times = torch.tensor(at, dtype=torch.float64)
    light = light.expand(len(times), -1, -1, -1)
    return read_chain([[name, values or {}]]).apply(light, times, seed)


def figure(height: int = 96, width: int = 96) -> Tensor:
    """A disc with a soft edge whose colours run, before nothing, cut off by the lower border."""
    y, x = torch.meshgrid(torch.arange(height) / height, torch.arange(width) / width, indexing="ij")
    alpha = ((0.45 - torch.hypot(x - 0.5, y - 0.7)) * 20).clamp(0, 1)
    return torch.stack([x * alpha, y * alpha, (1 - x) * alpha, alpha])[None].contiguous()


def flat(colour: tuple[float, float, float], height: int = 96, width: int = 96, alpha: float = 1.0) -> Tensor:
    light = torch.tensor([*colour, 1.0]).view(1, 4, 1, 1) * alpha
    return light.expand(1, 4, height, width).contiguous()


def middle(plane: Tensor) -> Tensor:
    """[..]: where along the last way the light of [.., width] lies on average, in pixels."""
    return (plane * torch.arange(plane.shape[-1])).sum(-1) / plane.sum(-1)
