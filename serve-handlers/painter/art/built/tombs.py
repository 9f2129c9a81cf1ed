"""Where kings lie: tombs cut into cliffs, pyramids, obelisks; in metres."""

import numpy as np

from painter.art.built.masonry import Mason, drum
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing


def tomb(mason: Mason) -> Drawing:
    """About 46 m wide, cut into rock: steps, columns, a dark door between two seated giants."""
    s, drawing = mason.stuffs, Drawing()
    rock = s.sand * 0.8 if float(s.sand[0]) > 0.3 else s.rock
    _crags(drawing, mason, rock)
    drawing.add([(-15, 0), (15, 0), (13.5, 18), (-13.5, 18)], rock * 1.05, (0.0, 0.1, 0.99))
    drawing.box(-15.5, 18, 15.5, 20, rock * 1.1, facing=(0.0, 0.4, 0.9))
    drawing.box(-14, 16, 14, 16.6, rock * 0.7)
    drawing.add([(-3.2, 0), (3.2, 0), (2.7, 11), (-2.7, 11)], s.dark * 0.3)
    drawing.add(
        [(-4.4, 0), (-3.2, 0), (-2.7, 11), (2.7, 11), (3.2, 0), (4.4, 0), (3.8, 12.4), (-3.8, 12.4)],
        rock * 0.75,
    )
    disc = lch((0.8, 0.12, 85))
    drawing.disc(0, 14.4, 1.1, 1.1, disc)
    drawing.tube([(-4.5, 14.2), (0, 14.5), (4.5, 14.2)], (0.1, 0.7, 0.1), rock * 0.65)
    for x in (-12.4, 12.4):
        drum(drawing, mason, x, 0, 16, 2.2, rock * 1.1, 0.9)
    for side in (-1, 1):
        drawing.include(_seated(rock), side * 7.6, 0, flip=side > 0)
    for n in range(4):
        drawing.box(
            -6 - n * 1.2,
            -0.4 - n * 0.5,
            6 + n * 1.2,
            0.15 - n * 0.5,
            rock * np.float32(1.15 - n * 0.06),
            facing=(0.0, 0.6, 0.8),
        )
    return drawing


def _crags(drawing: Drawing, mason: Mason, rock: Array) -> None:
    """The cliff a tomb is cut into: buttresses of banded rock, higher towards the middle."""
    rng = mason.rng
    for layer, shade in ((0, 0.62), (1, 0.8)):
        x = -38.0 + 5 * layer
        while x < 36 - 5 * layer:
            wide = rng.uniform(4, 9)
            middle = x + wide / 2
            top = (31 - 5 * layer) * (1 - (middle / 44) ** 2) * rng.uniform(0.78, 1.12)
            outline = [
                (x - 0.8, -3),
                (x + wide + 0.8, -3),
                (x + wide, top * 0.6),
                (x + wide * 0.8, top * 0.93),
                (x + wide * 0.45, top),
                (x + wide * 0.12, top * 0.9),
                (x, top * 0.55),
            ]
            tone = rock * np.float32(shade * rng.uniform(0.85, 1.1))
            drawing.add(outline, tone, (rng.uniform(-0.7, 0.7), 0.25, 0.8))
            edge = x + wide * rng.uniform(0.45, 0.7)
            drawing.add(
                [(edge, -3), (x + wide + 0.6, -3), (x + wide, top * 0.6), (x + wide * 0.75, top * 0.9)],
                tone * 0.82,
                (0.8, 0.15, 0.55),
            )
            for y in np.arange(2 + rng.uniform(0, 2), top * 0.85, rng.uniform(2.2, 3.6)):
                drawing.tube(
                    [(x + 0.2, y), (middle, y + rng.uniform(-0.3, 0.3)), (x + wide - 0.2, y)],
                    (0.1, 0.5, 0.1),
                    tone * np.float32(rng.choice((0.72, 1.15))),
                )
            x += wide * 0.82


def _seated(rock: Array) -> Drawing:
    giant, stone = Drawing(), rock * 0.95
    giant.box(-2.0, 0, 2.0, 4.4, stone * 0.8)
    giant.add([(-1.5, 4.2), (1.5, 4.2), (1.8, 8.4), (0.9, 9.3), (-0.9, 9.3), (-1.8, 8.4)], stone)
    for x in (-0.85, 0.85):
        giant.tube([(x, 5.0), (x, 4.2), (x, 0.3)], (1.3, 1.2, 1.0), stone * 1.15, smooth=False)
        giant.tube([(x * 2.0, 8.6), (x * 2.1, 6.2), (x * 1.2, 5.2)], (0.8, 0.7, 0.5), stone * 1.05)
    giant.disc(0, 10.4, 0.85, 1.05, stone * 1.1)
    giant.add(
        [
            (-1.5, 9.0),
            (-1.0, 11.6),
            (0, 12.2),
            (1.0, 11.6),
            (1.5, 9.0),
            (0.8, 9.2),
            (0.8, 10.9),
            (-0.8, 10.9),
            (-0.8, 9.2),
        ],
        stone * 0.75,
    )
    return giant


def pyramid(mason: Mason) -> Drawing:
    """140 m wide and 90 m high."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    stone = s.sand * 0.85
    drawing.add([(-70, 0), (16, -3), (0, 90)], stone, (-0.55, 0.45, 0.7))
    drawing.add([(16, -3), (70, 0), (0, 90)], stone * 0.9, (0.75, 0.45, 0.45))
    for _ in range(150):
        y = rng.uniform(0, 84)
        share = 1 - y / 90
        x = rng.uniform(-68, 66) * share
        wide = rng.uniform(2, 6)
        edge = 16 * share
        if x < edge < x + wide or abs(x) + wide > 69 * share:
            continue
        facing = (-0.55, 0.45, 0.7) if x < edge else (0.75, 0.45, 0.45)
        drawing.box(x, y, x + wide, y + 1.5, mason.shade(stone, 0.2), facing=facing)
    drawing.add([(-5, 0), (-1, -0.5), (-1.6, 6), (-4.4, 6)], s.dark * 0.4)
    return drawing


def obelisk(mason: Mason) -> Drawing:
    """16 m, with a faint inscription."""
    s, drawing = mason.stuffs, Drawing()
    drawing.add([(-1.3, 0), (0.5, 0), (0.35, 14), (-0.95, 14)], s.stone * 0.7, (-0.5, 0.1, 0.85))
    drawing.add([(0.5, 0), (1.4, 0), (0.95, 14), (0.35, 14)], s.stone * 0.6, (0.85, 0.1, 0.5))
    drawing.add([(-0.95, 14), (0.95, 14), (0.1, 16)], s.stone * 0.8)
    for y in np.arange(2, 13, 0.9):
        drawing.box(-0.6, y, -0.1 + mason.rng.uniform(-0.2, 0.2), y + 0.3, s.dark * 0.8)
    return drawing
