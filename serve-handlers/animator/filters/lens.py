"""What a camera's lens does: it enlarges, scatters colours apart, and darkens towards the corners."""

import math
from functools import lru_cache

import torch
from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.maps import kept
from animator.filters.moment import Moment
from animator.filters.moved import axis, looked_up, magnified
from animator.filters.parameter import amount, one_of
from animator.filters.plane import blurred, measure, within

LOW, HIGH, ULTRA = "low", "high", "ultra"
_LOBES = 3


@filter_with(
    priority=-1.0,
    center_x=amount(0.0, -1, 1, "What stays where it is, from the left (-1) to the right (1)"),
    center_y=amount(-0.867, -1, 1, "The same, from the top (-1) to the bottom (1)"),
    factor=amount(2.0, 1, 4, "How many times as large"),
    quality=one_of(LOW, (LOW, HIGH, ULTRA), "Linear, cubic, or Lanczos' interpolation"),
)
def zoom(
    light: Tensor, _: Moment, *, center_x: float, center_y: float, factor: float, quality: str
) -> Tensor:
    """A part of the picture fills it all.

    Lanczos: Duchon, Lanczos Filtering in One and Two Dimensions (1979), three lobes.
    """
    if factor == 1:
        return light
    height, width = light.shape[2:]
    if quality == ULTRA:
        down, across = (
            _lanczos(length, factor, centre, light.device)
            for length, centre in ((height, center_y), (width, center_x))
        )
        return within((down @ light @ across.T).clamp_(0, 1))
    grid = magnified(height, width, factor, (center_x, center_y), light.device)
    if quality == LOW:
        return looked_up(light, grid)
    return within(looked_up(light, grid, "bicubic").clamp_(0, 1))


@lru_cache(4)
def _lanczos(length: int, factor: float, centre: float, device: torch.device) -> Tensor:
    """[length, length]: the weight of each pixel of the picture in each of the enlarged one."""
    seen = centre + (axis(length, device) - centre) / factor
    far = ((seen + 1) * length - 1)[:, None] / 2 - torch.arange(length, device=device)
    weights = torch.where(far.abs() < _LOBES, torch.sinc(far) * torch.sinc(far / _LOBES), 0.0)
    return weights / weights.sum(1, keepdim=True)


@filter_with(
    priority=1.0,
    scale=amount(0.005, 0, 0.05, "By how much red's picture is larger and blue's smaller"),
    sigma=amount(1.0, 0, 4, "How far red and blue are out of focus", "pixels of 512"),
)
def chromatic_aberration(light: Tensor, _: Moment, *, scale: float, sigma: float) -> Tensor:
    """A simple lens: red is drawn larger than green and blue smaller, and both a little out of focus.

    Glass refracts red least: it is focused farther away, hence larger (transverse) and, where green is
    sharp, blurred (axial aberration). Each brings its own alpha; the picture's is their mean.
    """
    if not scale and not sigma:
        return light
    height, width = light.shape[2:]
    spread = measure(light, sigma)
    # Red, blue, alpha.
    planes = blurred(torch.cat([light[:, ::2], light[:, 3:]], 1), spread, spread)
    for primary, planes_of_it, factor in ((0, planes[:, ::2], 1 + scale), (2, planes[:, 1:], 1 - scale)):
        grid = magnified(height, width, factor, (0.0, 0.0), light.device)
        seen = looked_up(planes_of_it, grid) if scale else planes_of_it
        light[:, primary] = seen[:, 0]
        light[:, 3].add_(seen[:, 1])
    light[:, 3].div_(3)
    return within(light)


@filter_with(
    priority=2.0,
    strength=amount(0.42, 0, 0.95, "The corners' angle from the lens' axis, as a share of a right angle"),
)
def vignetting(light: Tensor, _: Moment, *, strength: float) -> Tensor:
    """Less light reaches the corners than the middle.

    By the fourth power of the cosine of its angle to the lens' axis: natural vignetting.
    """
    if strength:
        light[:, :3].mul_(_falloff(light.shape[2], light.shape[3], strength, light.device))
    return light


@kept(8)
def _falloff(height: int, width: int, strength: float, device: torch.device) -> Tensor:
    """[height, width]. The tangent of the angle grows with the distance from the middle."""
    diagonal = math.hypot(height, width)
    y, x = (axis(length, device) * (length / diagonal) for length in (height, width))
    tangent = math.tan(strength * math.pi / 2)
    return (1 + (y[:, None] ** 2 + x**2) * tangent**2) ** -2
