"""Pictures whose pixels are elsewhere: rows slid sideways, planes read through a lens."""

import torch
from torch import Tensor
from torch.nn import functional

from animator.filters.maps import kept


def slid(light: Tensor, pixels: Tensor, edge: bool, way: int = 3) -> Tensor:
    """Moved right by `pixels` [n, 1, height, 1] (way 3), or down by [n, 1, 1, 1] or [n, 1, 1, width] (way 2).

    Between pixels by linear interpolation; whole pixels move unchanged. edge: what comes in is the border's
    pixel again; else nothing.
    """
    length, margin = light.shape[way], 0 if edge else 1
    sides = (margin, margin) if way == 3 else (0, 0, margin, margin)
    source = functional.pad(light, sides) if margin else light
    whole = torch.floor(-pixels)
    places = torch.arange(length, device=light.device).view((-1, 1) if way == 2 else (-1,)) + whole.long()
    near, far = ((places + each).clamp_(-margin, length - 1 + margin).add_(margin) for each in (0, 1))
    here = source.gather(way, near.expand_as(light))
    return here.lerp_(source.gather(way, far.expand_as(light)), -pixels - whole)


def looked_up(planes: Tensor, grid: Tensor, mode: str = "bilinear", edge: str = "border") -> Tensor:
    """Planes read at `grid` [1, height, width, 2], x and y from -1 to 1 between the borders."""
    grids = grid.expand(len(planes), -1, -1, -1)
    return functional.grid_sample(planes, grids, mode=mode, padding_mode=edge, align_corners=False)


@kept(8)
def magnified(
    height: int, width: int, factor: float, centre: tuple[float, float], device: torch.device
) -> Tensor:
    """Grid through which a picture is seen `factor` times as large, `centre` (x, y) staying where it is."""
    x, y = axis(width, device), axis(height, device)
    x, y = (way + (each - way) / factor for each, way in zip((x, y), centre, strict=True))
    return torch.stack(torch.meshgrid(x, y, indexing="xy"), -1)[None]


def axis(length: int, device: torch.device) -> Tensor:
    """[length]: where pixels' middles are, from -1 to 1 between the borders."""
    return (torch.arange(length, device=device) * 2 + 1) / length - 1
