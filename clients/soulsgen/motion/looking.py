"""Looking at something: the eyes are there at once, and turn back as the head comes after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from soulsgen.motion.parameters import Floats
from soulsgen.motion.transitions import follow

# Across and down the picture as shares of it, from its left and its top; beside the picture as well.
Point = tuple[float, float]
# Where every character's eyes are: the middle of what a face is drawn on. She looks at whoever looks at her.
CAMERA: Point = (256 / 512, 144 / 512)
# Up, and to the left of the picture; the irises' are those of gaze.py.
HEAD = ("head_x", "head_y")
# Of the sway, what is lost while she looks at something.
CALM = 0.7
# So far from her eyes she looks three quarters as far away as she can.
_REACH = 0.5
# Per second: nine tenths of the way after 0.1 s and 0.5 s.
_EYES_RATE, _HEAD_RATE = 40.0, 8.0
# Of the whole turn the head's share, in units of its own, and what the eyes give back for it.
_HEAD_TURN, _GIVEN_BACK = 0.6, 0.45


@dataclass(frozen=True)
class Looking:
    """At n moments: irises and head, [n, 2] each, and how far, 0 to 1, each is bound by the look, [n]."""

    irises: Floats
    irises_share: Floats
    head: Floats
    head_share: Floats


def towards(times: Floats, moments: Sequence[float], points: Sequence[Point | None]) -> Looking:
    """`points` that she looks at, each from its moment on; None: at nothing. Before the first, at that."""
    turns = np.zeros((len(points), 2))
    for number, point in enumerate(points):
        turns[number] = turns[max(0, number - 1)] if point is None else _turn(point)
    shares = np.array([[float(point is not None)] for point in points])
    bound, calm = (
        np.clip(follow(times, moments, shares, rate), 0.0, 1.0)[:, 0] for rate in (_EYES_RATE, _HEAD_RATE)
    )
    head = follow(times, moments, shares * turns, _HEAD_RATE)
    irises = follow(times, moments, turns, _EYES_RATE) - _GIVEN_BACK * head
    return Looking(irises, bound, _HEAD_TURN * head, calm)


def _turn(point: Point) -> Floats:
    """[2]: up, and to the left, within a circle of 1."""
    away: Floats = np.array([CAMERA[1] - point[1], CAMERA[0] - point[0]]) / _REACH
    far = float(np.hypot(*away))
    return away * float(np.tanh(far) / far) if far else away
