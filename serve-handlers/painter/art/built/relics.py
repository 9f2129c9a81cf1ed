"""What older hands left: ruins, tombs, pyramids, standing stones, statues, graves; in metres."""

import math
from itertools import pairwise

import numpy as np

from painter.art.built.masonry import Mason, broken, drum, ivy, pointed_arch, stones
from painter.art.colour import lch
from painter.art.drawing import Drawing, spline
from painter.art.people.person import person
from painter.art.people.petrified import petrified


def ruin(mason: Mason) -> Drawing:
    """About 26 m: broken walls, an arch that still stands, columns of different heights."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    for left, right, top in ((-13, -5, 9), (6, 13, 7)):
        drawing.add(broken(mason, left, -0.5, right, top), s.stone * 0.85, (-0.2, 0.1, 0.97))
        stones(drawing, mason, left + 0.5, 0, right - 0.5, top * 0.45, 0.9, s.stone * 0.85)
    high = 11.5
    frame = [
        (4.6, 0),
        (4.6, high * 0.55),
        (3.6, high * 0.9),
        (1, high + 1.6),
        (-1.5, high + 0.6),
        (-3, high * 0.95),
        (-4.6, high * 0.6),
        (-4.6, 0),
    ]
    drawing.add([*frame, *pointed_arch(0, 0, 6.0, high)[::-1]], s.stone, (0.2, 0.1, 0.97))
    for _ in range(26):
        side, up = rng.choice((-1, 1)), rng.uniform(0.3, high * 0.6)
        drawing.box(side * 3.85 - 0.5, up, side * 3.85 + 0.4, up + 0.5, mason.shade(s.stone, 0.25))
    for at, tall in ((-8.5, 6.5), (8.4, 3.2), (11.2, 8.0), (-11.4, 2.2)):
        column(drawing, mason, at, rng.uniform(0.7, 1.1) * tall, 1.3, whole=tall > 6)
    for _ in range(9):
        drawing.disc(
            rng.uniform(-13, 13),
            0.2,
            rng.uniform(0.4, 1.1),
            rng.uniform(0.3, 0.6),
            mason.shade(s.stone, 0.25),
            rng.uniform(0, 1),
        )
    if mason.overgrown or rng.random() < 0.5:
        ivy(drawing, mason, -4.5, 4.5, high, 0.42)
    return drawing


def column(drawing: Drawing, mason: Mason, x: float, high: float, wide: float, whole: bool = True) -> None:
    stone = mason.stuffs.stone
    drawing.box(x - wide * 0.75, 0, x + wide * 0.75, wide * 0.4, stone * 0.85)
    drum(drawing, mason, x, wide * 0.4, high, wide, stone * 1.05, 0.9)
    if whole:
        drawing.box(x - wide * 0.75, high - 0.05, x + wide * 0.75, high + wide * 0.35, stone)
    else:
        drawing.add(
            [
                (x - wide * 0.45, high - 0.1),
                (x - wide * 0.2, high + wide * 0.5),
                (x + wide * 0.1, high + wide * 0.1),
                (x + wide * 0.45, high - 0.1),
            ],
            stone,
        )


def stones_(mason: Mason) -> Drawing:
    """A circle of standing stones, 24 m across, two with a lintel."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    for n in range(11):
        angle = math.pi * 2 * n / 11 + 0.2
        x, back = 12 * math.cos(angle), math.sin(angle)
        wide, high = rng.uniform(1.0, 1.6), rng.uniform(3.6, 5.4) * (1 - 0.14 * back)
        foot = 1.0 + back
        lean = rng.uniform(-0.35, 0.35)
        outline = [
            (x - wide, foot),
            (x + wide, foot),
            (x + wide * 0.75 + lean, foot + high),
            (x - wide * 0.6 + lean, foot + high * rng.uniform(0.9, 1.05)),
        ]
        drawing.add(outline, mason.shade(s.stone * (0.75 - 0.2 * back), 0.15), (0.2, 0.15, 0.95))
        drawing.add(
            [
                outline[1],
                outline[2],
                ((outline[2][0] + outline[3][0]) / 2 + wide * 0.3, outline[2][1]),
                (x + wide * 0.35, foot),
            ],
            s.stone * 0.5,
            (0.8, 0.1, 0.5),
        )
        if mason.snowy:
            drawing.disc(x + lean, foot + high, wide * 0.7, 0.2, s.snow)
    drawing.add([(-3.4, 5.2), (3.2, 5.4), (3.2, 6.4), (-3.4, 6.2)], s.stone * 0.65)
    for x in (-2.4, 2.2):
        drawing.box(x - 0.8, 1.6, x + 0.8, 5.3, s.stone * 0.6)
    return drawing


