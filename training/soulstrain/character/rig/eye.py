"""An eye as two lids of seven points each, and what lies between and upon them.

Coordinates of the tables: x outwards from the eye's middle, y down. Morphs move the lids; the iris is cut
off by them. A closing morph draws both lids towards one line of its own, the more the further it goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Points, along, brush, moved, oval, path, points
from soulstrain.character.rig.layer import clipped, fill, line
from soulstrain.character.rig.measures import AXIS, EYE_OUT, EYE_Y, IRIS

# From the inner to the outer corner.
UPPER = points([(-15.5, 3.5), (-12.5, -5), (-7, -10.5), (0, -13), (8, -12), (14, -6.5), (17.5, 1.5)])
LOWER = points([(-15.5, 3.5), (-12.5, 9.5), (-7, 13.5), (0, 15), (8, 14), (14, 9.5), (17.5, 1.5)])
# Where both lids meet, for each morph that closes the eye: an arc down, an arc up, a contented line.
SHUT = {
    "wink": points([(-16, 6), (-12, 9), (-7, 11.5), (0, 12.5), (7.5, 11.5), (13, 8.5), (17.5, 4)]),
    "happy_wink": points([(-16, 8), (-12.5, 3), (-7, -1.5), (0, -3.5), (7.5, -1.5), (13, 3), (17, 8.5)]),
    "relaxed": points([(-16, 5.5), (-12, 7), (-7, 8.4), (0, 9.4), (7.5, 9.8), (13, 10), (17.5, 10.5)]),
}
# What is added to the lids by the morphs that leave it open.
WIDE_UPPER = points([(0, -1), (-0.5, -2), (-0.5, -3), (0, -3.5), (0.5, -3.5), (1, -3), (1, -1)])
WIDE_LOWER = points([(0, -1), (-0.5, 1), (0, 1.5), (0, 1.5), (0.5, 1.5), (1, 1.5), (1, -1)])
WIDE_IRIS = 0.8  # share of the iris's size that surprise leaves
FLAT_UPPER = points([(0, -2), (0, 5), (0, 9), (0, 10.5), (0, 9), (0, 5), (0.5, 0.5)])
RAISED_LOWER = points([(0, 0), (0, -3), (0, -6), (0, -7.5), (0, -7), (0, -4), (0, 0)])
LASH_WIDTHS = np.array([1.0, 3.0, 4.0, 4.6, 5.0, 5.2, 4.2])
# The lash's outer point, from the outer corner: out along its upper edge and back along the lower.
FLICK = ([(2, -4), (5.5, -7)], [(5.5, -7), (3, 0), (-0.5, 2.2)])
GAZE = np.array([6.0, 5.0])  # pixels of the iris at full rotation, along x and y
IRIS_REST = np.array([-0.5, 0.5])  # its middle, in the tables' coordinates
DOT = 0.2  # share of the iris's size that iris_small leaves


@dataclass(frozen=True)
class Eye:
    """Lids and iris of one eye, in the picture's coordinates."""

    upper: Points
    lower: Points
    iris: Points  # its middle
    scale: float  # of the iris
    closed: float  # 0 open, 1 shut

    @property
    def opening(self) -> skia.Path:
        return path(self.upper, self.lower[::-1])


def eye(side: str, morphs: Mapping[str, float], small: float, gaze: tuple[float, float]) -> Eye:
    """The eye on `side` under its six morphs; `gaze` is the iris rotation about x (up) and y (image left)."""
    upper, lower, closed = _lids(morphs)
    outward = 1.0 if side == "left" else -1.0
    origin, turn = np.array([AXIS + outward * EYE_OUT, EYE_Y]), np.array([outward, 1.0])
    iris = origin + IRIS_REST * turn - np.array([gaze[1], gaze[0]]) * GAZE
    scale = (1 - (1 - DOT) * small) * (1 - (1 - WIDE_IRIS) * morphs["surprised"])
    return Eye(origin + upper * turn, origin + lower * turn, iris, scale, closed)


