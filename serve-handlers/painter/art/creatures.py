"""Winged, crawling and swimming beasts, turned to the right, in metres."""

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs

Rng = np.random.Generator


def bird(rng: Rng, colour: Array) -> Drawing:
    """On the wing, a metre across, seen from afar."""
    drawing = Drawing()
    lift = rng.uniform(-0.05, 0.3)
    for side in (-1, 1):
        wing = [
            (0, 0.03),
            (side * 0.22, lift * 0.8 + 0.1),
            (side * 0.55, lift),
            (side * 0.24, lift * 0.6),
            (0, -0.05),
        ]
        drawing.add(wing, colour)
    drawing.tube([(-0.08, -0.03), (0.0, 0.0), (0.14, 0.02)], (0.02, 0.09, 0.02), colour)
    return drawing


def bat(rng: Rng, colour: Array) -> Drawing:
    drawing = Drawing()
    lift = rng.uniform(0.1, 0.35)
    for side in (-1, 1):
        drawing.add(
            [
                (0, 0.06),
                (side * 0.25, lift),
                (side * 0.6, lift * 0.5),
                (side * 0.45, 0.02),
                (side * 0.3, 0.06),
                (side * 0.15, -0.04),
                (0, -0.06),
            ],
            colour,
        )
    drawing.disc(0, 0, 0.06, 0.1, colour)
    return drawing


def griffin(stuffs: Stuffs, colour: Array) -> Drawing:
    """In flight, about 7 m across."""
    drawing = Drawing()
    for shift, shade in ((-0.5, 0.6), (0.3, 1.0)):
        wing = [
            (shift, 0.4),
            (shift - 0.6, 2.4),
            (shift - 2.2, 3.6),
            (shift - 3.4, 3.2),
            (shift - 2.8, 2.7),
            (shift - 3.1, 2.0),
            (shift - 2.3, 1.8),
            (shift - 2.3, 1.1),
            (shift - 1.5, 1.1),
            (shift - 1.2, 0.3),
        ]
        drawing.add(spline(wing, 3), colour * np.float32(shade), (-0.2, 0.4, 0.9))
    drawing.tube([(-1.5, 0), (-2.6, -0.1), (-3.4, 0.5)], (0.14, 0.1, 0.24), colour * 0.7)
    drawing.tube([(-1.5, 0.05), (0, 0.1), (1.0, 0.35), (1.5, 0.9)], (0.7, 0.95, 0.75, 0.42), colour)
    for x in (-1.2, 0.7):
        drawing.tube([(x, -0.1), (x - 0.1, -0.7), (x - 0.6, -1.0)], (0.4, 0.22, 0.1), colour * 0.7)
    drawing.disc(1.62, 1.02, 0.34, 0.28, stuffs.snow * 0.8)
    drawing.add([(1.85, 1.12), (2.3, 0.85), (2.15, 0.7), (1.8, 0.86)], lch((0.75, 0.14, 80)))
    return drawing


def spider(colour: Array) -> Drawing:
    """About 3 m across, a giant's."""
    drawing = Drawing()
    for side in (-1, 1):
        for reach, knee in ((1.7, 1.5), (1.35, 1.7), (1.0, 1.55), (0.8, 1.2)):
            drawing.tube(
                [(side * 0.15, 0.7), (side * reach * 0.6, knee), (side * reach, 0.0)],
                (0.13, 0.1, 0.03),
                colour * 0.7,
            )
    drawing.disc(-0.55, 0.95, 0.62, 0.48, colour, 0.25)
    drawing.disc(0.25, 0.72, 0.34, 0.27, colour * 1.1)
    red = lch((0.6, 0.22, 28))
    for x, y in ((0.45, 0.78), (0.52, 0.7), (0.38, 0.68), (0.47, 0.62)):
        drawing.disc(x, y, 0.03, 0.03, red, glow=red * np.float32(5))
    return drawing


def serpent(colour: Array) -> Drawing:
    """Coils out of water, about 12 m long."""
    drawing = Drawing()
    for x, high, wide in ((-6.5, 1.3, 0.5), (-3.6, 2.2, 0.75)):
        drawing.tube(
            [(x - 1.3, -0.6), (x - 0.9, high * 0.75), (x, high), (x + 0.9, high * 0.7), (x + 1.3, -0.6)],
            (wide, wide * 1.2, wide * 1.3, wide * 1.2, wide),
            colour * 0.85,
        )
    drawing.tube(
        [(0.4, -0.7), (-0.2, 1.4), (0.3, 3.4), (1.4, 4.6), (2.6, 4.7)], (1.15, 1.1, 0.95, 0.75, 0.6), colour
    )
    for y in np.linspace(0.4, 3.8, 7):
        drawing.add(
            [(-0.55 + y * 0.08, y), (-1.1 + y * 0.1, y + 0.6), (-0.45 + y * 0.1, y + 0.55)], colour * 0.55
        )
    drawing.add(
        spline([(2.2, 4.4), (2.3, 5.1), (3.2, 5.1), (4.2, 4.7), (4.1, 4.5), (3.0, 4.4)], 4), colour * 1.1
    )
    drawing.add(spline([(2.3, 4.5), (3.2, 4.35), (3.9, 4.05), (3.0, 3.95)], 4), colour * 0.8)
    gold = lch((0.85, 0.17, 90))
    drawing.disc(3.05, 4.87, 0.09, 0.06, gold, glow=gold * np.float32(5))
    return drawing


def kraken(rng: Rng, colour: Array) -> Drawing:
    """Tentacles out of the water, about 14 m high."""
    drawing = Drawing()
    for x in (-7.0, -4.2, -1.6, 1.5, 4.4, 7.2):
        high, curl = rng.uniform(6, 14), rng.uniform(1.5, 3.2) * (1 if x < 0 else -1)
        spine = [
            (x, -1),
            (x - curl * 0.5, high * 0.4),
            (x + curl * 0.2, high * 0.8),
            (x + curl * 1.1, high),
            (x + curl * 1.5, high * 0.82),
            (x + curl * 1.1, high * 0.74),
        ]
        drawing.tube(spine, (1.7, 1.35, 1.0, 0.7, 0.42, 0.12), colour * np.float32(rng.uniform(0.7, 1.1)))
        line = spline(np.array(spine, np.float32), 5, closed=False)
        for point, size in zip(line[2::2], np.linspace(0.26, 0.07, len(line[2::2])), strict=True):
            drawing.disc(
                float(point[0]) + 0.25 * np.sign(curl),
                float(point[1]),
                float(size),
                float(size) * 0.8,
                colour * 1.8,
            )
    return drawing


def whale(colour: Array) -> Drawing:
    """A back and a fluke, 14 m."""
    drawing = Drawing()
    drawing.add(spline([(-4, -0.4), (-2, 1.5), (1.5, 2.1), (4.6, 1.2), (6, -0.4)], 6), colour)
    drawing.tube([(-7, -0.5), (-7.3, 1.2), (-7.6, 2.2)], (0.8, 0.5, 0.3), colour)
    drawing.add(
        spline([(-7.6, 2.1), (-9.2, 3.1), (-8, 3.0), (-7.5, 2.6), (-6.6, 3.3), (-5.8, 3.2)], 4), colour
    )
    return drawing
