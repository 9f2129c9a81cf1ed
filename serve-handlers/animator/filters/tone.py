"""Colours turned to grey or to a tint, or to a few steps."""

import math
from functools import lru_cache

import torch
from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.moment import Moment
from animator.filters.parameter import amount, colour, count, one_of
from animator.filters.plane import brightness, within

Rgb = tuple[float, ...]
WHITE, RED = (1.0, 1.0, 1.0), (1.0, 0.0, 0.0)
NONE, ORDERED = "none", "ordered"
# Below it nothing is left of a colour that has a hue.
_GREY = 1e-4


@filter_with(
    priority=3.5,
    strength=amount(1.0, 0, 1, "How much of the colour goes"),
    tint_rgb=colour(WHITE, "What white becomes"),
    bandpass_reference_rgb=colour(RED, "The hue that may stay"),
    bandpass_q=amount(0.0, 0, 1, "How far from it hues stay in part; 1 is its opposite, 0 keeps none"),
)
def desaturate(
    light: Tensor,
    _: Moment,
    *,
    strength: float,
    tint_rgb: Rgb,
    bandpass_reference_rgb: Rgb,
    bandpass_q: float,
) -> Tensor:
    """Colours become grey, or a tint; those about one hue may be kept."""
    hue = _hue(bandpass_reference_rgb)
    if not strength or not bandpass_q or not hue:
        return _tinted(light, strength, tint_rgb)
    return _tinted(light, strength * (1 - _kept(light, hue, bandpass_q)), tint_rgb)


@filter_with(
    priority=11.0,
    strength=amount(1.0, 0, 1, "How much of the colour goes"),
    tint_rgb=colour(WHITE, "Of its phosphor; green is 0.5, 1, 0.5 and amber 1, 0.5, 0.2"),
)
def monochrome_display(light: Tensor, _: Moment, *, strength: float, tint_rgb: Rgb) -> Tensor:
    """A display that has one colour."""
    return _tinted(light, strength, tint_rgb)


@filter_with(
    priority=4.0,
    levels=count(6, 2, 64, "Steps from dark to bright, of each primary"),
    dither=one_of(NONE, (NONE, ORDERED), "Whether a pattern stands for what lies between steps"),
    strength=amount(1.0, 0, 1, "How much of it"),
)
def posterize(light: Tensor, _: Moment, *, levels: int, dither: str, strength: float) -> Tensor:
    """Few colours, as of a print or an old computer.

    Steps are even to the eye: of the square root of linear light, which is close to how pictures are
    stored. Ordered dither: Bayer (1973), 8 by 8 pixels.
    """
    if not strength:
        return light
    alpha = light[:, 3:].clamp(min=1e-6)
    seen = (light[:, :3] / alpha).clamp_(0, 1).sqrt_().mul_(levels - 1)
    if dither == ORDERED:
        height, width = light.shape[2:]
        rows, columns = (torch.arange(length, device=light.device) % 8 for length in (height, width))
        seen.add_(_bayer(light.device)[rows[:, None], columns])
    stepped = seen.round_().clamp_(0, levels - 1).div_(levels - 1).square_().mul_(light[:, 3:])
    light[:, :3].lerp_(stepped, strength)
    return light


def _tinted(light: Tensor, going: Tensor | float, tint: Rgb) -> Tensor:
    bright = brightness(light)
    for primary, share in enumerate(tint):
        plane = light[:, primary : primary + 1]
        plane.lerp_(bright * share, going)
    return within(light)


def _hue(rgb: Rgb) -> tuple[float, float] | None:
    """Direction in the plane of colours without brightness; None of a grey."""
    red, green, blue = rgb
    x, y = red - (green + blue) / 2, (green - blue) * (math.sqrt(3) / 2)
    length = math.hypot(x, y)
    return (x / length, y / length) if length > _GREY else None


def _kept(light: Tensor, hue: tuple[float, float], width: float) -> Tensor:
    """[n, 1, height, width]: 1 at the hue, falling to 0 at `width` of half a turn from it."""
    red, green, blue = light[:, 0:1], light[:, 1:2], light[:, 2:3]
    x, y = red - (green + blue) / 2, (green - blue) * (math.sqrt(3) / 2)
    length = torch.hypot(x, y)
    apart = ((x * hue[0] + y * hue[1]) / length.clamp(min=1e-9)).clamp_(-1, 1).acos_().div_(math.pi)
    near = (1 - apart / width).clamp_(min=0).square_()
    return torch.where(length > _GREY * light[:, 3:], near, 0.0)


@lru_cache(4)
def _bayer(device: torch.device) -> Tensor:
    """[8, 8] of thresholds from -1/2 to 1/2."""
    pattern = torch.zeros(1, 1, device=device)
    for _ in range(3):
        pattern = torch.cat(
            [torch.cat([4 * pattern, 4 * pattern + 2], 1), torch.cat([4 * pattern + 3, 4 * pattern + 1], 1)]
        )
    return (pattern + 0.5) / 64 - 0.5
