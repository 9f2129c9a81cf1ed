"""The head without hair: neck, face, the fringe's shadow on it, nose."""

import numpy as np
import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import about_axis, along, brush, loop, mirror, oval, path, whole
from soulstrain.character.rig.hair import cap_shape
from soulstrain.character.rig.layer import clipped, fill, form, line
from soulstrain.character.rig.measures import AXIS, CHEEK_OUT, CHEEK_Y, NOSE_Y

# Right half of the face from the forehead to the chin, x from the axis.
CONTOUR = about_axis(
    [(0, 70), (38, 84), (52, 118), (53, 146), (51, 163), (43, 178), (28, 191), (11, 200), (0, 202)]
)
NECK = [(13, 180), (13, 210), (15, 222), (26, 256)]
FRINGE_SHADOW_DROP = 6.0


def face_shape() -> skia.Path:
    return loop(np.concatenate([CONTOUR, mirror(CONTOUR)[1:-1]]))


def draw_neck(canvas: skia.Canvas) -> None:
    under_chin = path(about_axis([(-40, 190), (-16, 214), (2, 217), (15, 212), (40, 190)]))
    form(canvas, whole((NECK,)), palette.SKIN, [(under_chin, palette.SKIN_SHADE)], palette.LINE_SKIN)


def draw_face(canvas: skia.Canvas) -> None:
    shape = face_shape()
    fill(canvas, shape, palette.SKIN)
    with clipped(canvas, shape):
        shadow = cap_shape()
        shadow.offset(0, FRINGE_SHADOW_DROP)
        fill(canvas, shadow, palette.SKIN_SHADE)
        for side in (-1, 1):
            _cheek(canvas, side)
    line(canvas, shape, palette.LINE_SKIN)


def draw_nose(canvas: skia.Canvas) -> None:
    bridge = [(AXIS - 0.8, NOSE_Y - 3.6), (AXIS + 0.4, NOSE_Y - 1.6), (AXIS + 1.8, NOSE_Y)]
    fill(canvas, brush(along(bridge, 9), np.linspace(1.2, 3.2, 9)), palette.LINE_NOSE)


def _cheek(canvas: skia.Canvas, side: int) -> None:
    fill(canvas, oval((AXIS + side * CHEEK_OUT, CHEEK_Y), 10, 4), palette.SKIN_BLUSH, 0.7)
