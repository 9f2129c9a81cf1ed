"""A colour television's tube."""

import torch
from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.maps import kept
from animator.filters.moment import Moment
from animator.filters.moved import axis, looked_up
from animator.filters.parameter import amount, count, one_of
from animator.filters.plane import blurred, brightness, measure, within

APERTURE, SHADOW, NONE = "aperture", "shadow", "none"
# How much less of the dark between lines is left where a line is bright: its beam is wider.
_WIDER = 0.6
# Of the light, by lines as dark as can be, on average of dark and bright places.
_TAKEN = 0.25
# How far glass scatters, in pixels of a picture of 512.
_SCATTER = 4.0
# Of the picture's height: the corners' radius.
_CORNER = 0.06


@filter_with(
    priority=14.0,
    curvature=amount(0.12, 0, 0.5, "How far the glass bulges"),
    line_height=count(4, 2, 16, "Of a line of the beam", "pixels"),
    line_strength=amount(0.6, 0, 1, "How dark it is between lines"),
    mask=one_of(APERTURE, (APERTURE, SHADOW, NONE), "Stripes, dots, or nothing before the phosphors"),
    mask_strength=amount(0.35, 0, 1, "How well it parts the primaries"),
    glow=amount(0.25, 0, 1, "How much light the glass scatters"),
)
def crt(
    light: Tensor,
    _: Moment,
    *,
    curvature: float,
    line_height: int,
    line_strength: float,
    mask: str,
    mask_strength: float,
    glow: float,
) -> Tensor:
    """A tube: bulging glass with round corners, lines of a beam, stripes of phosphor, scattered light.

    The glass bends the picture by the square of the distance (barrel distortion of first order: Brown,
    Decentering Distortion of Lenses, 1966). A beam's line is a Gaussian that brightness widens. What the
    lines and the mask take away on average is given back.
    """
    height, width = light.shape[2:]
    if curvature:
        light = looked_up(light, _bulge(height, width, curvature, light.device), edge="zeros")
    spread = measure(light, _SCATTER)
    scattered = blurred(light, spread, spread) if glow else light
    if line_strength:
        _draw_lines(light, line_height, line_strength, curvature)
    if mask != NONE and mask_strength:
        light[:, :3].mul_(_phosphors(height, width, mask == SHADOW, mask_strength, light.device))
    if glow:
        light.lerp_(scattered, glow)
    if curvature:
        light.mul_(_pane(height, width, curvature, light.device))
    return within(light)


def _draw_lines(light: Tensor, line_height: int, strength: float, curvature: float) -> None:
    height, width = light.shape[2:]
    dark = _between_lines(height, width, line_height, curvature, light.device)
    bright = brightness(light).sqrt_().mul_(-_WIDER).add_(1)
    kept = 1 - strength * dark * bright
    light[:, :3].mul_(kept.div_(1 - strength * _TAKEN))


@kept(4)
def _bulge(height: int, width: int, curvature: float, device: torch.device) -> Tensor:
    """[1, height, width, 2]: from which place each is shown; the middles of the borders stay."""
    y, x = axis(height, device)[:, None], axis(width, device)
    squared = (x**2 + y**2) / 2
    shown = 1 + curvature * (squared - 0.5)
    return torch.stack([x * shown, y * shown], -1)[None]


@kept(4)
def _pane(height: int, width: int, curvature: float, device: torch.device) -> Tensor:
    """[height, width]: 1 on the glass, 0 beyond its round corners, a pixel of both between."""
    radius = _CORNER * height
    place = _bulge(height, width, curvature, device)[0].abs()
    x, y = (
        (place[..., way] * (length / 2) - (length / 2 - radius)).clamp_(min=0)
        for way, length in enumerate((width, height))
    )
    return (radius - torch.hypot(x, y) + 0.5).clamp_(0, 1)


@kept(4)
def _between_lines(
    height: int, width: int, line_height: int, curvature: float, device: torch.device
) -> Tensor:
    """[height, width]: 0 in the middle of a line, near 1 between two."""
    rows = (_bulge(height, width, curvature, device)[0, ..., 1] + 1) * (height / 2)
    apart = torch.remainder(rows / line_height, 1) - 0.5
    return 1 - torch.exp(-0.5 * (apart / 0.22) ** 2)


@kept(8)
def _phosphors(height: int, width: int, dots: bool, strength: float, device: torch.device) -> Tensor:
    """[3, height, width]: stripes of three pixels; dots are stripes moved aside in every other pair."""
    columns = torch.arange(width, device=device)
    rows = torch.arange(height, device=device)[:, None]
    places = (columns + (rows // 2 % 2) * 2 if dots else columns.expand(height, width)) % 3
    parted = torch.stack([places == primary for primary in range(3)]).float()
    return (1 - strength + strength * parted) / (1 - strength * 2 / 3)
