"""Cels: what is laid on the face before it is posed: blush, shadow, sweat, tears, data eyes, wavering eyes.

Cels that lie in the eyes or spring from them follow the lids and the iris of the pose they are drawn for.
"""

from collections.abc import Callable

import numpy as np
import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Points, about_axis, along, brush, moved, oval, path, points
from soulstrain.character.rig.eye import Eye, iris_path
from soulstrain.character.rig.face import eye_of
from soulstrain.character.rig.hair import cap_shape
from soulstrain.character.rig.head import face_shape
from soulstrain.character.rig.layer import Layer, clipped, draw, fill, line
from soulstrain.character.rig.mark import drop
from soulstrain.character.rig.measures import AXIS, CHEEK_OUT, CHEEK_Y
from soulstrain.character.rig.pose import SIDES, Pose
from soulstrain.character.rig.pose import clipped as in_range
from soulstrain.character.rig.pose import pose as at_rest

STREAM = points([(0, 0), (1, 14), (-1, 30), (-6, 52)])  # a tear's course from the lid
SWEAT = ((47.0, 122.0, 8.5), (-44.0, 168.0, 7.0), (38.0, 172.0, 7.5))  # x from the axis, y, half the height
RUNES = (0b101110, 0b110101, 0b011101, 0b111010, 0b100111)  # rows of six pixels
RUNE_SIZE = 3.0
DATA_FRAMES = 4


def draw_cel(name: str, pose: Pose | None = None) -> Layer:
    """[512, 512, 4]: one cel on nothing, to lie on the face in `pose` (at rest) before head and body move.

    Raises ValueError for an unknown name.
    """
    if name not in NAMES:
        raise ValueError(f"no cel is called {name!r}; there are {', '.join(NAMES)}")
    kind, number = name[:-1], int(name[-1])
    values = at_rest() if pose is None else in_range(pose)
    return draw(lambda canvas: _KINDS[kind](canvas, number, values))


def _blush(canvas: skia.Canvas, strength: int, _: Pose) -> None:
    with clipped(canvas, face_shape()):
        if strength == 3:
            fill(canvas, oval((AXIS, CHEEK_Y - 3), 46, 8), palette.BLUSH, 0.35)
        for side in (-1, 1):
            x = AXIS + side * CHEEK_OUT
            fill(canvas, oval((x, CHEEK_Y), 12 + strength, 5 + strength), palette.BLUSH, 0.3 + 0.1 * strength)
            for number in range(strength + 1 if strength > 1 else 0):
                left = x + 5.5 * (number - strength / 2)
                hatch = path([(left + 2, CHEEK_Y - 4), (left - 2, CHEEK_Y + 4)], closed=False)
                line(canvas, hatch, palette.BLUSH_LINE, 2)


def _shadow(canvas: skia.Canvas, _number: int, _: Pose) -> None:
    head = skia.Op(cap_shape(), face_shape(), skia.PathOp.kUnion_PathOp)
    with clipped(canvas, head):
        for bottom, alpha in ((158, 0.26), (124, 0.34)):
            edge = about_axis([(-100, bottom), (0, bottom - 8), (100, bottom)])
            fill(canvas, path(edge, about_axis([(100, 30), (-100, 30)])), palette.GLOOM, alpha)
    with clipped(canvas, face_shape()):
        for x in range(-40, 41, 8):
            length = 34 - 8 * (x / 40) ** 2 + 5 * ((x / 8) % 2)
            fall = about_axis([(x, 112), (x, 112 + length)])
            fill(canvas, brush(fall, (2.6, 1.0)), palette.GLOOM, 0.7)


def _sweat(canvas: skia.Canvas, count: int, _: Pose) -> None:
    for x, y, size in SWEAT[:count]:
        drop(canvas, (AXIS + x, y), size)


def _tears(canvas: skia.Canvas, strength: int, pose: Pose) -> None:
    with clipped(canvas, face_shape()):
        for side in SIDES:
            lower = along(eye_of(pose, side).lower, 13)
            if strength == 1:
                drop(canvas, moved(lower[10], 0, 1), 6)
            else:
                _stream(canvas, lower, 5 if strength == 2 else 9)
                _brim(canvas, lower)


def _stream(canvas: skia.Canvas, lower: Points, width: float) -> None:
    course = along(lower[8] + STREAM, 13)
    for offset, colour in ((0.0, palette.WATER), (width * 0.28, palette.WATER_SHADE)):
        fill(canvas, brush(moved(course, offset, 0), np.full(13, width - 1.6 * offset)), colour, 0.92)
    for edge in (-width / 2, width / 2):
        line(canvas, path(moved(course, edge, 0), closed=False), palette.WATER_LINE, 1.6)


def _brim(canvas: skia.Canvas, lower: Points) -> None:
    """What wells up along the lower lid."""
    fill(canvas, brush(moved(lower[1:-1], 0, -1), 1 + 3 * np.sin(np.linspace(0, np.pi, 11))), palette.WATER)


def _data(canvas: skia.Canvas, frame: int, pose: Pose) -> None:
    for side in SIDES:
        eye = eye_of(pose, side)
        with clipped(canvas, eye.opening), clipped(canvas, iris_path(eye)):
            canvas.drawColor(0xFF000000 | palette.SCREEN)
            _runes(canvas, eye, frame)
            line(canvas, iris_path(eye), palette.SCREEN_RUNE, 2.6)


def _runes(canvas: skia.Canvas, eye: Eye, frame: int) -> None:
    """Rows of light that climb and flicker from frame to frame."""
    x, y = eye.iris
    climb = (frame - 1) * 2 * RUNE_SIZE / DATA_FRAMES
    for row in range(-4, 6):
        bits = RUNES[row % len(RUNES)]
        top = y + row * 2 * RUNE_SIZE - climb
        colour = palette.SCREEN_RUNE if (row + frame) % 3 else palette.GLINT
        for column in range(6):
            if bits >> column & 1:
                left = x + (column - 3) * RUNE_SIZE * 1.2
                canvas.drawRect(skia.Rect.MakeXYWH(left, top, 2.8, 3.2), skia.Paint(0xFF000000 | colour))


def _waver(canvas: skia.Canvas, frame: int, pose: Pose) -> None:
    sway = 1.6 if frame == 1 else -1.6
    for side in SIDES:
        eye = eye_of(pose, side)
        x, y = eye.iris
        with clipped(canvas, eye.opening), clipped(canvas, iris_path(eye)):
            fill(canvas, oval((x - 4 + sway, y - 5.4), 5.6, 6.2), palette.GLINT)
            fill(canvas, oval((x + 4.6 - sway, y + 5.5), 4.2 + sway / 4, 4.4), palette.GLINT)
            fill(canvas, oval((x - 4.8 - sway, y + 7.6), 2.4, 2.4), palette.GLINT)
            fill(canvas, oval((x + 5 + sway, y - 4.5), 1.9, 1.9), palette.GLINT)
        with clipped(canvas, eye.opening):
            _brim(canvas, along(eye.lower, 13))


_KINDS: dict[str, Callable[[skia.Canvas, int, Pose], None]] = {
    "blush": _blush,
    "shadow": _shadow,
    "sweat": _sweat,
    "tears": _tears,
    "data": _data,
    "waver": _waver,
}
_COUNTS = {"blush": 3, "shadow": 1, "sweat": 3, "tears": 3, "data": DATA_FRAMES, "waver": 2}
NAMES = tuple(f"{kind}{number}" for kind, count in _COUNTS.items() for number in range(1, count + 1))
