"""Video on a bad cable: blurred, its colour coarser than its brightness, its lines out of step."""

import math

import torch
from torch import Tensor

from animator.engine import SIDE
from animator.filters.filter import filter_with
from animator.filters.moment import FRAMES_PER_SECOND, Moment
from animator.filters.moved import axis, slid
from animator.filters.parameter import amount, one_of, switch
from animator.filters.plane import (
    BILINEAR,
    BLUE,
    GREEN,
    NEAREST,
    RED,
    blurred,
    brightness,
    coarse,
    fine,
    measure,
)

ANALOG, DIGITAL = "analog", "digital"
QUARTER, HALF = "4:2:0", "4:2:2"
TOP, BOTTOM = "top", "bottom"
# A speed of 1 is a turn in so many frames as a picture of 512 has lines.
TURNS_PER_SECOND = FRAMES_PER_SECOND / SIDE


@filter_with(
    priority=5.0,
    sigma=amount(1.5, 0, 3, "How far it blurs", "pixels of 512"),
)
def analog_lowres(light: Tensor, _: Moment, *, sigma: float) -> Tensor:
    """A signal of too little bandwidth: all is blurred."""
    spread = measure(light, sigma)
    return blurred(light, spread, spread)


@filter_with(
    priority=5.5,
    mode=one_of(ANALOG, (ANALOG, DIGITAL), "Blurred along the line, or one colour a block"),
    subsampling=one_of(QUARTER, (QUARTER, HALF), "Coarser both ways (4:2:0), or along the line alone"),
    upscale=one_of(NEAREST, (NEAREST, BILINEAR), "Digital: whether blocks show"),
    double_size=switch(True, "Digital: blocks of four pixels instead of two"),
    sigma=amount(4.0, 0, 16, "Analog: how far colour spreads", "pixels of 512"),
)
def chroma_subsample(
    light: Tensor,
    _: Moment,
    *,
    mode: str,
    subsampling: str,
    upscale: str,
    double_size: bool,
    sigma: float,
) -> Tensor:
    """Colour is coarser than brightness, as in all video, and here one sees it.

    As in video it is done to about the square root of light: red and blue less brightness are averaged, over
    what is not transparent alone (normalized convolution: Knutsson and Westin, 1993), so that no edge pales.
    Analog 4:2:0 averages neighbouring lines, as a PAL decoder's delay line.
    """
    alpha, both = light[:, 3:], subsampling == QUARTER
    seen = (light[:, :3] / alpha.clamp(min=1e-6)).clamp_(0, 1).sqrt_()
    bright = brightness(seen)
    planes = torch.cat([(seen[:, ::2] - bright).mul_(alpha), alpha], 1)
    if mode == ANALOG:
        spread = measure(light, sigma)
        planes = blurred(planes, spread, min(1.0, spread) if both else 0.0)
    else:
        columns = 4 if double_size else 2
        rows = columns if both else 1
        planes = fine(coarse(planes, rows, columns), rows, columns, (light.shape[2], light.shape[3]), upscale)
    red, blue = torch.split(planes[:, :2] / planes[:, 2:].clamp(min=1e-6), 1, 1)
    green = bright - red * (RED / GREEN) - blue * (BLUE / GREEN)
    colours = torch.cat([bright + red, green, bright + blue], 1)
    torch.mul(colours.clamp_(0, 1).square_(), alpha, out=light[:, :3])
    return light


_DENSITY = "Waves down the picture; null or 0 leaves them out"
_AMPLITUDE = "How far they reach; 2 is the picture's width; null leaves them out"


@filter_with(
    priority=6.0,
    moving=True,
    speed=amount(8.0, 0, 32, "How fast the waves run down", "pixels of 512 in 1/25 s"),
    amplitude1=amount(0.001, 0, 0.05, "How far the first waves reach; 2 is the picture's width"),
    density1=amount(4.0, 0, 100, "The first waves down the picture"),
    amplitude2=amount(0.001, 0, 0.05, _AMPLITUDE, off=0.0),
    density2=amount(13.0, 0, 100, _DENSITY, off=0.0),
    amplitude3=amount(0.001, 0, 0.05, _AMPLITUDE, off=0.0),
    density3=amount(27.0, 0, 100, _DENSITY, off=0.0),
)
def analog_rippling_hsync(light: Tensor, moment: Moment, *, speed: float, **waves: float) -> Tensor:
    """Lines begin a little early or late: outlines ripple."""
    used = [(waves[f"amplitude{each}"], waves[f"density{each}"]) for each in (1, 2, 3)]
    used = [(amplitude, density) for amplitude, density in used if amplitude and density]
    if not used:
        return light
    height, width = light.shape[2:]
    rows = (axis(height, light.device) + 1) / 2
    late = torch.zeros(len(light), height, device=light.device)
    for amplitude, density in used:
        # Denser waves turn more often: all run as fast.
        turns = density * rows - moment.turns(speed * density * TURNS_PER_SECOND)[:, None]
        late += amplitude * torch.sin((2 * math.pi) * turns)
    return slid(light, late[:, None, :, None] * (width / 2), edge=True)


_RIPPLES = "How many times it swings in a turn; null or 0 leaves it out"


@filter_with(
    priority=7.0,
    moving=True,
    speed=amount(8.0, 0, 32, "How fast it swings: turns in 512 frames of 1/25 s"),
    asymmetry=amount(0.1, -0.5, 0.5, "How far right the edge's line is on average; 2 is the width"),
    ripple_amplitude=amount(0.05, 0, 0.2, "How far it swings about that"),
    ripple_density1=amount(4.0, 0, 100, "How many times it swings in a turn"),
    ripple_density2=amount(13.0, 0, 100, _RIPPLES, off=0.0),
    ripple_density3=amount(27.0, 0, 100, _RIPPLES, off=0.0),
    placement=one_of(BOTTOM, (BOTTOM, TOP), "At which edge"),
)
def analog_runaway_hsync(
    light: Tensor,
    moment: Moment,
    *,
    speed: float,
    asymmetry: float,
    ripple_amplitude: float,
    placement: str,
    **densities: float,
) -> Tensor:
    """Lines near an edge lose their beginning and swing aside, the outermost most.

    The last eighth of the picture bends like a parabola.
    """
    if not asymmetry and not ripple_amplitude:
        return light
    swings = [density for density in densities.values() if density]
    swing = torch.zeros(len(light), device=light.device)
    for density in swings:
        swing += torch.sin((2 * math.pi) * moment.turns(speed * density * TURNS_PER_SECOND)) / len(swings)
    rows = axis(light.shape[2], light.device) * (1 if placement == BOTTOM else -1)
    bend = ((rows - 0.75).clamp_(min=0) * 4).square_()
    late = (asymmetry + ripple_amplitude * swing)[:, None] * bend
    return slid(light, late[:, None, :, None] * (light.shape[3] / 2), edge=True)
