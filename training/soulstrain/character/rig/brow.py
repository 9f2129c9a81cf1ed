"""A brow as five points of a brush stroke; its six morphs move the points and add up.

Coordinates of the tables: x outwards from the axis, y down.
"""

from collections.abc import Mapping

import numpy as np
import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Points, about_axis, along, brush, points
from soulstrain.character.rig.layer import fill
from soulstrain.character.rig.measures import FACE_BOX, MARGIN

# From the inner to the outer end.
REST = points([(15, 123), (22, 119.5), (30, 118), (38, 119.5), (45, 124)])
MORPHS = {
    "troubled": points([(-1, -8), (0, -5), (0, -1), (0.5, 2.5), (1, 5)]),
    "angry": points([(-4, 8.5), (-3, 4.5), (-1, -0.5), (0, -4), (0, -6)]),
    "lowered": points([(0, 6), (0, 6), (0, 6), (0, 6), (0, 6)]),
    "raised": points([(0, -8), (0, -9), (0, -9.5), (0, -9), (0, -8)]),
    "happy": points([(0, -2), (0.5, -6), (0, -7.5), (-0.5, -6), (-1.5, -1)]),
    "serious": points([(-4, 3), (-3, 4.5), (-1, 4.5), (0, 2), (0.5, -3)]),
}
WIDTHS = (3.4, 4.6, 4.6, 3.8, 2.0)


def brow(side: str, morphs: Mapping[str, float]) -> Points:
    """The brow's five points in the picture, however its morphs add up still inside the face's square."""
    moved = REST + sum((morphs[name] * offset for name, offset in MORPHS.items()), np.zeros_like(REST))
    outward = 1.0 if side == "left" else -1.0
    run = about_axis(moved * (outward, 1.0))
    reach = max(WIDTHS) / 2 + MARGIN
    run[:, 1] = np.maximum(run[:, 1], FACE_BOX[1] + reach)
    return run


def draw(canvas: skia.Canvas, run: Points) -> None:
    fine = along(run, 17)
    widths = np.interp(np.linspace(0, 4, 17), range(5), WIDTHS)
    fill(canvas, brush(fine, widths), palette.BROW)
