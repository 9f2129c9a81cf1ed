"""The comic marks that cels and effects are made of: drops, hearts, sparks, blossoms, clouds, strokes."""

import numpy as np
import skia
from numpy.typing import ArrayLike

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Points, along, brush, loop, moved, oval, path, points
from soulstrain.character.rig.layer import clipped, fill, form, line

# The right half of a drop and of a heart, tip to tip, in units of their size.
_DROP = [(0, -1), (0.28, -0.45), (0.62, 0.1), (0.6, 0.6), (0.3, 0.92), (0, 1)]
_HEART = [(0, -0.45), (0.32, -0.85), (0.8, -0.75), (0.98, -0.25), (0.66, 0.3), (0, 0.95)]


def drop(canvas: skia.Canvas, at: ArrayLike, size: float, alpha: float = 1.0) -> None:
    """A drop of sweat, `size` half its height."""
    place = points(at)
    shape = _double(_DROP, place, size)
    fill(canvas, shape, palette.WATER, alpha)
    with clipped(canvas, shape):
        shade = _double(_DROP, moved(place, size * 0.45, size * 0.2), size * 1.05)
        fill(canvas, shade, palette.WATER_SHADE, alpha)
    line(canvas, shape, palette.WATER_LINE, max(2.0, size * 0.16), alpha)
    fill(
        canvas,
        oval(moved(place, -0.2 * size, 0.2 * size), 0.13 * size, 0.26 * size),
        palette.GLINT,
        alpha,
    )


def heart(canvas: skia.Canvas, at: ArrayLike, size: float, turn: float = 0.0, alpha: float = 1.0) -> None:
    place = points(at)
    shape = _turned(_double(_HEART, place, size), place, turn)
    fill(canvas, shape, palette.HEART, alpha)
    with clipped(canvas, shape):
        glint = oval(place - size * 0.45, size * 0.28, size * 0.18)
        fill(canvas, _turned(glint, place, turn - 30), palette.GLINT, alpha)
    line(canvas, shape, palette.HEART_LINE, 2.6, alpha)


def spark(canvas: skia.Canvas, at: ArrayLike, size: float, alpha: float = 1.0) -> None:
    """A four-pointed glint."""
    place = points(at)[0]
    tips = place + size * np.array([(0, -1), (0.72, 0), (0, 1), (-0.72, 0)])
    waist = place + size * 0.2 * np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)])
    shape = path(*([tips[i], waist[i], tips[(i + 1) % 4]] for i in range(4)))
    fill(canvas, shape, palette.EMBER_HOT, alpha)
    line(canvas, shape, palette.BRASS_SHADE, 2.4, alpha)
    fill(canvas, shape, palette.EMBER_HOT, alpha)
    fill(canvas, oval(place, size * 0.2, size * 0.26), palette.GLINT, alpha)


def blossom(canvas: skia.Canvas, at: ArrayLike, size: float, turn: float, colour: int) -> None:
    """Five petals around a brass eye; `turn` in degrees."""
    place = points(at)[0]
    for petal in range(5):
        tip = np.deg2rad(turn + 72 * petal)
        out, side = np.array([np.cos(tip), np.sin(tip)]), np.array([-np.sin(tip), np.cos(tip)])
        run = [(0.1, 0), (0.55, -0.42), (0.98, -0.22), (0.86, 0), (0.98, 0.22), (0.55, 0.42)]
        form(
            canvas,
            loop([place + size * (a * out + b * side) for a, b in run]),
            colour,
            (),
            palette.HEART_LINE,
            2,
        )
    form(canvas, oval(place, size * 0.26, size * 0.26), palette.EMBER_HOT, (), palette.BRASS_SHADE, 2)


def cloud(canvas: skia.Canvas, at: ArrayLike, size: float, puffs: int, turn: float) -> None:
    """A dark scribbled cloud of `puffs` bulges; `turn` (radians) goes round the scribble and what swells."""
    place = points(at)[0]
    angle = np.linspace(0, 2 * np.pi, 4 * puffs + 1)
    bulge = np.tile([0.86, 1.12, 1.2, 1.12], puffs + 1)[: len(angle)] + 0.05 * np.sin(2 * angle + turn)
    edge = place + size * bulge[:, None] * np.stack([1.3 * np.cos(angle), 0.78 * np.sin(angle)], axis=1)
    shape = path(*(edge[first : first + 5] for first in range(0, 4 * puffs, 4)))
    form(canvas, shape, palette.CLOUD, (), palette.LINE_CLOTH, 2.6)
    coil = np.linspace(0, 5 * np.pi, 26)
    radius = size * np.linspace(0.75, 0.05, 26)[:, None]
    swirl = place + radius * np.stack([1.2 * np.cos(coil + turn), 0.66 * np.sin(coil + turn)], axis=1)
    line(canvas, path(swirl, closed=False), palette.CLOUD_LINE, 2.6)


def stroke(canvas: skia.Canvas, run: ArrayLike, widths: tuple[float, float], colour: int, edge: int) -> None:
    """A brush stroke that swells or tapers between its two widths, with a line around."""
    fine = along(run, 21)
    shape = brush(fine, np.linspace(*widths, 21))
    line(canvas, shape, edge, 4.4)
    fill(canvas, shape, colour)


def _turned(shape: skia.Path, about: Points, degrees: float) -> skia.Path:
    matrix = skia.Matrix()
    matrix.setRotate(degrees, *about[0].tolist())
    shape.transform(matrix)
    return shape


def _double(half: ArrayLike, place: Points, size: float) -> skia.Path:
    right = points(half) * size
    return path(place + right, place + (right * (-1, 1))[::-1])
