"""Video on a tape: its noise and its scars."""

from typing import Any

import torch
from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.glitch import glitch_parameters, glitching
from animator.filters.grain import DOUBLE_SIZE, RUN, grains, static
from animator.filters.moment import Moment
from animator.filters.parameter import amount, one_of
from animator.filters.plane import (
    BILINEAR,
    BLUE,
    GREEN,
    NEAREST,
    RED,
    brightness,
    fine,
    within,
)

PAL, NTSC = "PAL", "NTSC"
# Of the noise: what is added to black, of which a tape has none; and how much of it is colour.
_FLOOR, _CHROMA = 0.03, 0.6


@filter_with(
    priority=7.5,
    moving=True,
    strength=amount(0.3, 0, 1, "How much of it"),
    mode=one_of(PAL, (PAL, NTSC), "NTSC has noise in its colours, too"),
    double_size=DOUBLE_SIZE,
    ntsc_chroma=one_of(NEAREST, (NEAREST, BILINEAR), "NTSC: whether its blocks show"),
)
def analog_vhs_noise(
    light: Tensor, moment: Moment, *, strength: float, mode: str, double_size: bool, ntsc_chroma: str
) -> Tensor:
    """A tape's own noise, in runs along the lines.

    Colour is recorded at a fifth of brightness' bandwidth, hence its runs are longer; PAL's line by line
    reversal cancels them, NTSC's stay.
    """
    if not strength:
        return light
    cell, size = 2 if double_size else 1, (light.shape[2], light.shape[3])
    alpha = light[:, 3:]
    noise = grains(moment, size, RUN, 0, cell).mul_(strength)
    bright = brightness(light)
    added = (bright + _FLOOR * alpha).mul_(noise)
    if mode == NTSC:
        hues = _hues(moment, size, 2 * cell, ntsc_chroma).mul_(_CHROMA * strength)
        red, blue = torch.split(hues.mul_(bright + _FLOOR * alpha), 1, 1)
        light[:, 0:1].add_(red)
        light[:, 1:2].sub_(red, alpha=RED / GREEN).sub_(blue, alpha=BLUE / GREEN)
        light[:, 2:3].add_(blue)
    light[:, :3].add_(added)
    return within(light)


def _hues(moment: Moment, size: tuple[int, int], cell: int, mode: str) -> Tensor:
    """[n, 2, height, width] from -1 to 1, of red and blue, in cells of so many pixels."""
    cells = -(-size[0] // cell), -(-size[1] // cell)
    planes = [grains(moment, cells, 2 * RUN, 0, 1, primary) for primary in ("red", "blue")]
    return fine(torch.cat(planes, 1), cell, cell, size, mode)


@filter_with(
    priority=8.0,
    moving=True,
    strength=amount(0.1, 0, 1, "How much of a line its scar covers"),
    **glitch_parameters(3, 6, 100),
)
def analog_vhsglitches(
    light: Tensor, moment: Moment, *, strength: float, hold_min: int, hold_max: int, **bounds: Any
) -> Tensor:
    """Lines scarred by noise: dropouts of a worn tape."""
    if not strength:
        return light
    held = moment.holds(hold_min, hold_max)
    return static(light, moment, glitching(light, moment, held, **bounds) * strength, numbers=held)
