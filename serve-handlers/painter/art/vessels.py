"""What travels or is pitched: ships, boats, carts, tents, and the piers they lie at; in metres."""

import numpy as np

from painter.art.colour import lch
from painter.art.drawing import Drawing, spline
from painter.art.masonry import LAMPLIGHT, Mason, pennant, window


def ship(mason: Mason, furled: bool = False) -> Drawing:
    """A three-master, about 44 m long and 38 m high, bow to the right."""
    s, drawing = mason.stuffs, Drawing()
    hull = s.wood * 0.62
    deck = [(-20, 9.0), (-17, 6.2), (-8, 4.4), (6, 4.2), (15, 5.4), (21, 7.6)]
    keel = [(17, 1.2), (13, -1.6), (-14, -1.6), (-18.5, 1.5)]
    _rigging(drawing, mason, furled)
    drawing.add(spline([*deck, *keel], 5), hull, (0.0, 0.1, 0.99))
    for share in (0.22, 0.42, 0.62, 0.8):
        line = [(x, -1.4 + (y + 1.4) * share) for x, y in deck]
        drawing.tube(
            [(x * (0.86 + 0.13 * share), y) for x, y in line],
            (0.16, 0.2, 0.16),
            hull * (0.6 if share < 0.7 else 1.5),
        )
    for x in np.arange(-11, 12, 3.3):
        drawing.box(x, 2.0, x + 1.0, 2.9, s.dark * 0.5)
    drawing.add([(-20, 9), (-17, 6.2), (-11.5, 5.0), (-11.5, 7.0), (-16, 8.0), (-19.5, 10.4)], hull * 1.25)
    for x in (-18.3, -16.6, -14.8):
        window(drawing, mason, x, 6.0 - (x + 18) * 0.25, 1.0, 1.2, arched=False)
    drawing.tube([(20, 7.2), (29, 11.4)], (0.6, 0.2), s.wood * 0.5, smooth=False)
    if mason.lit:
        drawing.disc(-19.8, 11.2, 0.5, 0.7, LAMPLIGHT, glow=LAMPLIGHT * np.float32(8))
    return drawing


def _rigging(drawing: Drawing, mason: Mason, furled: bool) -> None:
    s = mason.stuffs
    cloth = s.plaster * 0.95
    masts = ((-11.5, 28.0, 7.0), (1.0, 36.0, 9.0), (11.5, 30.0, 7.6))
    for x, top, _ in masts:
        drawing.tube([(x, 3), (x, top)], (0.75, 0.3), s.wood * 0.5, smooth=False)
        pennant(drawing, mason, x, top, 2.4, s.cloth[0] * 1.3)
    for x, top, reach in masts:
        levels = (0.26, 0.55, 0.8)
        for number, (low, high) in enumerate(zip(levels, (*levels[1:], 0.97), strict=True)):
            wide = reach * (1 - 0.2 * number)
            y0, y1 = 4 + (top - 4) * low, 4 + (top - 4) * high - 0.7
            drawing.tube([(x - wide, y1), (x + wide, y1)], (0.3, 0.3), s.wood * 0.45, smooth=False)
            if furled:
                drawing.tube(
                    [(x - wide * 0.95, y1 - 0.5), (x, y1 - 0.8), (x + wide * 0.95, y1 - 0.5)],
                    (0.9, 1.1, 0.9),
                    cloth * 0.8,
                )
                continue
            belly = 1.5
            sail = [
                (x - wide, y1),
                (x + wide, y1),
                (x + wide * 1.04 + belly, (y0 + y1) / 2),
                (x + wide * 1.02, y0),
                (x + belly, y0 + (y1 - y0) * 0.14),
                (x - wide * 0.98, y0),
                (x - wide + belly, (y0 + y1) / 2),
            ]
            drawing.add(spline(sail, 4), mason.shade(cloth, 0.06), (-0.3, 0.15, 0.9))
            drawing.add(
                [
                    (x + wide * 0.35, y1 - 0.1),
                    (x + wide, y1 - 0.1),
                    (x + wide + belly * 0.8, (y0 + y1) / 2),
                    (x + wide, y0 + 0.2),
                    (x + wide * 0.5, y0 + 1),
                ],
                cloth * 0.72,
                (0.5, 0.1, 0.85),
            )
    for (x, top, _), foot in zip(masts, (-17, -4, 6), strict=True):
        for end in (foot, foot + 11):
            drawing.tube([(x, top * 0.92), (end, 5.2)], (0.09, 0.09), s.dark, smooth=False)
    drawing.tube([(11.5, 29), (28.5, 11.2)], (0.1, 0.1), s.dark, smooth=False)
    drawing.add(spline([(12.5, 24), (27, 11), (15, 8.5)], 4), cloth * 0.9, (0.2, 0.1, 0.95))


def boat(mason: Mason) -> Drawing:
    """A fishing boat of 7 m with its sail down to half."""
    s, drawing = mason.stuffs, Drawing()
    drawing.tube([(0.3, 0.4), (0.4, 6.4)], (0.16, 0.08), s.wood * 0.5, smooth=False)
    drawing.add(
        spline([(0.45, 6.1), (2.4, 1.6), (0.5, 1.4)], 4),
        mason.shade(s.cloth[0] * 1.2 + s.plaster * 0.35),
        (0.3, 0.1, 0.95),
    )
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
