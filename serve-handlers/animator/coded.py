"""The encoding in which pictures are made larger: sRGB values, premultiplied by alpha, 0 to 1.

In light, kernels that reach below zero would give every dark line a bright edge; and Anime4K's networks have
seen nothing but coded pictures.
"""

from functools import cache

import torch
from torch import Tensor

from animator.colour import NO_ALPHA, premultiplied, to_linear

_STEPS = 65535


def coded_of(pictures: Tensor) -> Tensor:
    """[n, 4, height, width] of pictures [n, height, width, 4], uint8."""
    return premultiplied(pictures.permute(0, 3, 1, 2).float() / 255)


def light_of_coded(coded: Tensor) -> Tensor:
    light = torch.empty_like(coded)
    colour, alpha = _straight(coded)
    linear = to_linear(colour) if coded.is_cuda else _looked_up(colour)
    torch.mul(linear, alpha, out=light[:, :3])
    light[:, 3:] = alpha
    return light


def _straight(coded: Tensor) -> tuple[Tensor, Tensor]:
    """Colour, none where nothing is, and alpha; a kernel's overshoot is cut off."""
    alpha = coded[:, 3:].clamp(0, 1)
    share = torch.where(alpha < NO_ALPHA, 0, 1 / alpha)
    return (coded[:, :3] * share).clamp_(0, 1), alpha


def _looked_up(colour: Tensor) -> Tensor:
    """By a table: on a CPU a power of each value takes four times as long."""
    places = colour.mul(_STEPS).add_(0.5).to(torch.int32)
    return torch.index_select(_linear_table(), 0, places.flatten()).view(colour.shape)


@cache
def _linear_table() -> Tensor:
    return to_linear(torch.linspace(0, 1, _STEPS + 1, dtype=torch.float64)).float()
