"""Colour for where nothing is, so that a network that knows no transparency sees no edge there."""

import torch
from torch import Tensor
from torch.nn import functional

from animator.colour import NO_ALPHA


def spread(values: Tensor) -> Tensor:
    """Opaque colour [n, 3, height, width] of values [n, 4, height, width] that alpha is multiplied into.

    Before a smaller copy of the picture, which stands before a smaller one: next to the figure it is of the
    figure's own colours, far away of its mean.
    """
    colour, alpha = torch.split(values, [3, 1], 1)
    if values.shape[2:] == (1, 1):
        return colour / alpha.clamp(min=NO_ALPHA)
    behind = spread(functional.avg_pool2d(values, 2, ceil_mode=True))
    under = functional.interpolate(behind, size=values.shape[2:], mode="bilinear")
    return colour + (1 - alpha) * under
