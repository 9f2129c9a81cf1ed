"""Castles, walls and bridges, in metres."""

import math
from itertools import pairwise

import numpy as np

from painter.art.built.masonry import (
    Mason,
    battlements,
    cone,
    drum,
    ivy,
    pennant,
    pointed_arch,
    stones,
    window,
)
from painter.art.colour import Array
from painter.art.drawing import Drawing


def castle(mason: Mason) -> Drawing:
    """About 110 m wide and 80 m high, on a crag: a keep, towers before and behind, a wall with a gate."""
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    stone, far = s.stone, s.stone * 0.8
    _crag(drawing, mason)
    for x, top, wide in ((-16, 58, 9), (13, 66, 8), (2, 74, 11), (24, 50, 9), (-27, 46, 10)):
        _round_tower(drawing, mason, x + rng.uniform(-2, 2), 12, top + rng.uniform(-5, 5), wide, far)
    _keep(drawing, mason)
    for x, top, wide in ((-38, 38, 12), (36, 42, 12)):
        _round_tower(drawing, mason, x, 6, top + rng.uniform(-3, 5), wide, stone)
    drawing.box(-40, 6, 38, 24, stone)
    stones(drawing, mason, -40, 6, 38, 24, 2.2, stone)
    battlements(drawing, mason, -40, 38, 24, 1.9, stone)
    for x in (-9, 9):
        _round_tower(drawing, mason, x, 6, 31, 8, stone * 1.03, roofed=rng.random() < 0.6)
    drawing.add(pointed_arch(0, 6, 7.5, 12), s.dark * 0.5)
    if mason.overgrown:
        ivy(drawing, mason, -38, 36, 24, 1.6)
    for x, y in () if mason.ruined else ((2, 86), (13, 80)):
        pennant(drawing, mason, x, y, 7, s.cloth[0] * 1.3)
    return drawing


def _keep(drawing: Drawing, mason: Mason) -> None:
    stone = mason.stuffs.stone
    drawing.box(-18, 12, 18, 42, stone * 0.95)
    stones(drawing, mason, -18, 12, 18, 42, 2.4, stone)
    battlements(drawing, mason, -18, 18, 42, 2.2, stone)
    for x in (-12, -6, 0, 6, 12):
        for y in (24, 33):
            window(drawing, mason, x, y, 1.6, 4.0)


def _crag(drawing: Drawing, mason: Mason) -> None:
    rng, s = mason.rng, mason.stuffs
    angles = np.linspace(0, math.pi, 15)
    rim = [
        (62 * math.cos(a) * rng.uniform(0.92, 1.08), 13 * math.sin(a) ** 0.6 * rng.uniform(0.85, 1.1) - 3)
        for a in angles
    ]
    for one, other in pairwise(rim):
        facing = ((one[0] + other[0]) / 130, 0.4, 0.8)
        foot = [(other[0] * 1.15, -14), (one[0] * 1.15, -14)]
        drawing.add([one, other, *foot], s.rock * np.float32(rng.uniform(0.6, 1.0)), facing)
    drawing.add([*rim, (-40, -6), (40, -6)], s.rock * 0.75, (0.0, 0.5, 0.85))


def _round_tower(
    drawing: Drawing,
    mason: Mason,
    x: float,
    foot: float,
    top: float,
    wide: float,
    colour: Array,
    roofed: bool = True,
) -> None:
    if mason.ruined and mason.rng.random() < 0.6:
        top = foot + (top - foot) * mason.rng.uniform(0.45, 0.85)
        roofed = False
    drum(drawing, mason, x, foot, top, wide, colour, 0.94)
    drum(drawing, mason, x, top - wide * 0.12, top + wide * 0.28, wide * 1.14, colour * 0.95)
    battlements(drawing, mason, x - wide * 0.55, x + wide * 0.55, top + wide * 0.3, wide * 0.16, colour)
    for y in np.arange(foot + wide * 0.8, top - wide * 0.5, wide * 1.1):
        window(drawing, mason, x + mason.rng.uniform(-0.2, 0.2) * wide, float(y), wide * 0.12, wide * 0.32)
    if roofed and not (mason.ruined and mason.rng.random() < 0.6):
        cone(drawing, mason, x, top + wide * 0.3, wide * 1.02, wide * mason.rng.uniform(1.3, 1.9))


def wall(mason: Mason) -> Drawing:
    """A town's wall, about 90 m, with two towers and a gate."""
    s, drawing = mason.stuffs, Drawing()
    drawing.box(-45, -1, 45, 9, s.stone)
    stones(drawing, mason, -45, 0, 45, 9, 1.5, s.stone)
    battlements(drawing, mason, -45, 45, 9, 1.2, s.stone)
    for x in (-28, 28):
        _round_tower(drawing, mason, x, -1, 14, 7, s.stone)
    drawing.include(gate(mason))
    return drawing


def gate(mason: Mason) -> Drawing:
    """A gatehouse, about 16 m wide, its portcullis half raised."""
    s, drawing = mason.stuffs, Drawing()
    drawing.box(-5, 0, 5, 11, s.stone)
    stones(drawing, mason, -5, 0, 5, 11, 1.1, s.stone)
    battlements(drawing, mason, -5, 5, 11, 1.0, s.stone)
    drawing.add(pointed_arch(0, 0, 4.6, 7.2), s.dark * 0.35)
    for x in np.linspace(-2, 2, 7):
        drawing.box(x - 0.07, 2.6, x + 0.07, 6.2 - abs(x) * 0.6, s.dark * 1.4)
    for y in (3.2, 4.4):
        drawing.box(-2.2, y, 2.2, y + 0.14, s.dark * 1.4)
    for x in (-6.4, 6.4):
        _round_tower(drawing, mason, x, 0, 12.5, 4.6, s.stone * 1.02)
    return drawing


def bridge(mason: Mason) -> Drawing:
    """Stone, about 60 m long and 9 m above the water at its foot."""
    s, drawing = mason.stuffs, Drawing()
    top = [(x, 7.5 + 2.2 * (1 - (x / 30) ** 2)) for x in np.linspace(-30, 30, 13)]
    low: list[tuple[float, float]] = []
    for x in (20, 0, -20):
        high = 6.6 if x == 0 else 5.4
        low += [
            (x + 7.6 * math.cos(a), -0.5 + high * math.sin(a) ** 0.8) for a in np.linspace(0, math.pi, 11)
        ]
        low += [(x - 7.7, -2), (x - 12.3, -2)] if x > -20 else []
    outline = [*top, (30, -2), *low, (-30, -2)]
    drawing.add(outline, s.stone)
    for x in np.linspace(-29, 29, 58):
        y = 7.5 + 2.2 * (1 - (x / 30) ** 2)
        if mason.ruined and mason.rng.random() < 0.3:
            continue
        drawing.box(x - 0.45, y - 0.1, x + 0.45, y + 1.0, mason.shade(s.stone, 0.2))
        drawing.box(x - 0.5, y - 1.0, x + 0.3, y - 0.4, mason.shade(s.stone, 0.25))
    return drawing