def draw(canvas: skia.Canvas, drawn: Eye) -> None:
    _ball(canvas, drawn)
    _lower_lash(canvas, drawn)
    _crease(canvas, drawn)
    _upper_lash(canvas, drawn)


def iris_path(drawn: Eye) -> skia.Path:
    return oval(drawn.iris, IRIS[0] * drawn.scale, IRIS[1] * drawn.scale)


def _lids(morphs: Mapping[str, float]) -> tuple[Points, Points, float]:
    upper = UPPER + morphs["surprised"] * WIDE_UPPER + morphs["unimpressed"] * FLAT_UPPER
    lower = LOWER + morphs["surprised"] * WIDE_LOWER + morphs["raised_lower_eyelid"] * RAISED_LOWER
    shutting = sum(morphs[name] for name in SHUT)
    closed = min(shutting, 1.0)
    if shutting > 0:
        shut = sum((morphs[name] / shutting * run for name, run in SHUT.items()), np.zeros_like(upper))
        upper = upper + closed * (shut - upper)
        lower = lower + closed * (shut - lower)
    # Lids meet; they do not pass through each other.
    upper[:, 1] = np.minimum(upper[:, 1], lower[:, 1])
    return upper, lower, closed


def _ball(canvas: skia.Canvas, drawn: Eye) -> None:
    opening = drawn.opening
    fill(canvas, opening, palette.EYE_WHITE)
    with clipped(canvas, opening):
        shadow = path(moved(drawn.upper, 0, 5), moved(drawn.upper[::-1], 0, -6))
        _iris(canvas, drawn)
        fill(canvas, shadow, palette.LASH, 0.28)
        _lights(canvas, drawn)


def _iris(canvas: skia.Canvas, drawn: Eye) -> None:
    whole = iris_path(drawn)
    x, y = drawn.iris
    s = drawn.scale
    fill(canvas, whole, palette.IRIS)
    with clipped(canvas, whole):
        fill(canvas, oval((x, y - 9 * s), 15 * s, 11.5 * s), palette.IRIS_DARK)
        fill(canvas, oval((x, y + 12 * s), 8.5 * s, 7 * s), palette.IRIS_GLOW)
    fill(canvas, oval((x, y), 4.4 * s, 6.8 * s), palette.PUPIL)
    line(canvas, whole, palette.IRIS_DARK, max(1.2, 2.4 * s))


def _lights(canvas: skia.Canvas, drawn: Eye) -> None:
    x, y = drawn.iris
    s = drawn.scale
    fill(canvas, oval((x - 4 * s, y - 5.4 * s), 4 * s, 4.8 * s), palette.EYE_WHITE)
    fill(canvas, oval((x + 5 * s, y + 6.4 * s), 2.3 * s, 2.3 * s), palette.EYE_WHITE)


def _upper_lash(canvas: skia.Canvas, drawn: Eye) -> None:
    outward = np.sign(drawn.upper[-1, 0] - drawn.upper[0, 0])
    run = along(drawn.upper, 19)
    widths = np.interp(np.linspace(0, 6, 19), range(7), LASH_WIDTHS) * (1 - 0.22 * drawn.closed)
    fill(canvas, brush(moved(run, 0, -1), widths), palette.LASH)
    up, down = (drawn.upper[-1] + points(run) * (outward, 1.0) for run in FLICK)
    fill(canvas, path([moved(drawn.upper[-2], 0, -3.2)[0], *up], down), palette.LASH)


def _lower_lash(canvas: skia.Canvas, drawn: Eye) -> None:
    run = along(drawn.lower, 19)[7:]
    fill(canvas, brush(run, np.linspace(0.8, 2.8, len(run))), palette.LASH)


def _crease(canvas: skia.Canvas, drawn: Eye) -> None:
    run = moved(along(drawn.upper, 19)[5:17], 0, -6)
    fill(canvas, brush(run, 2.0 * np.sin(np.linspace(0.3, np.pi - 0.3, len(run)))), palette.LINE_SKIN)
