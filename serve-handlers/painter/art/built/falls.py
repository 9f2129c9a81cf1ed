"""Falling water: alone, for a wall of rock that is there already, and with a crag of its own; in metres."""

import numpy as np

from painter.art.built.masonry import Mason
from painter.art.colour import Array
from painter.art.drawing import Drawing, spline

Rng = np.random.Generator


def cascade(drawing: Drawing, rng: Rng, high: float, wide: float, foam: Array, x: float = 0.0) -> None:
    """From (x, high) down to a cloud of spray at (x, 0): strands that part and grow paler as they fall."""
    for n in range(26):
        at, thick = x + rng.normal(0, wide * 0.24), wide * rng.uniform(0.03, 0.13)
        top, foot = high * rng.uniform(0.92, 1.0), high * rng.uniform(-0.02, 0.3)
        line = [(at * 0.9 + x * 0.1, top), (at, (top + foot) / 2), (at + rng.normal(0, wide * 0.06), foot)]
        shade = np.float32(rng.uniform(0.62, 1.05))
        drawing.tube(
            line,
            (thick * 0.5, thick, thick * 1.3),
            foam * shade,
            facing=(0.0, 0.2, 0.9),
            glow=foam * np.float32(0.05 * (n % 2)),
        )
    for _ in range(22):
        u, v = rng.normal(0, wide * 0.42), abs(rng.normal(0, high * 0.035))
        size = wide * rng.uniform(0.08, 0.2)
        drawing.disc(
            x + u, v, size, size * 0.7, foam * np.float32(rng.uniform(0.75, 1.0)), facing=(0.0, 0.6, 0.7)
        )


def waterfall(mason: Mason) -> Drawing:
    """Over a crag 46 m wide and 26 m high."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    for layer, shade in ((0, 0.6), (1, 0.85)):
        x = -24.0 + 3 * layer
        while x < 21 - 3 * layer:
            wide = rng.uniform(3.0, 6.5)
            top = (27 - 6 * layer) * (1 - (abs(x + wide / 2) / 30) ** 2.2) * rng.uniform(0.85, 1.08)
            _buttress(drawing, rng, x, wide, top, s.rock * np.float32(shade * rng.uniform(0.8, 1.1)), mason)
            x += wide * 0.8
    notch = [(-4.2, 24), (-3.4, 10), (-4.0, 0), (4.0, 0), (3.2, 12), (4.0, 24)]
    drawing.add(spline(notch, 4), s.rock * 0.4)
    cascade(drawing, rng, 23.5, 7.0, s.snow * 0.9)
    for x, y, size in ((-6, 0.3, 1.8), (-3, 0.0, 1.2), (3.5, 0.1, 1.6), (7, 0.4, 2.0), (10, 0, 1.4)):
        drawing.disc(
            x, y, size * 1.4, size, s.rock * np.float32(rng.uniform(0.5, 0.8)), facing=(-0.2, 0.6, 0.8)
        )
    return drawing


def _buttress(
    drawing: Drawing, rng: Rng, x: float, wide: float, top: float, rock: Array, mason: Mason
) -> None:
    """A pillar of the crag, lit on one face, growth on its head."""
    right = [(x + wide * 0.6, top), (x + wide, top * 0.7), (x + wide + 0.4, -1)]
    drawing.add([(x - 0.4, -1), (x, top * 0.6), (x + wide * 0.2, top * 0.95), *right], rock, (-0.5, 0.2, 0.8))
    edge = x + wide * rng.uniform(0.4, 0.65)
    drawing.add([(edge, -1), (edge - 0.3, top * 0.97), *right], rock * 0.7, (0.8, 0.15, 0.5))
    for _ in range(4):
        y, shade = rng.uniform(0.1, 0.85) * top, np.float32(rng.choice((0.6, 1.3)))
        seam = [(x + 0.2, y), (x + wide * 0.9, y + rng.normal(0, 0.5))]
        drawing.tube(seam, (0.08, 0.3), rock * shade, smooth=False)
    growth = mason.stuffs.snow if mason.snowy else mason.stuffs.leaves[0] * 0.7
    for _ in range(6):
        at, y = x + wide * rng.uniform(0.1, 0.9), top * rng.uniform(0.9, 1.02)
        green = growth * np.float32(rng.uniform(0.6, 1.2))
        drawing.disc(at, y, rng.uniform(0.5, 1.2), 0.5, green, facing=(0.0, 0.7, 0.7))
