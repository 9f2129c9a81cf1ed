"""Grain that changes 25 times a second: a sensor's, a film's, a tape's."""

import math

from torch import Tensor

from animator.filters.filter import filter_with
from animator.filters.moment import Moment
from animator.filters.parameter import amount, one_of, switch
from animator.filters.plane import NEAREST, blurred, fine, within

LUMINANCE, ALPHA = "Y", "A"
# Makes a third of the deviation of what is evenly between -1 and 1.
_DEVIATION = 3**-0.5
# Along a tape's line, in grains: its noise is runs, sharp from line to line.
RUN = 2.0
DOUBLE_SIZE = switch(True, "Each grain is two pixels wide and high, which files compress better")


@filter_with(
    priority=1.5,
    moving=True,
    strength=amount(0.3, 0, 1, "How far it goes, as a share of what is there"),
    sigma=amount(1.0, 0, 3, "How large the grains are; 0 is a pixel", "grains"),
    channel=one_of(LUMINANCE, (LUMINANCE, ALPHA), "Brightness (Y) or opacity (A)"),
    double_size=DOUBLE_SIZE,
)
def noise(
    light: Tensor, moment: Moment, *, strength: float, sigma: float, channel: str, double_size: bool
) -> Tensor:
    """Grain of a film or a sensor, in brightness or in opacity.

    Multiplicative, as a film's: its deviation grows with what it lies on (Selwyn, 1935). Brightness keeps
    its mean; opacity only falls.
    """
    if not strength:
        return light
    size = (light.shape[2], light.shape[3])
    grain = grains(moment, size, sigma, sigma, 2 if double_size else 1)
    if channel == ALPHA:
        return light.mul_(grain.sub_(1).mul_(strength / 2).add_(1))
    light[:, :3].mul_(grain.mul_(strength).add_(1))
    return within(light)


def grains(
    moment: Moment,
    size: tuple[int, int],
    across: float,
    down: float,
    cell: int,
    what: str = "grain",
    numbers: Tensor | None = None,
) -> Tensor:
    """[n, 1, height, width] from -1 to 1, its deviation a third at any sigma (in grains).

    New at each step of time, or with each of `numbers` [n].
    """
    field = moment.field(-(-size[0] // cell), -(-size[1] // cell), what, numbers)
    field = blurred(field, across, down)
    field.mul_(_DEVIATION * _gain(across) * _gain(down)).clamp_(-1, 1)
    return fine(field, cell, cell, size, NEAREST) if cell > 1 else field


def static(
    light: Tensor, moment: Moment, share: Tensor, cell: int = 1, numbers: Tensor | None = None
) -> Tensor:
    """In place: a share of the colours gives way to black and white noise, no brighter than their alpha."""
    noise = grains(moment, (light.shape[2], light.shape[3]), RUN, 0, cell, "static", numbers)
    noise = noise.add_(1).square_().div_(4).mul_(light[:, 3:])
    light[:, :3].lerp_(noise, share)
    return light


def _gain(sigma: float) -> float:
    """What gives white noise its deviation back once it is blurred by `sigma` along one way."""
    return 1.0 if sigma < 0.3 else math.sqrt(2 * math.sqrt(math.pi) * sigma)
