"""The mouth as two lips of seven points each, with teeth and tongue between them.

Coordinates of the tables: x from the axis, y down from the mouth's height, left to right in the picture.
Closed, both lips lie on one line; a morph opens them towards its own two lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Points, along, brush, moved, oval, path, points
from soulstrain.character.rig.layer import clipped, fill, line
from soulstrain.character.rig.measures import AXIS, MOUTH_Y


@dataclass(frozen=True)
class Shape:
    """A mouth in pixels: half its width, the lips' heights at the right half's points, teeth and tongue."""

    half_width: float
    upper: tuple[float, float, float, float]  # from the middle to the corner
    lower: tuple[float, float, float, float]
    teeth: float
    tongue: float


REST = Shape(8.0, (1.0, 0.7, -0.1, -1.4), (1.0, 0.7, -0.1, -1.4), 0, 0)
SHAPES = {
    "aaa": Shape(11.5, (-3.2, -3.2, -3.2, -2.6), (11.5, 10.6, 6.6, -2.6), 3.4, 5.0),
    "iii": Shape(12.5, (-1.4, -1.5, -1.8, -2.0), (4.6, 4.4, 2.8, -2.0), 3.4, 0),
    "uuu": Shape(4.6, (-2.4, -2.2, -1.0, 0.8), (4.2, 4.0, 2.8, 0.8), 0, 0),
    "eee": Shape(11.0, (-2.6, -2.6, -2.4, -1.0), (6.8, 6.6, 5.0, -1.0), 3.2, 3.0),
    "ooo": Shape(6.6, (-4.6, -4.0, -1.6, 3.2), (10.6, 10.0, 7.6, 3.2), 0, 3.2),
    "delta": Shape(7.4, (-4.0, -2.0, 1.4, 4.6), (6.6, 6.6, 6.2, 4.6), 0, 2.6),
}
TONGUE = 7.5  # half the height of the tongue's oval
SPREAD = np.array([0.0, 0.36, 0.72, 1.0])


@dataclass(frozen=True)
class Mouth:
    upper: Points
    lower: Points
    teeth: float
    tongue: float
    open: float  # the largest distance of the lips, in pixels


def mouth(
    morphs: Mapping[str, float], lowered: tuple[float, float], raised: tuple[float, float], smirk: float
) -> Mouth:
    """The mouth under its six openings, corners (left, right) and smirk; openings over 1 in all share."""
    share = 1 / max(1.0, sum(morphs.values()))
    weights = {name: morphs[name] * share for name in SHAPES}
    rest = _lips(REST)
    lips = rest + sum(
        (weights[name] * (_lips(shape) - rest) for name, shape in SHAPES.items()), np.zeros_like(rest)
    )
    teeth = sum(weights[name] * shape.teeth for name, shape in SHAPES.items())
    tongue = sum(weights[name] * shape.tongue for name, shape in SHAPES.items())
    upper, lower = lips + _corners(lowered, raised, smirk) + np.array([AXIS, MOUTH_Y])
    return Mouth(upper, lower, teeth, tongue, float((lower - upper)[:, 1].max()))


def draw(canvas: skia.Canvas, drawn: Mouth) -> None:
    inside = path(drawn.upper, drawn.lower[::-1])
    fill(canvas, inside, palette.MOUTH)
    with clipped(canvas, inside):
        if drawn.tongue > 0:
            bottom, x = drawn.lower[:, 1].max(), drawn.lower[3, 0]
            width = np.ptp(drawn.lower[:, 0]) * 0.36
            fill(canvas, oval((x, bottom - drawn.tongue + TONGUE), width, TONGUE), palette.TONGUE)
        if drawn.teeth > 0:
            teeth = path(moved(drawn.upper, 0, -4), moved(drawn.upper[::-1], 0, drawn.teeth))
            fill(canvas, teeth, palette.TEETH)
    line(canvas, path(drawn.lower, closed=False), palette.LIP, 2.4)
    run = along(drawn.upper, 19)
    fill(canvas, brush(run, 2.2 + 0.8 * np.sin(np.linspace(0, np.pi, 19))), palette.LIP)


def _lips(shape: Shape) -> Points:
    """[2, 7, 2]: the upper and the lower lip, from the left corner to the right."""
    half = np.stack([np.broadcast_to(SPREAD * shape.half_width, (2, 4)), [shape.upper, shape.lower]], axis=2)
    return np.concatenate([(half * (-1, 1))[:, :0:-1], half], axis=1)


def _corners(lowered: tuple[float, float], raised: tuple[float, float], smirk: float) -> Points:
    """How far each of the seven points is pulled: corners alone at the ends, the smirk all of them."""
    along_lip = np.linspace(-1, 1, 7)
    pull = np.zeros((7, 2))
    for side, down, up in ((1, lowered[0], raised[0]), (-1, lowered[1], raised[1])):
        toward = np.maximum(along_lip * side, 0) ** 2
        pull[:, 1] += toward * (5.0 * down - 3.8 * up)
        pull[:, 0] += toward * side * (0.6 * down + 1.6 * up)
    slant = -2.2 * along_lip - 1.4 * np.maximum(along_lip, 0) ** 2
    return points(pull + smirk * np.stack([1.5 + 1.5 * along_lip, slant], axis=1))
