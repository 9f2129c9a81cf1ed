"""What shows the picture: a hologram, a tube that is filmed, a tube's lines."""

import math

import torch
from torch import Tensor

from animator.engine import SIDE
from animator.filters.filter import filter_with
from animator.filters.grain import ALPHA, LUMINANCE
from animator.filters.moment import FRAMES_PER_SECOND, Moment
from animator.filters.moved import axis
from animator.filters.parameter import amount, count, one_of, switch
from animator.filters.plane import within


@filter_with(priority=10.5, alpha=amount(0.9, 0, 1, "How much of it is there"))
def translucent_display(light: Tensor, _: Moment, *, alpha: float) -> Tensor:
    """One sees through it, as through a hologram."""
    return light.mul_(alpha)


@filter_with(
    priority=12.0,
    moving=True,
    strength=amount(0.4, 0, 1, "How much brighter the bright bands are than the dark ones"),
    density=amount(2.0, 0, 8, "Bands down the picture"),
    speed=amount(16.0, -64, 64, "How fast they sink", "pixels of 512 in 1/25 s"),
)
def banding(light: Tensor, moment: Moment, *, strength: float, density: float, speed: float) -> Tensor:
    """Brighter and darker bands travel down the picture, as over a tube that is filmed.

    The beat of a tube's refresh with a camera's: half of it brightens, half darkens, so that the picture
    is as bright as it was.
    """
    if not strength or not density:
        return light
    rows = (axis(light.shape[2], light.device) + 1) / 2
    turns = density * rows - moment.turns(density * speed * FRAMES_PER_SECOND / SIDE)[:, None]
    bands = 1 + strength / 2 * torch.cos((2 * math.pi) * turns)
    light[:, :3].mul_(bands[:, None, :, None])
    return within(light)


@filter_with(
    priority=13.0,
    moving=True,
    field=count(0, 0, 1, "Which lines are dimmed at first: 0 the topmost, 1 those after"),
    dynamic=switch(True, "Fields take turns, 25 times a second"),
    double_size=switch(True, "Lines of two pixels, which files compress better"),
    channel=one_of(LUMINANCE, (LUMINANCE, ALPHA), "Dims brightness (Y) or opacity (A)"),
    strength=amount(0.1, 0, 1, "How much a dimmed line loses"),
)
def scanlines(
    light: Tensor,
    moment: Moment,
    *,
    field: int,
    dynamic: bool,
    double_size: bool,
    channel: str,
    strength: float,
) -> Tensor:
    """Every other line is dimmer, as of an interlaced television."""
    if not strength:
        return light
    lines = torch.arange(light.shape[2], device=light.device) // (2 if double_size else 1)
    first = moment.steps[:, None] + field if dynamic else lines.new_full((1, 1), field)
    kept = 1 - strength * (1 - (lines + first) % 2).float()
    (light if channel == ALPHA else light[:, :3]).mul_(kept[:, None, :, None])
    return light
