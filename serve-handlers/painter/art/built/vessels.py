"""What travels or is pitched: boats, carts, tents, and the piers they lie at; in metres."""

import numpy as np

from painter.art.built.masonry import LAMPLIGHT, Mason, pennant
from painter.art.colour import lch
from painter.art.drawing import Drawing, spline


def boat(mason: Mason, furled: bool = False) -> Drawing:
    """A fishing boat of 7 m with its sail down to half, or an open ferry."""
    s, drawing = mason.stuffs, Drawing()
    if not furled:
        drawing.tube([(0.3, 0.4), (0.4, 6.4)], (0.16, 0.08), s.wood * 0.5, smooth=False)
        cloth = mason.shade(s.cloth[0] * 1.2 + s.plaster * 0.35)
        drawing.add(spline([(0.45, 6.1), (2.4, 1.6), (0.5, 1.4)], 4), cloth, (0.3, 0.1, 0.95))
    drawing.add(spline([(-3.6, 1.15), (0, 0.72), (3.7, 1.3), (2.8, -0.25), (-2.8, -0.3)], 5), s.wood * 0.6)
    drawing.tube([(-3.5, 1.1), (0, 0.72), (3.6, 1.25)], (0.12, 0.16, 0.12), s.wood * 1.1)
    if mason.lit:
        drawing.disc(-2.6, 1.7, 0.14, 0.2, LAMPLIGHT, glow=LAMPLIGHT * np.float32(8))
    return drawing


def pier(mason: Mason) -> Drawing:
    """Planks on posts, 26 m out to the right, with barrels and a lamp."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    for x in np.arange(-12, 14, 3.2):
        drawing.tube([(x, -1.2), (x + 0.1, 2.1)], (0.34, 0.3), s.wood * 0.42, smooth=False)
    drawing.box(-13, 1.15, 13, 1.5, s.wood * 0.75, facing=(0.0, 0.7, 0.7))
    for x in np.arange(-13, 13, 0.8):
        drawing.box(
            x, 1.15, x + 0.72, 1.5, s.wood * np.float32(rng.uniform(0.6, 1.0)), facing=(0.0, 0.6, 0.8)
        )
    for x in (-9, -8, 3.4):
        barrel(drawing, mason, x, 1.5)
    for x in (-11.5, 11.5):
        drawing.box(x - 0.08, 1.5, x + 0.08, 4.2, s.dark)
        light = LAMPLIGHT
        drawing.disc(x, 4.3, 0.2, 0.28, light, glow=light * np.float32(8) if mason.lit else None)
    return drawing


def barrel(drawing: Drawing, mason: Mason, x: float, y: float, size: float = 1.0) -> None:
    s = mason.stuffs
    body = spline(
        [
            (x - 0.32 * size, y),
            (x - 0.4 * size, y + 0.5 * size),
            (x - 0.32 * size, y + size),
            (x + 0.32 * size, y + size),
            (x + 0.4 * size, y + 0.5 * size),
            (x + 0.32 * size, y),
        ],
        4,
    )
    drawing.add(body, s.wood * 0.8)
    for share in (0.2, 0.78):
        drawing.box(x - 0.38 * size, y + share * size, x + 0.38 * size, y + (share + 0.07) * size, s.dark)


def cart(mason: Mason) -> Drawing:
    """A covered wagon, 5 m."""
    s, drawing = mason.stuffs, Drawing()
    drawing.add(
        spline([(-2.2, 1.2), (-2.3, 2.8), (-1.2, 3.4), (1.0, 3.4), (2.2, 2.8), (2.1, 1.2)], 4),
        s.plaster * 0.9,
    )
    for x in (-1.4, 0, 1.3):
        drawing.tube([(x, 1.3), (x, 3.3)], (0.06, 0.06), s.plaster * 0.65, smooth=False)
    drawing.box(-2.4, 0.8, 2.4, 1.4, s.wood * 0.7)
    for x in (-1.5, 1.5):
        drawing.disc(x, 0.65, 0.66, 0.66, s.wood * 0.4)
        drawing.disc(x, 0.65, 0.5, 0.5, s.dark * 0.6)
        for turn in (0.3, 1.35, 2.4):
            drawing.disc(x, 0.65, 0.55, 0.04, s.wood * 0.5, turn)
    drawing.tube([(2.3, 0.9), (4.6, 1.1)], (0.14, 0.1), s.wood * 0.5, smooth=False)
    return drawing


def tent(mason: Mason) -> Drawing:
    """About 4.5 m, open in front."""
    s, drawing = mason.stuffs, Drawing()
    cloth = mason.shade(s.plaster * 0.75 if mason.rng.random() < 0.5 else s.cloth[0] * 1.1)
    drawing.add([(0.2, 3.0), (3.2, 2.6), (4.4, 0), (1.9, 0)], cloth * 0.85, (0.6, 0.5, 0.6))
    drawing.add([(-2.1, 0), (2.0, 0), (0.2, 3.0)], cloth, (-0.3, 0.2, 0.93))
    warm = LAMPLIGHT * 0.7
    drawing.add(
        [(-0.5, 0), (0.7, 0), (0.2, 2.2)], s.dark * 0.4, glow=warm * np.float32(1.2) if mason.lit else None
    )
    pennant(drawing, mason, 0.2, 3.0, 0.6, s.cloth[0] * 1.4)
    if mason.snowy:
        drawing.add([(0.2, 3.05), (3.2, 2.65), (3.5, 2.0), (0.5, 2.4)], s.snow, (0.4, 0.7, 0.5))
    return drawing


def crystal(rng: np.random.Generator, hue: tuple[float, float, float], strength: float = 1.6) -> Drawing:
    """A cluster of glowing prisms, about 2 m high."""
    drawing = Drawing()
    light = lch(hue)
    for _ in range(6):
        prism, high, wide = Drawing(), rng.uniform(0.8, 2.1), rng.uniform(0.16, 0.32)
        glow = light * np.float32(strength * rng.uniform(0.5, 1.1))
        # Brighter towards the root, where the light comes from.
        for low, top, inner in ((0.0, 0.3, 1.5), (0.3, 0.55, 0.85), (0.55, 0.8, 0.5), (0.8, 1.0, 0.32)):
            y0, y1 = low * high, top * high
            cut = 0.84 if top == 1.0 else 1.0
            prism.add(
                [(-wide, y0), (0.1 * wide, y0), (0.1 * wide, y1), (-wide, y1 * cut)],
                light * 0.6,
                (-0.6, 0.3, 0.7),
                glow=glow * np.float32(0.62 * inner),
            )
            prism.add(
                [(0.1 * wide, y0), (wide, y0), (wide, y1 * (cut - 0.05 * (top == 1.0))), (0.1 * wide, y1)],
                light * 0.5,
                (0.7, 0.3, 0.6),
                glow=glow * np.float32(0.26 * inner),
            )
        prism.add(
            [(0.02 * wide, 0), (0.16 * wide, 0), (0.14 * wide, high * 0.98), (0.06 * wide, high)],
            light,
            glow=glow * 0.9,
        )
        prism.add(
            [(-0.8 * wide, high * 0.2), (-0.6 * wide, high * 0.15), (-0.65 * wide, high * 0.7)],
            light,
            glow=glow * 0.8,
        )
        drawing.include(prism, rng.normal(0, 0.3), 0, turn=rng.normal(0, 0.4))
    return drawing
