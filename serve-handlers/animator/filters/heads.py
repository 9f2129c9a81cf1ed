"""The heads that read a tape, where they change over and where they miss their track."""

import math

import torch
from torch import Tensor

from animator.filters.analog import TURNS_PER_SECOND
from animator.filters.filter import filter_with
from animator.filters.grain import DOUBLE_SIZE, static
from animator.filters.moment import Moment
from animator.filters.moved import slid
from animator.filters.parameter import amount


@filter_with(
    priority=8.5,
    moving=True,
    speed=amount(8.0, 0, 32, "How fast it wriggles"),
    height=amount(0.035, 0, 0.25, "How much of the picture, from the bottom"),
    max_displacement=amount(0.03, 0, 0.5, "How far the last line is moved; 2 is the picture's width"),
    noise_blend=amount(0.075, 0, 1, "How much of the last line is noise"),
    double_size=DOUBLE_SIZE,
)
def analog_vhs_headswitching(
    light: Tensor,
    moment: Moment,
    *,
    speed: float,
    height: float,
    max_displacement: float,
    noise_blend: float,
    double_size: bool,
) -> Tensor:
    """The lowest lines are torn aside, where one head leaves the tape and the next takes over.

    A television hid them behind its frame. The second head's lines come early or late by an error that
    swings, and the line oscillator has not caught up by the picture's end.
    """
    if not height:
        return light
    rows = _last_rows(light, height)
    turns = [moment.turns(speed * each * TURNS_PER_SECOND)[:, None] for each in (5, 11)]
    wriggle = 0.65 * torch.sin((2 * math.pi) * (0.9 * rows + turns[0]))
    wriggle = wriggle + 0.35 * torch.sin((2 * math.pi) * (4.3 * rows - turns[1]))
    torn = rows.sqrt() * wriggle * (max_displacement * light.shape[3] / 2)
    light = slid(light, torn[:, None, :, None], edge=True)
    return static(light, moment, (rows * noise_blend)[None, None, :, None], 2 if double_size else 1)


def _last_rows(light: Tensor, share: float) -> Tensor:
    """[height]: 0 down to where the picture's last share begins, then to 1 in its last row."""
    height = light.shape[2]
    first = height - max(1.0, share * height)
    return ((torch.arange(1, height + 1, device=light.device) - first) / (height - first)).clamp_(min=0)


@filter_with(
    priority=9.0,
    moving=True,
    base_offset=amount(0.03, 0, 1, "How far up the picture is; 2 is its height"),
    max_dynamic_offset=amount(0.01, 0, 1, "How far it floats about that"),
    speed=amount(8.0, 0, 32, "How fast it floats: turns in 512 frames of 1/25 s"),
    double_size=DOUBLE_SIZE,
)
def analog_vhstracking(
    light: Tensor,
    moment: Moment,
    *,
    base_offset: float,
    max_dynamic_offset: float,
    speed: float,
    double_size: bool,
) -> Tensor:
    """The heads miss their track: the picture floats up and down over a band of noise.

    Whatever the picture's last row holds, the band has too: below a figure cut off there it is noise, and
    beside it nothing.
    """
    height = light.shape[2]
    floating = max_dynamic_offset * torch.sin((2 * math.pi) * moment.turns(speed * TURNS_PER_SECOND))
    up = ((base_offset + floating) * (height / 2)).clamp_(0, height)
    light = slid(light, -up[:, None, None, None], edge=True, way=2)
    rows = torch.arange(1, height + 1, device=light.device)
    band = (rows - (height - up)[:, None]).clamp_(0, 1)[:, None, :, None]
    return static(light, moment, band, 2 if double_size else 1)
