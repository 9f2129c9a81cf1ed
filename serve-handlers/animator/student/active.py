"""Which pixels of a student's frames can show anything: found once, at load, by drawing extreme poses.

Between those poses a part of the figure may be where it was in none of them. As it cannot get out of the
pixels found without crossing their rim, a frame that shows anything there is drawn again, with more of them.
"""

from collections.abc import Iterator
from itertools import product
from math import prod

import torch
from torch import Tensor
from torch.nn import functional

from animator.engine import SIDE
from animator.pose import COUNT, INDEX

# Every so many pixels in both directions one is looked at: what is narrower hangs on what is wider.
_STRIDE = 4
# Of the pixels found, and of those a frame goes on in.
MARGIN, MARGIN_BEYOND = 8, 24
# Half of what the least code of an 8-bit picture stands for: in sRGB's linear part, and in alpha.
LEAST_COLOUR, LEAST_ALPHA = 0.5 / 255 / 12.92, 0.5 / 255
# All turns at their ends at once is a pose no student was trained on: what it draws there is half noise.
_CORNER = 0.7
_TURNS = ("head_x", "head_y", "neck_z", "body_y", "body_z")


def sampled() -> Tensor:
    """[512, 512] bool: the pixels that are looked at."""
    wanted = torch.zeros(SIDE, SIDE, dtype=torch.bool)
    wanted[_STRIDE // 2 :: _STRIDE, _STRIDE // 2 :: _STRIDE] = True
    return wanted


def extreme_poses() -> Iterator[Tensor]:
    """26 poses: each turn alone to either end, and half of all corners; every other one with breath held."""
    singles = [tuple(sign * (turn == place) for place in range(5)) for turn in range(5) for sign in (-1, 1)]
    signs = [each for each in product((-_CORNER, _CORNER), repeat=5) if prod(each) > 0]
    for number, turns in enumerate((*singles, *signs)):
        pose = torch.zeros(COUNT)
        pose[[INDEX[name] for name in _TURNS]] = torch.tensor(turns, dtype=torch.float32)
        pose[INDEX["breathing"]] = number % 2
        yield pose


def shows(light: Tensor) -> Tensor:
    """[pixels] bool of light [4, pixels]: whether any code of it would not be 0."""
    return (light[:3] >= LEAST_COLOUR).any(0) | (light[3] >= LEAST_ALPHA)


def widened(index: Tensor, margin: int = MARGIN, side: int = SIDE) -> Tensor:
    """[side, side] bool: pixels no further than `margin` from one of `index`."""
    mask = torch.zeros(side * side)
    mask[index] = 1
    return _near(mask.view(side, side), margin)


def rim(mask: Tensor) -> Tensor:
    """[side, side] bool: pixels of `mask` that touch one outside it; the picture's own edge is none."""
    return mask & _near(~mask, 1)


def _near(mask: Tensor, distance: int) -> Tensor:
    pooled = functional.max_pool2d(mask[None, None].float(), 2 * distance + 1, 1, distance)
    return pooled[0, 0] > 0
