"""What filters do to planes of a picture: blur, make coarse, keep within what a picture can hold.

Lengths in pixels that a filter's user sets are those of a picture 512 high; `measure` has them in this one,
so that a picture drawn smaller looks the same.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from animator.engine import SIDE

# Rec. ITU-R BT.709: how much of what is seen as brightness each primary gives, in linear light.
RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
# Wider Gaussians are drawn on coarser planes.
_WIDEST = 3.0
NEAREST, BILINEAR = "nearest", "bilinear"


def measure(light: Tensor, pixels: float) -> float:
    return pixels * light.shape[-2] / SIDE


def brightness(colour: Tensor) -> Tensor:
    """[n, 1, height, width] of [n, 3 or 4, height, width]: with alpha in it where the colour has it."""
    found = colour[:, 0:1] * RED
    return found.add_(colour[:, 1:2], alpha=GREEN).add_(colour[:, 2:3], alpha=BLUE)


def within(light: Tensor) -> Tensor:
    """In place: no colour is less than nothing or more than its alpha lets through."""
    colour = light[:, :3].clamp_(min=0)
    torch.minimum(colour, light[:, 3:], out=colour)
    return light


def coarse(planes: Tensor, rows: int, columns: int) -> Tensor:
    """[.., ceil(height / rows), ceil(width / columns)]: the mean of each cell of so many pixels."""
    height, width = planes.shape[-2:]
    more = (0, -width % columns, 0, -height % rows)
    whole = functional.pad(planes, more, mode="replicate") if any(more) else planes
    count, channels, height, width = whole.shape
    # Row by row first: they lie one behind the other.
    sums = whole.reshape(count, channels, height // rows, rows, width).sum(3)
    cells = sums.view(count, channels, height // rows, width // columns, columns).sum(4)
    return cells.div_(rows * columns)


def fine(cells: Tensor, rows: int, columns: int, size: tuple[int, int], mode: str) -> Tensor:
    """Back to (height, width), of which these are the cells. mode: nearest or bilinear."""
    high, wide = cells.shape[-2:]
    if mode == NEAREST:
        planes = functional.interpolate(cells, size=(high * rows, wide * columns))
    else:
        planes = _rows_between(functional.interpolate(cells, size=(high, wide * columns), mode=mode), rows)
    return planes[..., : size[0], : size[1]]


def _rows_between(cells: Tensor, rows: int) -> Tensor:
    """Rows of linear interpolation, a third of the time that interpolate takes for them on a CPU."""
    if rows == 1:
        return cells
    count, channels, high, width = cells.shape
    padded = functional.pad(cells, (0, 0, 1, 1), mode="replicate")
    planes = cells.new_empty(count, channels, high, rows, width)
    for row in range(rows):
        # From the middle of the cell above, this one or the next.
        first, share = divmod((row + 0.5) / rows + 0.5, 1)
        above = padded.narrow(2, int(first), high)
        torch.lerp(above, padded.narrow(2, int(first) + 1, high), share, out=planes[:, :, :, row])
    return planes.view(count, channels, high * rows, width)


def blurred(planes: Tensor, across: float, down: float) -> Tensor:
    """By Gaussians of those sigmas in pixels; what is at the border goes on beyond it."""
    for axis, sigma in ((3, across), (2, down)):
        factor = 2 ** max(0, math.ceil(math.log2(max(sigma, _WIDEST) / _WIDEST)))
        if factor > 1:
            cell = (1, factor) if axis == 3 else (factor, 1)
            size = (planes.shape[2], planes.shape[3])
            small = _blurred_along(coarse(planes, *cell), axis, left_of(sigma, factor))
            planes = fine(small, cell[0], cell[1], size, BILINEAR)
        elif sigma > 0:
            planes = _blurred_along(planes, axis, sigma)
    return planes


def left_of(sigma: float, factor: int) -> float:
    """Sigma in cells, once their means and the lines between them have blurred by their own variance."""
    if factor == 1:
        return sigma
    return math.sqrt(max(sigma**2 - (factor**2 - 1) / 12 - factor**2 / 6, 0)) / factor


def _blurred_along(planes: Tensor, axis: int, sigma: float) -> Tensor:
    """Sums of shifted planes: for so few taps quicker than a convolution of so few channels."""
    reach = max(1, math.ceil(3 * sigma))
    taps = [math.exp(-0.5 * (far / max(sigma, 1e-3)) ** 2) for far in range(reach + 1)]
    whole = taps[0] + 2 * sum(taps[1:])
    sides = (reach, reach, 0, 0) if axis == 3 else (0, 0, reach, reach)
    padded, length = functional.pad(planes, sides, mode="replicate"), planes.shape[axis]
    total = padded.narrow(axis, reach, length) * (taps[0] / whole)
    for far in range(1, reach + 1):
        for start in (reach - far, reach + far):
            total.add_(padded.narrow(axis, start, length), alpha=taps[far] / whole)
    return total
