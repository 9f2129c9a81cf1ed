"""Serpents of the sea and snakes of the land, turned to the right, in metres."""

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline


def serpent(colour: Array) -> Drawing:
    """Coils out of water, about 12 m long: a crest, pale plates down its throat, open jaws."""
    drawing = Drawing()
    for x, high, wide in ((-9.0, 0.8, 0.4), (-6.2, 1.5, 0.7), (-3.0, 2.5, 0.95)):
        arch = [(x - 1.5, -0.6), (x - 1.0, high * 0.8), (x, high), (x + 1.0, high * 0.75), (x + 1.5, -0.6)]
        drawing.tube(arch, (wide, wide * 1.2, wide * 1.3, wide * 1.2, wide), colour * 0.8)
        for share in (-0.7, -0.3, 0.1, 0.5):
            fin = (x + share * 1.1, high * (1 - share * share * 0.5) + wide * 0.45)
            drawing.add(
                [fin, (fin[0] + 0.5, fin[1] - 0.05), (fin[0] - 0.1, fin[1] + wide * 0.8)], colour * 0.5
            )
    neck = [(0.2, -0.7), (-0.7, 1.5), (-0.3, 3.5), (1.0, 5.0), (2.4, 5.2)]
    drawing.tube(neck, (1.5, 1.4, 1.15, 0.95, 0.8), colour)
    drawing.tube([(0.7, -0.7), (-0.2, 1.5), (0.15, 3.3), (1.2, 4.6)], (0.5, 0.55, 0.45, 0.25), colour * 1.8)
    for y in np.linspace(0.3, 4.2, 9):
        x = float(np.interp(y, (-0.7, 1.5, 3.5, 5.0), (0.9, 0.1, 0.45, 1.6)))
        drawing.tube([(x - 0.55, y), (x + 0.05, y - 0.08)], (0.05, 0.02), colour * 1.1, smooth=False)
    for y in np.linspace(0.6, 4.8, 8):
        x = float(np.interp(y, (-0.7, 1.5, 3.5, 5.0), (-0.55, -1.4, -0.9, 0.6)))
        drawing.add([(x, y - 0.35), (x - 0.8, y + 0.5), (x + 0.15, y + 0.3)], colour * 0.5)
    _serpent_head(drawing, colour)
    return drawing


def _serpent_head(drawing: Drawing, colour: Array) -> None:
    for turn in (0.0, 0.5, 1.0):
        drawing.add([(1.9, 5.3), (0.7 + turn * 0.5, 6.0 + turn * 0.6), (2.4, 5.6)], colour * 0.55)
    drawing.add(spline([(2.1, 5.0), (3.2, 4.75), (4.4, 4.1), (3.2, 4.25), (2.2, 4.45)], 4), colour * 0.85)
    drawing.add([(2.9, 4.85), (4.2, 4.35), (4.5, 4.75), (3.4, 5.0)], lch((0.35, 0.12, 20)))
    drawing.add(
        spline([(1.9, 4.9), (2.1, 5.75), (3.1, 5.75), (4.7, 5.2), (4.6, 4.85), (3.1, 4.9)], 4), colour * 1.1
    )
    for x in (3.5, 3.9, 4.3):
        drawing.add([(x, 4.95), (x + 0.16, 4.93), (x + 0.06, 4.55)], lch((0.95, 0.02, 90)))
    gold = lch((0.85, 0.17, 90))
    drawing.disc(3.0, 5.4, 0.14, 0.1, gold, glow=gold * np.float32(5))


def snake(colour: Array) -> Drawing:
    """A giant one, coiled, its head raised 1.8 m to strike."""
    drawing = Drawing()
    for y, wide, high, shade in ((0.16, 1.0, 0.2, 1.0), (0.36, 0.78, 0.18, 0.85), (0.54, 0.54, 0.16, 0.7)):
        drawing.disc(0, y, wide, high, colour * np.float32(shade))
        drawing.disc(0, y + 0.1, wide * 0.82, high * 0.5, colour * np.float32(0.35 * shade))
        for angle in np.linspace(3.5, 5.9, 7):
            spot = (wide * 0.93 * float(np.cos(angle)), y + high * 0.72 * float(np.sin(angle)))
            drawing.disc(*spot, 0.07, 0.045, colour * np.float32(0.5 * shade))
    drawing.tube([(0.1, 0.6), (-0.3, 1.0), (-0.05, 1.4), (0.3, 1.6)], (0.34, 0.3, 0.26, 0.22), colour)
    drawing.tube([(0.18, 0.62), (-0.18, 1.0), (0.06, 1.36)], (0.1, 0.12, 0.08), colour * 1.9)
    jaw = [(0.2, 1.5), (0.5, 1.42), (0.72, 1.3), (0.45, 1.36), (0.25, 1.38)]
    drawing.add(spline(jaw, 4), colour * 0.9)
    drawing.add(
        spline([(0.15, 1.55), (0.25, 1.75), (0.5, 1.72), (0.82, 1.56), (0.5, 1.52), (0.25, 1.46)], 4),
        colour * 1.1,
    )
    for x in (0.68, 0.76):
        drawing.add([(x, 1.55), (x + 0.03, 1.55), (x + 0.005, 1.41)], lch((0.95, 0.02, 90)))
    drawing.tube([(0.55, 1.42), (0.8, 1.38), (0.98, 1.46)], (0.02, 0.015, 0.01), lch((0.55, 0.2, 25)))
    gold = lch((0.85, 0.17, 90))
    drawing.disc(0.45, 1.65, 0.05, 0.035, gold, glow=gold * np.float32(3))
    return drawing
