"""Ships under sail or oar, bow to the right, in metres."""

import numpy as np

from painter.art.built.masonry import LAMPLIGHT, Mason, pennant, window
from painter.art.drawing import Drawing, spline


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


def longship(mason: Mason, furled: bool = False) -> Drawing:
    """About 26 m long: a dragon's head at the bow, shields along the side, oars, one striped sail."""
    s, drawing = mason.stuffs, Drawing()
    hull = s.wood * 0.6
    drawing.tube([(0.5, 1.5), (0.4, 13.0)], (0.42, 0.26), s.wood * 0.45, smooth=False)
    _square_sail(drawing, mason, furled)
    for foot in (-7.5, 8.5):
        drawing.tube([(0.4, 12.6), (foot, 2.0)], (0.07, 0.07), s.dark, smooth=False)
    for x in np.linspace(-7.5, 8, 11):
        drawing.tube([(x, 1.5), (x - 1.6, -0.6)], (0.1, 0.16), s.wood * 0.8, smooth=False)
    deck = [(-13.2, 5.4), (-11.5, 3.0), (-6, 1.9), (0.5, 1.6), (7, 1.9), (11.8, 3.2), (13.2, 6.0)]
    drawing.add(
        spline([*deck, (12.2, 2.0), (8.5, -0.5), (-8, -0.6), (-12.4, 2.0)], 5), hull, (0.0, 0.1, 0.99)
    )
    for share in (0.3, 0.65):
        drawing.tube(
            [(x * (0.9 + 0.08 * share), -0.5 + (y + 0.5) * share) for x, y in deck[1:-1]],
            (0.1, 0.14, 0.1),
            hull * 0.55,
        )
    for n, x in enumerate(np.linspace(-8.6, 8.8, 13).tolist()):
        y = 1.75 + 0.014 * x * x
        paint = s.cloth[n % 3] * 1.1 if n % 2 else s.plaster * 0.8
        drawing.disc(x, y, 0.62, 0.62, s.wood * 0.4)
        drawing.disc(x, y, 0.54, 0.54, paint, facing=(-0.2, 0.3, 0.92))
        drawing.disc(x, y, 0.15, 0.15, s.metal)
    _dragon_prow(drawing, mason)
    return drawing


def _square_sail(drawing: Drawing, mason: Mason, furled: bool) -> None:
    s = mason.stuffs
    drawing.tube([(-5.4, 11.9), (6.3, 11.9)], (0.3, 0.3), s.wood * 0.45, smooth=False)
    if furled:
        drawing.tube([(-5.2, 11.5), (0.4, 11.1), (6.1, 11.5)], (0.7, 1.0, 0.7), s.plaster * 0.8)
        return
    red = s.cloth[0] * 1.3
    for n in range(8):
        left, right = -5.2 + n * 1.42, -5.2 + (n + 1) * 1.42
        strip = [
            (left, 11.8),
            (right, 11.8),
            (right + 0.9, 8),
            (right + 0.3, 4.2),
            (left + 0.3, 4.2),
            (left + 0.9, 8),
        ]
        drawing.add(spline(strip, 3), red if n % 2 else s.plaster * 0.95, (-0.4 + 0.12 * n, 0.15, 0.88))


def _dragon_prow(drawing: Drawing, mason: Mason) -> None:
    wood = mason.stuffs.wood * 0.75
    drawing.tube([(12.0, 3.0), (13.6, 5.2), (13.2, 7.6), (14.2, 8.8)], (0.9, 0.8, 0.7, 0.7), wood)
    drawing.add(
        spline(
            [(13.7, 8.5), (14.2, 9.5), (15.2, 9.3), (16.2, 8.7), (15.0, 8.6), (16.0, 8.2), (14.6, 8.1)], 3
        ),
        wood * 1.2,
    )
    for x, y in ((12.6, 8.2), (12.5, 7.2), (12.9, 6.2)):
        drawing.add([(x + 0.5, y - 0.4), (x - 0.4, y + 0.4), (x + 0.7, y + 0.3)], wood * 0.6)
    drawing.disc(14.7, 9.1, 0.12, 0.1, mason.stuffs.snow)
    drawing.tube([(-12.6, 3.2), (-14.0, 5.4), (-13.4, 7.2), (-12.4, 7.0)], (0.8, 0.6, 0.4, 0.1), wood)
