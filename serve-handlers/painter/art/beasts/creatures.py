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
    """In flight, about 7 m across: an eagle's wings and head, a lion's body."""
    drawing, gold = Drawing(), lch((0.75, 0.14, 80))
    _feathered(drawing, (0.5, 0.5), 0.15, colour * 0.55)
    drawing.tube([(-1.5, 0.05), (-2.4, -0.3), (-3.3, 0.3)], (0.14, 0.09, 0.07), colour * 0.9)
    drawing.disc(-3.35, 0.4, 0.2, 0.13, colour * 0.5, 0.6)
    for x, shade in ((-1.15, 0.6), (-0.95, 0.9)):
        drawing.tube(
            [(x, -0.05), (x + 0.05, -0.6), (x - 0.5, -0.95)], (0.5, 0.26, 0.12), colour * np.float32(shade)
        )
    body = [
        (-1.6, 0.1),
        (-1.0, 0.42),
        (0.2, 0.4),
        (0.9, 0.85),
        (1.25, 0.55),
        (0.7, -0.1),
        (-0.4, -0.35),
        (-1.4, -0.3),
    ]
    drawing.add(spline(body, 5), colour)
    for x, shade in ((0.75, 0.6), (0.55, 1.0)):
        drawing.tube(
            [(x, 0.05), (x + 0.3, -0.45), (x + 0.1, -0.8)], (0.34, 0.18, 0.1), gold * np.float32(0.8 * shade)
        )
        for toe in (-0.1, 0.05, 0.2):
            drawing.tube([(x + 0.1, -0.78), (x + 0.1 + toe, -1.0)], (0.06, 0.01), stuffs.dark, smooth=False)
    ruff = [(0.6, 0.75), (0.9, 1.25), (1.35, 1.45), (1.6, 1.1), (1.35, 0.5), (0.9, 0.25)]
    drawing.add(spline(ruff, 4), stuffs.snow * 0.85)
    drawing.disc(1.5, 1.3, 0.34, 0.29, stuffs.snow * 0.95, 0.2)
    drawing.add([(1.2, 1.5), (0.95, 1.85), (1.4, 1.58)], stuffs.snow * 0.8)
    drawing.add(spline([(1.7, 1.4), (2.1, 1.3), (2.25, 1.0), (2.0, 1.1), (1.72, 1.16)], 4), gold)
    drawing.disc(1.62, 1.36, 0.05, 0.045, stuffs.dark * 0.3)
    _feathered(drawing, (-0.1, 0.45), 0.62, colour * 0.85)
    return drawing


def _feathered(drawing: Drawing, root: tuple[float, float], back: float, colour: Array) -> None:
    """A raised wing of long feathers from `root`; the larger `back`, the farther it leans back."""
    x, y = root
    wrist = (x - 1.2 * back, y + 2.2)
    for n, share in enumerate(np.linspace(0, 1, 11)):
        turn = 2.5 + share * 1.3 - back * 0.2
        reach = 2.6 - 1.5 * share**1.4
        foot = (wrist[0] + (x - 0.5 - wrist[0]) * share, wrist[1] + (y + 0.2 - wrist[1]) * share)
        tip = (foot[0] + reach * float(np.cos(turn)), foot[1] + reach * float(np.sin(turn)) * 0.75)
        drawing.tube([foot, tip], (0.34, 0.1), colour * np.float32(0.75 if n % 2 else 1.0), smooth=False)
    arm = [(x + 0.1, y - 0.1), (x + 0.25 - back * 0.5, y + 1.2), wrist, (x - 0.6, y + 0.9)]
    drawing.add(spline(arm, 5), colour * 1.15, (-0.1, 0.5, 0.85))


