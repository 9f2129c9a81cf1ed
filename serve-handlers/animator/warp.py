"""Pictures moved along a field of offsets: what THA3, its teacher and the students all end in."""

import torch
from torch import Tensor
from torch.nn import functional


def grid_of(side: int, device: torch.device | None = None) -> Tensor:
    """[1, side, side, 2]: x and y of each pixel's middle, -1 to 1 from edge to edge."""
    identity = torch.eye(2, 3, device=device)[None]
    return functional.affine_grid(identity, [1, 1, side, side], align_corners=False)


def warped(image: Tensor, change: Tensor) -> Tensor:
    """`image` [n, channels, side, side] read at its grid plus `change` [n, 2, side, side].

    In float32 whatever the networks compute in: half of a pixel's thousandths are lost in float16.
    """
    grid = grid_of(image.shape[-1], image.device) + change.permute(0, 2, 3, 1).float()
    moved = functional.grid_sample(image.float(), grid, padding_mode="border", align_corners=False)
    return moved.to(image.dtype)


def covered(image: Tensor, colour: Tensor, alpha: Tensor) -> Tensor:
    return colour * alpha + image * (1 - alpha)
