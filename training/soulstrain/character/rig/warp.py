"""Head and body motion as a smooth backward map: where in the picture at rest each pixel comes from.

Three stages, each of which undoes one movement: the body's lean, the neck's tilt, the head's turn. Amplitudes
are those of the THA4 lambda characters (pixels of content at full value, x right, y down):

    head_x +1 looks up: face -10.5 y; -1 down: +14 y     head_y +1 to the left: face -8.4, crown -7 x
    neck_z +1 tilts anticlockwise: face -11, crown -22 x body_y +1 to the left: chest -3.8, face -3 x
    body_z +1 leans left: crown -26, face -21, chest -11 x   breathing +1: chest -1.6, face -1.2 y
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soulstrain.character.rig.measures import AXIS, FACE_Y, NECK_PIVOT_Y, SIZE

Grid = NDArray[np.float32]
Field = NDArray[Any]  # [512, 512] of float32

LOOK = (12.25, -1.75)  # pixels of head_x and of its square: down reaches further than up
TURN = 8.4
TILT = 0.1375  # radians
LEAN = 0.0575  # radians, about the bottom edge's middle
TORSO_TURN, HEAD_TURN_BY_TORSO, HEM_TURN = 3.8, 3.0, 2.0
BREATH, SHOULDER_BREATH, BREADTH = 1.6, 1.2, 0.6
CHEST_Y = 310.0
# The head's motion fades out between these heights, so that the long locks trail behind it.
HEAD_ENDS, STILL = 190.0, 272.0
# How deep the head is: what lies at the face's middle moves most, what lies at the sides and the crown lags.
FACE_REACH = (75.0, 68.0)
LAG_LOOK, LAG_TURN = 0.45, 0.5
TURN_REACH = (75.0, 110.0)


def warp(motion: ArrayLike) -> Grid:
    """[512, 512, 2]: x and y of each pixel's source under head_x, head_y, neck_z, body_y, body_z, breathing.

    In the convention of `grid_sample` with align_corners False: pixel i lies at (2 i + 1) / 512 - 1. At rest
    the identity. Sources beyond the edge mean border padding.
    """
    head_x, head_y, neck_z, body_y, body_z, breathing = (float(value) for value in np.asarray(motion))
    axis = np.arange(SIZE, dtype=np.float32)
    x, y = np.meshgrid(axis - np.float32(AXIS - 0.5), axis)
    if body_y or body_z or breathing:
        x, y = _unlean(x, y, body_z)
        x, y = _untwist(x, y, body_y, breathing)
    if neck_z:
        x, y = _untilt(x, y, neck_z)
    if head_x or head_y:
        x, y = _unturn(x, y, head_x, head_y)
    source = np.stack([x + np.float32(AXIS - 0.5), y], axis=2)
    return ((2 * source + 1) / SIZE - 1).astype(np.float32)


def _unlean(x: Field, y: Field, lean: float) -> tuple[Field, Field]:
    angle = np.float32(LEAN * lean)
    # The hem stays on the picture's edge: only what stands above it also rises and sinks.
    return x + angle * (SIZE - y), y + angle * x * (1 - _step(y, 380, SIZE))


def _untwist(x: Field, y: Field, turn: float, breath: float) -> tuple[Field, Field]:
    below_head, below_chest = _step(y, FACE_Y, CHEST_Y), _step(y, CHEST_Y, SIZE)
    reach = HEAD_TURN_BY_TORSO + (TORSO_TURN - HEAD_TURN_BY_TORSO) * below_head
    reach = reach + (HEM_TURN - TORSO_TURN) * below_chest
    round_body = 0.7 + 0.3 * np.exp(-((x / 70) ** 2))
    chest = np.exp(-(((y - CHEST_Y) / 60) ** 2))
    rise = SHOULDER_BREATH * (1 - _step(y, CHEST_Y, 460)) + (BREATH - SHOULDER_BREATH) * chest
    return x + turn * reach * round_body - breath * BREADTH * chest * np.tanh(x / 80), y + breath * rise


def _untilt(x: Field, y: Field, tilt: float) -> tuple[Field, Field]:
    angle = np.float32(TILT * tilt) * (1 - _step(y, HEAD_ENDS, STILL))
    cosine, sine = np.cos(angle), np.sin(angle)
    up = y - np.float32(NECK_PIVOT_Y)
    return cosine * x - sine * up, sine * x + cosine * up + np.float32(NECK_PIVOT_Y)


def _unturn(x: Field, y: Field, look: float, turn: float) -> tuple[Field, Field]:
    moving = 1 - _step(y, HEAD_ENDS, STILL)
    up = (LOOK[0] * look + LOOK[1] * look**2) * (LAG_LOOK + (1 - LAG_LOOK) * _depth(x, y, FACE_REACH))
    across = TURN * turn * (LAG_TURN + (1 - LAG_TURN) * _depth(x, y, TURN_REACH))
    return x + moving * across, y + moving * up


def _depth(x: Field, y: Field, reach: tuple[float, float]) -> Field:
    squared = (x / reach[0]) ** 2 + ((y - np.float32(FACE_Y)) / reach[1]) ** 2
    depth: Field = np.exp(-(squared**2))
    return depth


def _step(y: Field, start: float, end: float) -> Field:
    """0 above `start`, 1 below `end`, smooth between."""
    t = np.clip((y - np.float32(start)) / np.float32(end - start), 0, 1)
    step: Field = t * t * (3 - 2 * t)
    return step
