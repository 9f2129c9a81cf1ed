"""The heads of four-legged beasts, with their ears and horns; all as shares of the shoulder."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs

Point = tuple[float, float]


@dataclass(frozen=True)
class Face:
    """A head about (0, 0), looking right: its size, muzzle (length, width), and what it is made of."""

    size: float
    muzzle: Point
    coat: Array
    pale: Array
    stuffs: Stuffs


def head(
    rough: Drawing,
    extra: str,
    at: Point,
    size: float,
    muzzle: Point,
    coat: Array,
    pale: Array,
    stuffs: Stuffs,
    lift: float,
) -> None:
    """At the end of a neck that rises by `lift`; `extra` is a key of EXTRAS."""
    face, drawing = Face(size, muzzle, coat, pale, stuffs), Drawing()
    s, (long, wide) = size, muzzle
    EXTRAS[extra](drawing, face)
    outline = [
        (-s * 0.5, s * 0.05),
        (-s * 0.2, s * 0.48),
        (s * 0.25, s * 0.36),
        (s * 0.4 + long * 0.6, wide * 0.55),
    ]
    nose = [(s * 0.4 + long, wide * 0.2), (s * 0.4 + long, -wide * 0.4), (s * 0.4 + long * 0.5, -wide * 0.65)]
    drawing.add(
        spline([*outline, *nose, (s * 0.1, -s * 0.42), (-s * 0.35, -s * 0.35)], 4),
        coat * 1.05,
        (0.3, 0.3, 0.9),
    )
    jaw = [
        (s * 0.2, -s * 0.3),
        (s * 0.4 + long * 0.95, -wide * 0.3),
        (s * 0.4 + long * 0.5, -wide * 0.62),
        (s * 0.1, -s * 0.42),
    ]
    drawing.add(spline(jaw, 4), pale, (0.2, -0.3, 0.9))
    dark = stuffs.dark * 0.3
    drawing.disc(s * 0.4 + long * 0.98, wide * 0.08, wide * 0.22, wide * 0.2, dark)
    drawing.disc(s * 0.22, s * 0.12, s * 0.085, s * 0.07, dark)
    drawing.disc(s * 0.24, s * 0.145, s * 0.03, s * 0.025, stuffs.snow)
    rough.include(drawing, *at, turn=-0.55 + lift * 0.3 if extra in ("mane", "antlers", "hump") else -0.1)


def _ear(drawing: Drawing, x: float, y: float, wide: float, high: float, colour: Array) -> None:
    drawing.add(
        [(x - wide, y), (x + wide, y - wide * 0.3), (x - wide * 0.2, y + high)], colour, (0.1, 0.4, 0.9)
    )


def _ears(drawing: Drawing, face: Face, high: float = 0.5) -> None:
    s = face.size
    _ear(drawing, s * 0.02, s * 0.32, s * 0.16, s * high, face.coat * 0.55)
    _ear(drawing, -s * 0.2, s * 0.34, s * 0.17, s * high, face.coat * 0.85)


def _wolf(drawing: Drawing, face: Face) -> None:
    """With a ruff, and teeth."""
    s, (long, wide) = face.size, face.muzzle
    for n, (x, y) in enumerate(((-0.5, 0.1), (-0.62, -0.2), (-0.6, -0.5), (-0.4, -0.75), (-0.1, -0.8))):
        tip = (x * s * 1.5, y * s * 1.35 - s * 0.05)
        drawing.add(
            [(x * s + s * 0.2, y * s + s * 0.25), tip, (x * s + s * 0.25, y * s - s * 0.15)],
            face.coat * np.float32(0.8 + 0.1 * (n % 2)),
        )
    _ears(drawing, face, 0.62)
    for share in (0.45, 0.7, 0.9):
        x = s * 0.4 + long * share
        drawing.add(
            [(x, -wide * 0.3), (x + wide * 0.2, -wide * 0.3), (x + wide * 0.1, -wide * 0.85)],
            face.stuffs.snow,
        )
    amber = lch((0.85, 0.16, 85))
    drawing.disc(s * 0.22, s * 0.12, s * 0.07, s * 0.05, amber, glow=amber * np.float32(1.5))


def _round_ears(drawing: Drawing, face: Face) -> None:
    s = face.size
    for x, shade in ((0.05, 0.55), (-0.24, 0.85)):
        drawing.disc(s * x, s * 0.46, s * 0.16, s * 0.17, face.coat * np.float32(shade))
        drawing.disc(s * x + s * 0.02, s * 0.45, s * 0.08, s * 0.09, face.coat * 0.45)


def _cat(drawing: Drawing, face: Face) -> None:
    _round_ears(drawing, face)
    for y in (-0.08, -0.16):
        drawing.tube(
            [(face.size * 0.5, face.size * y), (face.size * 0.95, face.size * (y - 0.1))],
            (0.008, 0.003),
            face.stuffs.snow,
            smooth=False,
        )


def _forelock(drawing: Drawing, face: Face) -> None:
    s = face.size
    _ears(drawing, face)
    drawing.tube([(-s * 0.1, s * 0.5), (s * 0.2, s * 0.15)], (s * 0.25, s * 0.05), face.coat * 0.35)


def _antlers(drawing: Drawing, face: Face) -> None:
    s, horn = face.size, face.stuffs.plaster * 0.75
    _ear(drawing, -s * 0.3, s * 0.3, s * 0.14, s * 0.4, face.coat * 0.8)
    for lean, shade in ((0.7, 0.7), (-0.5, 1.0)):
        beam = [
            (s * 0.05, s * 0.4),
            (s * lean * 1.1, s * 1.4),
            (s * lean * 1.6, s * 2.4),
            (s * lean * 0.6, s * 3.3),
        ]
        drawing.tube(beam, (s * 0.2, s * 0.16, s * 0.12, s * 0.03), horn * np.float32(shade))
        for share, out in ((1.1, 1.0), (1.8, 0.9), (2.5, 0.7)):
            x = s * lean * (0.6 + 0.4 * share)
            tine = [(x, s * share), (x + s * 0.9 * out, s * (share + 0.55))]
            drawing.tube(tine, (s * 0.12, s * 0.02), horn * np.float32(shade), smooth=False)


def _horns(drawing: Drawing, face: Face) -> None:
    s = face.size
    _ear(drawing, -s * 0.45, s * 0.2, s * 0.2, s * 0.1, face.coat * 0.7)
    for out, shade in ((0.5, 0.7), (0.2, 1.0)):
        horn = [(-s * 0.05, s * 0.4), (s * out, s * 0.6), (s * (out + 0.25), s * 1.05)]
        drawing.tube(horn, (s * 0.2, s * 0.16, s * 0.03), face.stuffs.plaster * np.float32(shade))


def _small_ears(drawing: Drawing, face: Face) -> None:
    _ear(drawing, -face.size * 0.3, face.size * 0.35, face.size * 0.12, face.size * 0.25, face.coat * 0.7)


EXTRAS: dict[str, Callable[[Drawing, Face], None]] = {
    "mane": _forelock,
    "wolf": _wolf,
    "bear": _round_ears,
    "antlers": _antlers,
    "hump": _small_ears,
    "horns": _horns,
    "cat": _cat,
    "rat": _round_ears,
}
