"""Where squares of pixels are taken to learn from: most of them on or near the figure."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulstrain.character.networks import BODY_SIDE, FACE_CENTRE, FACE_SIDE
from soulstrain.character.teacher import Picture

Corners = NDArray[np.int64]  # [n, 2]: rows and columns

# Where nothing is drawn a wrong source shows nothing; the share of squares that fall there all the same.
_ANYWHERE = 0.1
# A face is looked at: its squares are taken so many times as often, and as far around it as a head moves.
_LOOKED_AT = 4
_FACE_MOVES = 24
# So far around the figure its moved outline reaches, in pixels.
_REACH = 32


def corners_in(picture: Picture, side: int) -> Corners:
    """Of all squares `side` pixels wide that are worth learning from in [512, 512, 4]."""
    steps = np.arange(0, BODY_SIDE - side + 1, 4)
    everywhere = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    drawn = np.pad(picture[..., 3] > 0, _REACH)
    sums = np.pad(drawn.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    top, left = everywhere.T
    bottom, right = top + side + 2 * _REACH, left + side + 2 * _REACH
    near = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left] > 0
    away = everywhere[~near]
    few = away[:: max(1, round(len(away) / max(1, _ANYWHERE * near.sum())))]
    within = (abs(everywhere + side / 2 - FACE_CENTRE) < FACE_SIDE / 2 + _FACE_MOVES).all(axis=1)
    return np.concatenate([everywhere[near], few, *[everywhere[within]] * (_LOOKED_AT - 1)])


def cut(
    frames: Sequence[NDArray[Any]] | NDArray[Any], rows: NDArray[np.int64], corners: Corners, side: int
) -> NDArray[np.float32]:
    """[n, side, side, k]: of frames [m, 512, 512, k] those of `rows` [n], at each its own corner."""
    squares = [
        frames[row][top : top + side, left : left + side]
        for row, (top, left) in zip(rows, corners, strict=True)
    ]
    return np.stack(squares).astype(np.float32)
