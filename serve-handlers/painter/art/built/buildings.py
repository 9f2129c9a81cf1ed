"""Houses and what towers over them, in metres, seen a little from the left."""

import math

import numpy as np

from painter.art.built.masonry import LAMPLIGHT, Mason, cone, drum, pointed_arch, stones, window
from painter.art.colour import Array
from painter.art.drawing import Drawing

FRONT, SIDE, ROOF = (-0.35, 0.05, 0.93), (0.75, 0.05, 0.65), (0.5, 0.62, 0.6)


def house(mason: Mason) -> Drawing:
    """About 8 m wide: a gable with timber, a long roof to the right, a chimney, a door."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    wide, deep = rng.uniform(4.2, 5.4), rng.uniform(3.6, 5.4)
    wall, peak = rng.uniform(2.6, 3.6), rng.uniform(3.0, 3.8)
    stone_built = rng.random() < 0.35
    plaster = mason.shade(s.stone if stone_built else s.plaster)
    roof = s.snow if mason.snowy else mason.shade(s.roof if rng.random() < 0.7 else s.sand * 0.55, 0.2)
    left, right, end = -wide / 2, wide / 2, wide / 2 + deep
    drawing.box(right - 0.1, 0, end, wall, plaster * 0.85, facing=SIDE)
    if not mason.ruined:
        drawing.box(
            right + 0.6, wall + peak * 0.4, right + 1.4, wall + peak * 1.15, s.stone * 0.6, facing=SIDE
        )
    gable = [(left, 0), (right, 0), (right, wall), (0, wall + peak), (left, wall)]
    drawing.add(gable, plaster, FRONT)
    drawing.box(left, 0, right, 0.5, s.stone * 0.6, facing=FRONT)
    _timber(drawing, s.wood * 0.6, left, right, wall, peak, stone_built)
    window(drawing, mason, -wide * 0.27, wall * 0.42, 0.8, 1.0, arched=False)
    window(drawing, mason, 0.0, wall + peak * 0.25, 0.8, 0.9, arched=False)
    for x in np.arange(right + 1.1, end - 0.5, 1.7):
        window(drawing, mason, float(x), wall * 0.42, 0.7, 0.95, arched=False)
    drawing.box(wide * 0.12, 0, wide * 0.34, 2.1, s.wood * 0.45, facing=FRONT)
    _roof(drawing, mason, roof, (left, right, end), wall, peak)
    return drawing


def _timber(
    drawing: Drawing, beam: Array, left: float, right: float, wall: float, peak: float, sparse: bool
) -> None:
    lines = [
        ((left, wall), (right, wall)),
        ((left, wall), (0, wall + peak)),
        ((right, wall), (0, wall + peak)),
    ]
    if not sparse:
        lines += [((x, 0.4), (x, wall)) for x in np.linspace(left + 0.1, right - 0.1, 4)]
        lines += [
            ((left, 0.6), (left + (right - left) / 3, wall)),
            ((right, 0.6), (right - (right - left) / 3, wall)),
            ((0, wall), (0, wall + peak)),
        ]
    for one, other in lines:
        drawing.tube([one, other], (0.2, 0.2), beam, smooth=False, facing=FRONT)


def _roof(
    drawing: Drawing, mason: Mason, colour: Array, xs: tuple[float, float, float], wall: float, peak: float
) -> None:
    left, right, end = xs
    over = 0.35
    ridge = end - right
    face = [
        (right + over, wall - 0.3),
        (end + over, wall - 0.3),
        (ridge, wall + peak + 0.1),
        (0, wall + peak + 0.1),
    ]
    drawing.add(face, colour, ROOF)
    for share in np.linspace(0.12, 0.92, 8):
        a = (right + over) * (1 - share), wall - 0.3 + (peak + 0.4) * share
        b = (end + over) + (ridge - end - over) * share, wall - 0.3 + (peak + 0.4) * share
        drawing.tube([a, b], (0.05, 0.05), mason.shade(colour * 0.72), smooth=False, facing=ROOF)
    drawing.tube(
        [(left - over, wall - 0.35), (0, wall + peak + 0.1), (right + over, wall - 0.35)],
        (0.26, 0.26),
        colour * 0.7,
        smooth=False,
    )
    if mason.ruined:
        for _ in range(3):
            x = mason.rng.uniform(right * 0.6, ridge)
            drawing.disc(x, wall + peak * mason.rng.uniform(0.3, 0.7), 0.5, 0.6, mason.stuffs.dark * 0.4, 0.4)


def hut(mason: Mason) -> Drawing:
    """About 5 m: crooked, on posts, with a lopsided thatch, a lantern and a crooked chimney."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    for x in (-1.9, -0.7, 0.8, 2.0):
        drawing.tube([(x * 1.1, -0.8), (x, 1.3)], (0.2, 0.26), s.wood * 0.5, smooth=False)
    drawing.add([(-2.1, 1.1), (2.2, 1.0), (1.9, 3.6), (-1.7, 3.8)], s.wood * 0.75, (-0.2, 0.1, 0.97))
    for x in np.linspace(-1.9, 2.0, 13):
        drawing.tube(
            [(x, 1.1), (x * 0.86 + 0.1, 3.7)],
            (0.06, 0.05),
            s.wood * np.float32(rng.uniform(0.35, 0.6)),
            smooth=False,
        )
    drawing.tube([(1.2, 4.2), (1.5, 5.6), (1.35, 6.5)], (0.55, 0.45, 0.4), s.stone * 0.5)
    thatch = s.snow if mason.snowy else s.sand * 0.4
    roof = [
        (-3.0, 3.0),
        (-1.6, 4.2),
        (-0.5, 6.2),
        (0.3, 6.0),
        (1.6, 4.4),
        (3.0, 2.9),
        (1.5, 3.35),
        (-1.5, 3.4),
    ]
    drawing.add(roof, thatch, (0.0, 0.5, 0.86))
    for _ in range(70):
        x = rng.uniform(-2.5, 2.5)
        y = 3.2 + (1 - abs(x) / 2.9) * rng.uniform(0.1, 2.6)
        drawing.tube(
            [(x, y), (x * 1.16, y - 0.7)],
            (0.07, 0.03),
            thatch * np.float32(rng.uniform(0.5, 1.4)),
            smooth=False,
        )
    drawing.box(-0.9, 1.1, 0.0, 3.0, s.dark * 0.6)
    drawing.box(0.7, 1.9, 1.5, 2.8, LAMPLIGHT, glow=LAMPLIGHT * np.float32(3.2))
    drawing.box(1.07, 1.9, 1.12, 2.8, s.wood * 0.4)
    drawing.box(0.7, 2.32, 1.5, 2.37, s.wood * 0.4)
    for n in range(4):
        drawing.tube(
            [(-0.9 - n * 0.35, 1.0 - n * 0.42), (0.1 - n * 0.35, 1.0 - n * 0.42)],
            (0.13, 0.13),
            s.wood * 0.6,
            smooth=False,
        )
    return drawing


