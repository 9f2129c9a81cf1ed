"""Smooth curves through few points: what every outline of the figure is made of.

A shape is one or more runs of points. Inside a run the curve is smooth (centripetal Catmull-Rom, after
Barry and Goldman 1988, written as cubic Béziers); where one run ends and the next begins there is a corner.
Morphs move the points, so a shape is continuous in whatever moves them.
"""

from collections.abc import Sequence

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from soulstrain.character.rig.measures import AXIS

# Keeps the knots of a centripetal spline apart where a morph lets two points meet.
APART = 1e-3

Points = NDArray[np.float64]
# The runs of one outline, in its order.
Runs = tuple[ArrayLike, ...]


def points(run: ArrayLike) -> Points:
    pairs: Points = np.asarray(run, dtype=np.float64).reshape(-1, 2)
    return pairs


def moved(run: ArrayLike, x: float, y: float) -> Points:
    there: Points = points(run) + np.array([x, y])
    return there


def about_axis(run: ArrayLike) -> Points:
    """Points given with x from the figure's axis, in pixels of the picture."""
    return moved(run, AXIS, 0)


def mirror(run: ArrayLike) -> Points:
    """The run on the other side of the figure's axis, in the other order: outlines keep their turn."""
    return moved(points(run) * (-1, 1), 2 * AXIS, 0)[::-1]


def sided(runs: Runs, left: bool = False) -> skia.Path:
    """A shape given about the axis; with `left` the same on the picture's left."""
    right = [about_axis(run) for run in runs]
    return path(*(mirror(run) for run in reversed(right))) if left else path(*right)


def whole(runs: Runs) -> skia.Path:
    """A symmetric shape of which `runs`, from the axis to the axis, are the picture's right half."""
    right = [about_axis(run) for run in runs]
    return path(*right, *(mirror(run) for run in reversed(right)))


def path(*runs: ArrayLike, closed: bool = True) -> skia.Path:
    """The runs one after another, with a corner where two meet; consecutive ends are joined by a line."""
    drawn = skia.Path()
    for number, run in enumerate(runs):
        knots = points(run)
        if number:
            drawn.lineTo(*knots[0].tolist())
        else:
            drawn.moveTo(*knots[0].tolist())
        for segment in np.hstack([*_handles(knots), knots[1:]]).tolist():
            drawn.cubicTo(*segment)
    if closed:
        drawn.close()
    return drawn


def loop(run: ArrayLike) -> skia.Path:
    """A closed curve that is smooth everywhere, also where it closes."""
    knots = points(run)
    around = np.concatenate([knots[-2:], knots, knots[:2]])
    first, second = _handles(around)
    drawn = skia.Path()
    drawn.moveTo(*knots[0].tolist())
    for segment in np.hstack([first, second, around[1:]])[2:-1].tolist():
        drawn.cubicTo(*segment)
    drawn.close()
    return drawn


def oval(middle: ArrayLike, half_width: float, half_height: float) -> skia.Path:
    ((x, y),) = points(middle).tolist()
    drawn = skia.Path()
    drawn.addOval(skia.Rect.MakeLTRB(x - half_width, y - half_height, x + half_width, y + half_height))
    return drawn


def along(run: ArrayLike, count: int) -> Points:
    """`count` points along the smooth curve through the run, evenly spread over its segments."""
    knots = points(run)
    first, second = _handles(knots)
    where = np.linspace(0, len(knots) - 1, count)
    segment = np.minimum(where.astype(int), len(knots) - 2)
    t = (where - segment)[:, None]
    bent = 3 * (1 - t) ** 2 * t * first[segment] + 3 * (1 - t) * t**2 * second[segment]
    spread: Points = (1 - t) ** 3 * knots[segment] + bent + t**3 * knots[segment + 1]
    return spread


def brush(run: ArrayLike, widths: Sequence[float] | Points) -> skia.Path:
    """A filled stroke, straight from point to point of the run, as wide at each as `widths` says (pixels)."""
    knots = points(run)
    tangent = np.gradient(knots, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), APART)[:, None]
    side = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) * (np.asarray(widths) / 2)[:, None]
    drawn = skia.Path()
    edge = np.concatenate([knots + side, (knots - side)[::-1]])
    drawn.addPoly([skia.Point(x, y) for x, y in edge.tolist()], True)
    return drawn


def _handles(knots: Points) -> tuple[Points, Points]:
    """The two Bézier handles of every segment between the knots."""
    steps = np.sqrt(np.hypot(*np.diff(knots, axis=0).T)) + APART
    first, second = knots[:-1].copy(), knots[1:].copy()
    if len(knots) == 2:
        third = (knots[1] - knots[0]) / 3
        return first + third, second - third
    before, after = steps[:-1, None], steps[1:, None]
    left, middle, right = knots[:-2], knots[1:-1], knots[2:]
    first[1:] = (
        before**2 * right - after**2 * left + (2 * before**2 + 3 * before * after + after**2) * middle
    ) / (3 * before * (before + after))
    second[:-1] = (
        after**2 * left - before**2 * right + (2 * after**2 + 3 * before * after + before**2) * middle
    ) / (3 * after * (before + after))
    # At the ends the curvature of the neighbouring handle is carried on.
    first[0] = (knots[0] + second[0]) / 2
    second[-1] = (knots[-1] + first[-1]) / 2
    return first, second