def statue(mason: Mason) -> Drawing:
    """A king with his sword, or a hooded watcher, 13 m on its plinth."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    stone = mason.shade(s.stone * 0.85)
    drawing.box(-3.2, -1, 3.2, 1.4, stone * 0.7)
    drawing.box(-2.7, 1.4, 2.7, 2.2, stone * 0.85, facing=(0.0, 0.4, 0.9))
    kind = str(rng.choice(("king", "knight", "monk", "queen")))
    figure = person(kind, rng, s, "stand", right="sword" if kind in ("king", "knight") else "staff")
    drawing.include(petrified(figure, stone), 0, 2.2, scale=6.0)
    if mason.ruined:
        for x, y, size in ((-3.6, 0.0, 0.9), (3.0, -0.2, 1.2), (4.6, 0.0, 0.6)):
            drawing.disc(x, y, size, size * 0.6, stone * 0.7, rng.uniform(0, 1))
    if mason.overgrown:
        ivy(drawing, mason, -2, 2, 10, 0.4)
    return drawing


def colossus(mason: Mason) -> Drawing:
    """A king of 30 m, sunk to his chest, leaning."""
    s, drawing = mason.stuffs, Drawing()
    figure = petrified(person("king", mason.rng, s, "stand"), s.sand * 0.75)
    drawing.include(figure, 0, -18.5, scale=17.0, turn=mason.rng.choice((-0.16, 0.14)))
    for x in np.linspace(-9, 9, 9):
        heap = mason.rng.uniform(1.2, 2.8) * (1.4 - abs(x) / 12)
        drawing.disc(
            float(x),
            -0.6,
            2.6,
            heap,
            s.sand * np.float32(mason.rng.uniform(0.85, 1.0)),
            facing=(0.0, 0.7, 0.7),
        )
    return drawing


def cauldron(mason: Mason) -> Drawing:
    """An iron pot of 1.4 m over its embers, what is in it glowing green."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    brew, ember = lch((0.8, 0.19, 145)), lch((0.68, 0.2, 45))
    for x in np.linspace(-0.6, 0.6, 7):
        drawing.disc(float(x), 0.08, 0.14, 0.09, ember * 0.5, glow=ember * np.float32(rng.uniform(0.6, 2.0)))
    for x in (-0.55, 0.6):
        drawing.tube([(x, 0), (x * 0.9, 0.4)], (0.1, 0.12), s.dark, smooth=False)
    drawing.add(
        spline([(-0.75, 1.15), (-0.85, 0.7), (-0.5, 0.28), (0.5, 0.28), (0.85, 0.7), (0.75, 1.15)], 5),
        s.dark * 1.2,
    )
    drawing.disc(0, 1.16, 0.8, 0.16, s.metal * 0.4)
    drawing.disc(0, 1.17, 0.68, 0.11, brew, glow=brew * np.float32(2.2))
    for _ in range(8):
        bubble = rng.uniform(0.04, 0.1)
        drawing.disc(
            rng.normal(0, 0.35),
            1.2 + abs(rng.normal(0, 0.18)),
            bubble,
            bubble,
            brew,
            glow=brew * np.float32(1.6),
        )
    return drawing


def gallows(mason: Mason) -> Drawing:
    s, drawing = mason.stuffs, Drawing()
    drawing.box(-0.15, 0, 0.15, 5, s.wood * 0.5)
    drawing.box(-0.15, 4.7, 2.6, 5, s.wood * 0.5)
    drawing.tube([(0.1, 3.6), (1.2, 4.8)], (0.18, 0.18), s.wood * 0.5, smooth=False)
    drawing.tube([(2.2, 4.8), (2.2, 3.4)], (0.06, 0.06), s.sand * 0.6, smooth=False)
    drawing.tube([(2.2, 3.4), (2.0, 3.1), (2.2, 2.85), (2.4, 3.1), (2.2, 3.4)], (0.06, 0.06), s.sand * 0.6)
    return drawing


def well(mason: Mason) -> Drawing:
    s, drawing = mason.stuffs, Drawing()
    drum(drawing, mason, 0, 0, 1.0, 2.0, s.stone)
    drawing.disc(0, 1.0, 1.0, 0.22, s.dark * 0.4)
    for x in (-0.9, 0.9):
        drawing.box(x - 0.08, 0.8, x + 0.08, 2.6, s.wood * 0.6)
    drawing.add([(-1.4, 2.4), (1.4, 2.4), (0.9, 3.3), (-0.9, 3.3)], s.roof)
    return drawing


def cavemouth(mason: Mason) -> Drawing:
    """A hole in a crag of 34 m, with teeth of rock."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    rim = [
        (math.cos(a) * 22 * rng.uniform(0.9, 1.1), math.sin(a) ** 0.7 * 19 * rng.uniform(0.85, 1.1))
        for a in np.linspace(0, math.pi, 13)
    ]
    for one, other in pairwise(rim):
        middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        colour = mason.shade(s.snow if mason.snowy and middle[1] > 15 else s.rock, 0.25)
        drawing.add(
            [one, other, (other[0] * 0.3, other[1] * 0.3), (one[0] * 0.3, one[1] * 0.3)],
            colour,
            (middle[0] / 26, 0.35, 0.75),
        )
    mouth = [(6.5, -0.5), (5.8, 4.5), (3.2, 8), (0.5, 9.4), (-3, 7.8), (-5.4, 4.2), (-6.2, -0.5)]
    drawing.add(spline([(x * 1.25, y * 1.15) for x, y in mouth], 4), s.rock * 0.55)
    drawing.add(spline(mouth, 4), s.dark * 0.15)
    for x in (-3.6, -2.0, 0.2, 1.9, 3.6):
        top = 8.6 - abs(x) * 0.8
        drawing.add([(x - 0.7, top), (x + 0.7, top), (x, top - rng.uniform(1.2, 3.0))], s.rock * 0.5)
    return drawing


def portal(mason: Mason) -> Drawing:
    """A ring of stone, 7 m, with light in it."""
    s, drawing = mason.stuffs, Drawing()
    ring = np.array([(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 28, endpoint=False)])
    drawing.add(ring * 3.6 + (0, 3.4), s.stone * 0.7)
    light = mason.magic
    for size, strength in ((2.9, 0.5), (2.3, 0.9), (1.5, 1.7), (0.7, 4.0)):
        drawing.add(ring * size + (0, 3.4), light, glow=light * np.float32(strength))
    for angle in np.linspace(0, 2 * math.pi, 12, endpoint=False):
        drawing.disc(
            3.25 * math.cos(angle), 3.4 + 3.25 * math.sin(angle), 0.2, 0.2, light, glow=light * np.float32(2)
        )
    return drawing