def spider(rng: Rng, colour: Array) -> Drawing:
    """About 3 m across, a giant's, seen from before it: bristling legs, a banded belly, eight eyes."""
    drawing = Drawing()
    for reach, knee, thick in ((1.75, 1.35, 0.1), (1.5, 1.75, 0.12), (1.15, 1.95, 0.14), (0.8, 1.5, 0.15)):
        shade = np.float32(0.5 if thick < 0.12 else 0.8)
        for side in (-1, 1):
            _bristling(drawing, rng, side, reach, knee, thick, colour * shade)
    drawing.disc(-0.1, 1.25, 0.75, 0.62, colour, 0.15)
    for y, wide in ((1.55, 0.5), (1.32, 0.62), (1.1, 0.55)):
        drawing.tube(
            [(-0.1 - wide, y - 0.1), (-0.1, y), (-0.1 + wide, y - 0.1)],
            (0.02, 0.08, 0.02),
            colour * 1.9,
            facing=(0.0, 0.6, 0.8),
        )
    drawing.disc(0.05, 0.78, 0.42, 0.36, colour * 1.15, facing=(0.2, 0.3, 0.9))
    red = lch((0.6, 0.22, 28))
    for x, y, size in (
        (-0.12, 0.88, 0.05),
        (0.08, 0.9, 0.065),
        (0.24, 0.86, 0.05),
        (-0.04, 0.76, 0.04),
        (0.18, 0.75, 0.04),
        (0.3, 0.78, 0.03),
    ):
        drawing.disc(x, y, size, size, red, glow=red * np.float32(4))
    for x, lean in ((-0.08, -0.05), (0.2, 0.05)):
        drawing.tube([(x, 0.6), (x + lean, 0.42), (x - lean, 0.26)], (0.12, 0.08, 0.01), colour * 0.45)
    return drawing


def _bristling(
    drawing: Drawing, rng: Rng, side: int, reach: float, knee: float, thick: float, colour: Array
) -> None:
    """A spider's leg, from the body over its knee to the ground."""
    far = side * reach
    joints = [(side * 0.2, 0.8), (far * 0.62, knee), (far * 0.9, knee * 0.45), (far, 0.0)]
    drawing.tube(joints, (thick * 1.2, thick, thick * 0.7, 0.02), colour)
    for x, y in spline(joints, 5, closed=False)[2:-2:2].tolist():
        hair = [(x, y), (x + side * 0.1 + rng.normal(0, 0.04), y + 0.08)]
        drawing.tube(hair, (0.02, 0.004), colour * 0.8, smooth=False)


def kraken(rng: Rng, colour: Array) -> Drawing:
    """Arms out of the water, about 14 m high, each curling its own way, suckers on their inner side."""
    drawing = Drawing()
    for n, x in enumerate((6.8, -7.4, 3.6, -4.4, 0.4, 8.8, -1.8)):
        high, curl = rng.uniform(5, 15), rng.uniform(1.6, 3.6) * (1 if n % 2 else -1)
        spine = [
            *(
                (x, -1.5),
                (x - curl * 0.7, high * 0.32),
                (x - curl * 0.1, high * 0.66),
                (x + curl * 0.8, high * 0.92),
            ),
            *((x + curl * 1.5, high * 0.9), (x + curl * 1.6, high * 0.74), (x + curl * 1.2, high * 0.7)),
        ]
        tone = colour * np.float32(rng.uniform(0.6, 1.1))
        drawing.tube(spine, (1.9, 1.5, 1.15, 0.85, 0.6, 0.36, 0.1), tone)
        line = spline(np.array(spine, np.float32), 5, closed=False)
        inner = 0.3 * np.sign(curl)
        for point, size in zip(line[3::2], np.linspace(0.3, 0.06, len(line[3::2])), strict=True):
            drawing.disc(
                float(point[0] + inner * size * 3),
                float(point[1]),
                float(size),
                float(size) * 0.8,
                tone * 2.1,
            )
    for dx in (-2.4, 0.0, 2.2):
        for _ in range(7):
            u, v = rng.normal(0, 2.5), abs(rng.normal(0, 0.25))
            drawing.disc(dx * 3 + u, v - 0.2, rng.uniform(0.3, 0.9), 0.25, lch((0.85, 0.02, 220)))
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
