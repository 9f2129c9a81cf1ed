"""Light before it reaches the camera: what shines spreads, what floats in the air is lit."""

import math

import torch
from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.moment import Moment
from animator.filters.moved import axis
from animator.filters.parameter import amount, colour, count
from animator.filters.plane import BILINEAR, blurred, brightness, coarse, fine, left_of, measure

# A Gaussian is no narrower than this on the coarse plane that it is drawn on.
_LEAST_SIGMA, _MOST_COARSE = 1.5, 16
# Light scatters narrowly and, some of it, widely.
_WIDE, _WIDE_SHARE = 3.0, 0.4
# Of motes: the share of the picture beyond each border where they come and go unseen.
_MARGIN = 0.15


@filter_with(
    priority=0.0,
    threshold=amount(0.56, 0, 1, "How bright, in linear light, a place must be to shine"),
    exposure=amount(0.842, 0, 5, "How strongly it shines"),
    sigma=amount(7.0, 0.1, 16, "How far it shines", "pixels of 512"),
)
def bloom(light: Tensor, _: Moment, *, threshold: float, exposure: float, sigma: float) -> Tensor:
    """Bright places glow into what is around them, and beyond the figure.

    Glare as a sum of a narrow and a wide Gaussian of what is above a threshold (Spencer and others,
    Physically-Based Glare Effects for Digital Images, 1995), compressed by 1 - exp(-exposure x), and laid
    over the picture as light over light (screen), so that it darkens nothing. Where it reaches beyond the
    figure, alpha is that of its brightest primary.
    """
    if threshold >= 1 or not exposure:
        return light
    spread = measure(light, sigma)
    cell = 2 ** max(0, math.floor(math.log2(spread / _LEAST_SIGMA)))
    cell = min(cell, _MOST_COARSE)
    small = coarse(light, cell, cell)
    shining = _above(small, threshold)
    sigmas = left_of(spread, cell), left_of(_WIDE * spread, cell)
    narrow, wide = (blurred(shining, each, each) for each in sigmas)
    glow = narrow.lerp_(wide, _WIDE_SHARE).mul_(-exposure).expm1_().neg_()
    glow = torch.cat([glow, glow.amax(1, keepdim=True)], 1)
    if cell > 1:
        glow = fine(glow, cell, cell, (light.shape[2], light.shape[3]), BILINEAR)
    return light.lerp_(light.new_ones(()), glow)


def _above(light: Tensor, threshold: float) -> Tensor:
    """[n, 3, ..]: the colours' share that lies above the threshold; alpha is in them."""
    bright = brightness(light)
    above = (bright - threshold * light[:, 3:]).clamp_(min=0).div_(1 - threshold)
    return light[:, :3] * above.div_(bright.clamp_(min=1e-6))


@filter_with(
    priority=0.5,
    moving=True,
    strength=amount(0.7, 0, 1, "How brightly it is lit"),
    motes=count(80, 0, 200, "How many are in sight"),
    size=amount(2.5, 0.5, 8, "Of the nearest, from the middle to the rim", "pixels of 512"),
    speed=amount(1.0, 0, 8, "How fast it drifts; 0 stands still"),
    tint_rgb=colour((1.0, 0.9, 0.7), "The light's colour"),
)
def atmospheric_dust(
    light: Tensor,
    moment: Moment,
    *,
    strength: float,
    motes: int,
    size: float,
    speed: float,
    tint_rgb: tuple[float, ...],
) -> Tensor:
    """Motes drift through the light before the figure and around it, and glint as they turn.

    Near ones are larger, brighter and faster, as by perspective. Each is a Gaussian, a product of its
    profiles along both ways: so all of a frame's are one product of matrices. They are drawn where nothing
    else is, too.
    """
    if not strength or not motes:
        return light
    height, width = light.shape[2:]
    x, y, nearness, glint = _motes(moment, motes, speed)
    radius = (0.35 + 0.65 * nearness) * measure(light, size)
    across = _profiles(x * width, radius, width)
    down = _profiles(y * height, radius, height) * (strength * glint * nearness.sqrt())[:, :, None]
    lit = (down.transpose(1, 2) @ across)[:, None].clamp_(max=1)
    share = torch.cat([lit * each for each in tint_rgb] + [lit * max(tint_rgb)], 1)
    return light.lerp_(light.new_ones(()), share)


def _motes(moment: Moment, motes: int, speed: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """[n, motes] each: where from the left and top, 0 to 1; how near; how much it glints just now."""
    still = torch.zeros(1, dtype=torch.long, device=moment.times.device)
    chance = moment.chances(still, motes * 7, "mote").view(1, motes, 7).unbind(-1)
    nearness = 0.3 + 0.7 * chance[0].square()
    since = (moment.times * speed)[:, None]
    # Slowly sideways and down, around a way that winds.
    x = chance[1] + nearness * (chance[2] - 0.35) * 0.05 * since
    y = chance[3] + nearness * (chance[4] - 0.2) * 0.04 * since
    winding = (2 * math.pi) * (chance[5] + since * (0.03 + 0.05 * chance[6]))
    x, y = x + 0.012 * torch.sin(winding), y + 0.012 * torch.cos(winding * 0.7)
    glint = 0.3 + 0.7 * torch.sin((2 * math.pi) * (chance[6] + since * (0.1 + 0.3 * chance[5]))) ** 2
    return _round(x), _round(y), nearness, glint.float()


def _round(share: Tensor) -> Tensor:
    return (torch.remainder(share, 1) * (1 + 2 * _MARGIN) - _MARGIN).float()


def _profiles(middle: Tensor, radius: Tensor, length: int) -> Tensor:
    """[n, motes, length]."""
    pixels = (axis(length, middle.device) + 1) * (length / 2)
    return torch.exp(-0.5 * ((pixels - middle[..., None]) / radius[..., None]) ** 2)