def church(mason: Mason) -> Drawing:
    """About 26 m wide and 34 m high: a Gothic front with a tower and the nave behind."""
    s, drawing = mason.stuffs, Drawing()
    stone = s.stone
    drawing.add([(3, 0), (17, 0), (17, 9.5), (3, 9.5)], stone * 0.85, SIDE)
    roof = s.snow if mason.snowy else s.dark * 1.6
    if not mason.ruined:
        drawing.add([(3, 9.3), (17.4, 9.3), (14.5, 15.5), (1, 15.5)], roof, ROOF)
    for x in (5.5, 8.6, 11.7, 14.8):
        _gothic_window(drawing, mason, x, 2.2, 1.5, 5.6)
        drawing.add([(x + 1.3, 0), (x + 2.0, 0), (x + 1.75, 8.6), (x + 1.45, 8.6)], stone * 0.95, FRONT)
    drawing.add([(-4, 0), (4, 0), (4, 10), (0, 17), (-4, 10)], stone, FRONT)
    stones(drawing, mason, -4, 0, 4, 10, 0.8, stone)
    _gothic_window(drawing, mason, 0.0, 8.0, 2.8, 5.0)
    drawing.add(pointed_arch(0, 0, 2.6, 4.8), s.dark * 0.4)
    top = 15.0 if mason.ruined else 21.0
    drawing.box(-9.2, 0, -3.6, top, stone, facing=FRONT)
    drawing.box(-3.7, 0, -2.5, top, stone * 0.8, facing=SIDE)
    stones(drawing, mason, -9.2, 0, -3.6, top, 0.9, stone)
    for y in (4.0, 10.5, 16.0):
        if y + 4 < top:
            _gothic_window(drawing, mason, -6.4, y, 1.5, 3.6)
    if mason.ruined:
        drawing.add(
            [(-9.2, top - 0.1), (-9.2, top + 3.2), (-8, top + 1.4), (-6.6, top + 2.2), (-6, top - 0.1)],
            stone,
            FRONT,
        )
    else:
        cone(drawing, mason, -5.9, top, 7.4, 13)
    return drawing


