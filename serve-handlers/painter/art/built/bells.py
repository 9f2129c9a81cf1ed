"""A great bell in a timber frame, and lamp posts, in metres."""

import numpy as np

from painter.art.built.masonry import LAMPLIGHT, Mason
from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place, spline
from painter.art.land.stage import Stage
from painter.art.palette import Stuffs


def bell(mason: Mason) -> Drawing:
    """4.6 m high and wide; green with age, a rope hanging from it within a tall man's reach."""
    s, drawing, whole = mason.stuffs, Drawing(), Drawing()
    beam = s.wood * 0.55
    for x in (-2.3, 2.3):
        lean = 0.25 if x < 0 else -0.25
        drawing.tube([(x * 1.1, -0.3), (x + lean, 5.0)], (0.34, 0.28), beam * 0.8, smooth=False)
        drawing.tube([(x * 1.55, -0.3), (x + lean * 0.8, 3.6)], (0.24, 0.2), beam * 0.6, smooth=False)
        drawing.tube([(x + lean * 0.6, 3.4), (x * 0.45, 4.8)], (0.2, 0.2), beam * 0.9, smooth=False)
    drawing.box(-2.8, 4.75, 2.8, 5.15, beam * 1.15, facing=(0.0, 0.3, 0.95))
    drawing.add([(-3.1, 5.15), (3.1, 5.15), (2.2, 5.8), (-2.2, 5.8)], s.roof * 0.8, (0.0, 0.6, 0.8))
    _bronze(drawing, mason)
    drawing.tube([(0.0, 2.75), (0.06, 2.4), (-0.02, 2.15)], (0.06, 0.07, 0.03), s.sand * 0.8)
    whole.include(drawing, scale=0.85)
    return whole


def _bronze(drawing: Drawing, mason: Mason) -> None:
    green, gold = lch((0.5, 0.06, 165)), lch((0.6, 0.09, 80))
    drawing.tube([(0, 4.8), (0, 4.45)], (0.3, 0.4), mason.stuffs.dark, smooth=False)
    half = [(0.0, 4.55), (0.42, 4.48), (0.6, 4.1), (0.68, 3.6), (0.86, 3.15), (1.12, 2.85), (1.1, 2.72)]
    outline = [*half, *[(-x, y) for x, y in half[::-1]]]
    drawing.add(outline, green, (0.1, 0.15, 0.97))
    shade = [(-x, y) for x, y in half] + [(-x * 0.45, y) for x, y in half[::-1]]
    drawing.add(shade, green * 0.5, (-0.8, 0.1, 0.5))
    shine = [(x * 0.72, y) for x, y in half[1:-1]] + [(x * 0.45, y) for x, y in half[-2:0:-1]]
    drawing.add(shine, (green + gold) * 0.75, (0.5, 0.3, 0.8))
    for y, wide in ((4.2, 0.58), (3.2, 0.86), (2.86, 1.1)):
        drawing.tube([(-wide, y), (0, y - 0.08), (wide, y)], (0.07, 0.09, 0.07), gold * 0.8)
    drawing.disc(0, 2.74, 1.08, 0.13, mason.stuffs.dark * 0.5)
    for x in np.linspace(-0.5, 0.5, 4):
        drawing.tube([(float(x), 3.9), (float(x) * 1.1, 3.4)], (0.03, 0.015), green * 0.6, smooth=False)


def lamp_post(stage: Stage, stuffs: Stuffs, x: float, y: float, z: float, lit: bool = True) -> None:
    """3.4 m, its lantern hanging out towards the middle of the picture."""
    post, out = Drawing(), -0.7 if x > 0 else 0.7
    post.tube([(0, 0), (0, 3.3)], (0.16, 0.1), stuffs.dark * 1.3, smooth=False)
    post.tube([(0, 3.0), (out * 0.5, 3.38), (out, 3.2)], (0.07, 0.07), stuffs.dark * 1.3)
    light = LAMPLIGHT
    glass = [(out - 0.14, 3.08), (out + 0.14, 3.08), (out + 0.1, 2.68), (out - 0.1, 2.68)]
    post.add(glass, light, glow=light * np.float32(7) if lit else None)
    post.add(spline([(out - 0.2, 3.06), (out, 3.24), (out + 0.2, 3.06)], 3), stuffs.dark)
    post.box(out - 0.12, 2.62, out + 0.12, 2.68, stuffs.dark)
    place(stage.canvas, post, x, y, z)
    if lit:
        stage.canvas.lights.append(Light(x + out, y + 2.85, z - 0.2, light * np.float32(5), 2.6, 0.7))
