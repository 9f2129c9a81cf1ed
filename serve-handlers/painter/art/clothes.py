"""Bodies and what they wear: armour, tunics, hides, robes, cloaks, bare bones; 1.8 m, turned to the right."""

import numpy as np

from painter.art.colour import Array
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs

Rng = np.random.Generator
Point = tuple[float, float]
_SHOULDERS: list[Point] = [(-0.22, 1.42), (-0.1, 1.5), (0.12, 1.5), (0.24, 1.4)]


def body(figure: Drawing, kind: str, colour: Array, skin: Array, stuffs: Stuffs, seat: float) -> None:
    """kind: tunic, apron, armour, hide, robe, gown or bones. seat: metres that a sitting one is lower."""
    if kind == "bones":
        _bones(figure, colour, seat)
    elif kind in ("robe", "gown"):
        _robe(figure, kind == "gown", colour, stuffs, seat)
    else:
        _tunic(figure, {"armour": stuffs.metal * 0.8, "hide": skin}.get(kind, colour), stuffs, seat)
    if kind == "armour":
        _plates(figure, colour, stuffs.metal * 0.8, seat)
    elif kind == "hide":
        _straps(figure, stuffs, seat)
    elif kind == "apron":
        apron = lifted([(-0.1, 1.35), (0.15, 1.35), (0.24, 0.5), (-0.18, 0.5)], seat)
        figure.add(apron, stuffs.plaster * 0.75)


def lifted(points: list[Point], by: float) -> list[Point]:
    return [(x, y + by) for x, y in points]


def _bones(figure: Drawing, colour: Array, seat: float) -> None:
    figure.tube(lifted([(0, 0.92), (-0.02, 1.2), (0, 1.48)], seat), (0.07, 0.06, 0.06), colour)
    for y in (1.12, 1.2, 1.28, 1.36):
        rib = lifted([(-0.15, y - 0.03), (0, y + 0.03), (0.16, y - 0.03)], seat)
        figure.tube(rib, (0.03, 0.04, 0.03), colour)
    figure.disc(0, 0.93 + seat, 0.13, 0.06, colour)


def _robe(figure: Drawing, gown: bool, colour: Array, stuffs: Stuffs, seat: float) -> None:
    flare, waist = (0.42, 0.17) if gown else (0.3, 0.22)
    foot = 0.42 if seat else 0.0
    hem = lifted([(flare, 0.06), (flare * 0.4, 0.0), (-flare * 0.3, 0.03), (-flare, 0.05)], foot)
    upper = lifted([*_SHOULDERS, (waist, 1.05)], seat)
    figure.add(spline([*upper, *hem, (-waist, 1.05 + seat)], 5), colour, (0.1, 0.2, 0.97))
    fold = [(0.03, 1.4 + seat), (0.1, 1.4 + seat), (0.2, 0.05 + foot), (0.04, 0.03 + foot)]
    figure.add(fold, colour * 0.6)
    belt = lifted([(-waist, 1.05), (0, 1.02), (waist, 1.05)], seat)
    figure.tube(belt, (0.05, 0.06, 0.05), stuffs.sand * 0.6)


def _tunic(figure: Drawing, main: Array, stuffs: Stuffs, seat: float) -> None:
    outline = [*_SHOULDERS, (0.2, 1.1), (0.24, 0.72), (-0.22, 0.72), (-0.19, 1.1)]
    figure.add(spline(lifted(outline, seat), 5), main)
    figure.add(lifted([(-0.19, 1.0), (0.2, 1.0), (0.2, 0.93), (-0.19, 0.93)], seat), stuffs.dark)


def _plates(figure: Drawing, colour: Array, metal: Array, seat: float) -> None:
    skirt = [(-0.19, 0.92), (0.21, 0.92), (0.26, 0.66), (0.05, 0.6), (-0.22, 0.66)]
    figure.add(spline(lifted(skirt, seat), 4), colour)
    shine = lifted([(0.02, 1.46), (0.17, 1.4), (0.17, 1.12), (0.04, 1.05)], seat)
    figure.add(spline(shine, 4), metal * 1.35, (0.5, 0.4, 0.7))
    for x in (-0.22, 0.22):
        figure.disc(x, 1.42 + seat, 0.13, 0.1, metal * 1.1, facing=(x * 2, 0.6, 0.6))


def _straps(figure: Drawing, stuffs: Stuffs, seat: float) -> None:
    figure.tube(lifted([(-0.2, 1.42), (0.16, 1.0)], seat), (0.09, 0.09), stuffs.dark, smooth=False)
    for x in (-0.23, 0.23):
        spike = lifted([(x - 0.14, 1.36), (x, 1.56), (x + 0.14, 1.36)], seat)
        figure.add(spike, stuffs.metal * 0.35, (x * 2, 0.6, 0.6))


def cloak_behind(figure: Drawing, rng: Rng, colour: Array, pose: str, seat: float) -> None:
    sweep = {"walk": 0.22, "fight": 0.45, "cast": 0.3}.get(pose, 0.06)
    foot = 0.35 if seat else 0.12
    hem = [
        (-0.36 - sweep + n * (0.66 + sweep) / 6, foot + rng.uniform(-0.05, 0.07) + sweep * 0.3 * (1 - n / 6))
        for n in range(7)
    ]
    figure.add(
        spline(
            [
                (0.2, 1.42 + seat),
                (0.0, 1.54 + seat),
                (-0.24, 1.42 + seat),
                (-0.34 - sweep * 0.4, 0.85 + seat),
                *hem,
            ],
            4,
        ),
        colour,
    )


def cloak_closed(figure: Drawing, rng: Rng, colour: Array, pose: str) -> None:
    """A cloak that hangs closed over most of the body, as from the side or behind."""
    sweep = 0.16 if pose in ("walk", "cast") else 0.03
    hem = [(-0.33 - sweep + n * (0.5 + sweep) / 5, 0.14 + rng.uniform(-0.05, 0.06)) for n in range(6)]
    figure.add(
        spline([(0.16, 1.36), (0.02, 1.53), (-0.2, 1.46), (-0.29, 1.1), *hem, (0.15, 0.8)], 4),
        colour,
        (-0.2, 0.25, 0.94),
    )
    for x in (-0.2, -0.08, 0.04):
        figure.tube(
            [(x * 0.5 - 0.02, 1.3), (x, 0.8), (x - sweep * 0.6, 0.2)], (0.01, 0.045, 0.03), colour * 0.62
        )
