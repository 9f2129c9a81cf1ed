"""A temple of columns on a stair, in metres."""

import numpy as np

from painter.art.built.masonry import Mason, ivy
from painter.art.built.relics import column
from painter.art.drawing import Drawing


def temple(mason: Mason) -> Drawing:
    """About 30 m wide and 19 m high: steps, six columns, a gable; ruined, some of them."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    stone = mason.shade(s.stone * 0.95)
    for n in range(5):
        half = 17.5 - n * 1.0
        drawing.box(
            -half,
            n * 0.55 - 0.6,
            half,
            (n + 1) * 0.55,
            stone * np.float32(0.72 + 0.06 * n),
            facing=(0.0, 0.35, 0.93),
        )
    drawing.box(-12.0, 2.6, 12.0, 12.4, s.dark * 0.55)
    drawing.box(-2.0, 2.6, 2.0, 9.5, s.dark * 0.25)
    for x in np.linspace(-12.6, 12.6, 6):
        whole = not mason.ruined or rng.random() < 0.55
        high = 12.4 if whole else rng.uniform(4.0, 9.5)
        shaft = Drawing()
        column(shaft, mason, 0.0, high - 2.75, 1.7, whole)
        drawing.include(shaft, float(x), 2.75)
    if mason.ruined:
        drawing.add(
            [(-14.4, 12.3), (-3.0, 12.3), (-4.2, 14.0), (-7.5, 13.6), (-9.0, 15.2), (-14.4, 14.0)], stone
        )
    else:
        drawing.box(-14.6, 12.2, 14.6, 14.0, stone, facing=(0.0, 0.2, 0.97))
        drawing.add([(-15.4, 14.0), (15.4, 14.0), (0, 19.2)], stone * 0.85)
        drawing.add([(-12.0, 14.4), (12.0, 14.4), (0, 18.3)], stone * 0.6)
        drawing.disc(0, 15.8, 1.4, 1.1, stone * 1.1)
        for side in (-1, 1):
            drawing.tube([(side * 15.4, 14.1), (0, 19.3)], (0.6, 0.6), stone * 1.1, smooth=False)
    if mason.overgrown:
        ivy(drawing, mason, -13, 13, 12.4, 0.6)
    return drawing