def _gothic_window(drawing: Drawing, mason: Mason, x: float, y: float, wide: float, high: float) -> None:
    drawing.add(pointed_arch(x, y - 0.2, wide * 1.3, high * 1.12), mason.stuffs.stone * 0.55)
    glow = LAMPLIGHT * np.float32(2.0) if mason.lit and not mason.ruined else None
    drawing.add(
        pointed_arch(x, y, wide, high), LAMPLIGHT if glow is not None else mason.stuffs.dark * 0.4, glow=glow
    )
    drawing.box(x - wide * 0.04, y, x + wide * 0.04, y + high * 0.9, mason.stuffs.stone * 0.5)


def tower(mason: Mason) -> Drawing:
    """A wizard's, about 30 m: slim, crooked, with a turret and a lit top."""
    s, drawing = mason.stuffs, Drawing()
    stone = s.stone
    drawing.add([(-5, 0), (5.5, 0), (3.4, 3), (-3.0, 3.2)], s.rock * 0.8)
    drum(drawing, mason, 0, 0, 20, 6, stone, 0.78)
    drum(drawing, mason, 3.4, 11, 17, 2.4, stone * 0.95)
    cone(drawing, mason, 3.4, 17, 3.2, 5)
    drum(drawing, mason, 0, 19, 23.5, 6.4, stone * 0.95, 1.0)
    for x, y in ((-0.9, 5), (0.8, 9), (-0.4, 13.5), (3.5, 13.2), (-1.6, 20.3), (0.2, 20.3), (1.9, 20.3)):
        window(drawing, mason, x, y, 0.8, 1.7)
    drawing.add(pointed_arch(0.5, 0, 1.6, 3.0), s.dark * 0.4)
    if mason.ruined:
        drawing.add([(-3.2, 23.3), (-3.2, 26), (-1.8, 24.4), (-0.5, 25.2), (0.6, 23.3)], stone)
    else:
        cone(drawing, mason, 0, 23.5, 7.6, 10)
    return drawing


def lighthouse(mason: Mason) -> Drawing:
    """About 24 m."""
    s, drawing = mason.stuffs, Drawing()
    drawing.add([(-6, -1), (6, -1), (4.2, 1.6), (-4, 2)], s.rock * 0.8)
    drum(drawing, mason, 0, 1, 17, 5.4, s.plaster, 0.66)
    for y in (4.5, 10.0):
        drum(drawing, mason, 0, y, y + 2.6, 5.4 - y * 0.1, s.roof * 1.1, 0.95)
    drawing.box(-2.5, 17, 2.5, 17.5, s.dark)
    light = LAMPLIGHT
    drawing.box(-1.3, 17.5, 1.3, 20.2, light, glow=light * np.float32(9 if mason.lit else 1.2))
    for x in (-1.3, -0.4, 0.5, 1.2):
        drawing.box(x, 17.5, x + 0.12, 20.2, s.dark)
    cone(drawing, mason, 0, 20.2, 3.6, 2.6)
    for y in (7.4, 13):
        window(drawing, mason, 0.3, y, 0.7, 1.2)
    return drawing


def windmill(mason: Mason) -> Drawing:
    """About 16 m with its sails."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    drum(drawing, mason, 0, 0, 9, 5.6, s.plaster, 0.66)
    cone(drawing, mason, 0, 9, 4.6, 3.2)
    for y in (2.5, 6):
        window(drawing, mason, 0.4, y, 0.8, 1.1)
    drawing.box(-1.4, 0, -0.3, 2.1, s.wood * 0.5)
    turn = rng.uniform(0.2, 1.2)
    for n in range(4):
        sail = Drawing()
        sail.tube([(0, 0), (0, 6.6)], (0.22, 0.12), s.wood * 0.5, smooth=False)
        sail.box(0.1, 1.2, 1.5, 6.4, s.plaster * 0.8)
        for y in np.arange(1.6, 6.4, 0.8):
            sail.box(0.1, y, 1.5, y + 0.1, s.wood * 0.5)
        drawing.include(sail, -0.2, 9.4, turn=turn + n * math.pi / 2)
    return drawing
