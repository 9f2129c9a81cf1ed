"""Digital pictures gone wrong or gone coarse."""

from typing import Any

from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.glitch import glitch_parameters, glitching
from animator.filters.moment import Moment
from animator.filters.moved import slid
from animator.filters.parameter import amount, switch
from animator.filters.plane import NEAREST, coarse, fine, measure


@filter_with(
    priority=4.5,
    size=amount(8.0, 1, 64, "Side of a block", "pixels of 512"),
    hard_edges=switch(False, "A block is there or not, never half"),
)
def pixelize(light: Tensor, _: Moment, *, size: float, hard_edges: bool) -> Tensor:
    """Blocks of one colour."""
    cell = max(1, round(measure(light, size)))
    if cell == 1:
        return light
    blocks = coarse(light, cell, cell)
    if hard_edges:
        alpha = blocks[:, 3:]
        blocks = blocks / alpha.clamp(min=1e-6) * (alpha >= 0.5)
    return fine(blocks, cell, cell, (light.shape[2], light.shape[3]), NEAREST).contiguous()


@filter_with(
    priority=10.0,
    moving=True,
    strength=amount(0.05, -1, 1, "How far right blocks of lines move; 2 is the picture's width"),
    **glitch_parameters(20, 30, 200),
)
def digital_glitches(
    light: Tensor, moment: Moment, *, strength: float, hold_min: int, hold_max: int, **bounds: Any
) -> Tensor:
    """Blocks of lines jump aside for a moment, by whole pixels."""
    pixels = round(strength * light.shape[3] / 2)
    if not pixels:
        return light
    lines = glitching(light, moment, moment.holds(hold_min, hold_max), **bounds)
    return slid(light, lines * pixels, edge=False)
