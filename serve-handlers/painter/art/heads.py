"""Heads, hats and helmets, in the metres of a person of 1.8 m."""

from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs

Point = tuple[float, float]


@dataclass(frozen=True)
class Wear:
    """What a head and its hat are made of."""

    cloth: Array
    stuffs: Stuffs
    hair: Array


def around(x: float, y: float, *points: Point) -> list[Point]:
    """Points moved by (x, y)."""
    return [(x + dx, y + dy) for dx, dy in points]


def head(figure: Drawing, kind: str, skin: Array, cloth: Array, stuffs: Stuffs, at: Point) -> None:
    """A head and what covers it, centred at `at`, turned a little to the right."""
    x, y = at
    figure.tube(around(x, y, (-0.02, -0.2), (0, 0)), (0.11, 0.1), skin * 0.7, smooth=False)
    if kind == "skull":
        skin = cloth
    if kind not in ("hood", "helm"):
        face = around(
            x, y, (-0.1, 0.04), (0, 0.13), (0.1, 0.06), (0.12, -0.03), (0.07, -0.13), (-0.04, -0.12)
        )
        figure.add(spline(face, 4), skin, (0.25, 0.15, 0.95))
    _HEADS.get(kind, _hair)(figure, x, y, Wear(cloth, stuffs, stuffs.bark * 0.5))


def _hair(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    outline = around(
        x,
        y,
        (0.09, 0.08),
        (0.02, 0.155),
        (-0.09, 0.12),
        (-0.13, 0),
        (-0.09, -0.1),
        (-0.04, -0.02),
        (-0.02, 0.06),
    )
    figure.add(spline(outline, 4), wear.hair)


def _longhair(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    pale = wear.stuffs.sand * 0.8
    outline = around(
        x,
        y,
        (0.09, 0.08),
        (0.02, 0.155),
        (-0.09, 0.12),
        (-0.14, 0),
        (-0.17, -0.3),
        (-0.06, -0.32),
        (-0.05, 0),
    )
    figure.add(spline(outline, 4), pale)
    figure.add(around(x, y, (-0.06, 0.02), (-0.16, 0.11), (-0.03, -0.03)), wear.stuffs.skin)


def _hood(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    outline = around(
        x,
        y,
        (0.13, 0.02),
        (0.08, 0.15),
        (-0.02, 0.19),
        (-0.15, 0.08),
        (-0.18, -0.12),
        (-0.22, -0.24),
        (0.16, -0.24),
        (0.12, -0.12),
    )
    figure.add(spline(outline, 4), wear.cloth)
    figure.add(
        spline(
            around(x, y, (0.12, 0.03), (0.06, 0.1), (0.02, 0), (0.05, -0.12), (0.11, -0.11)),
            4,
        ),
        wear.stuffs.dark * 0.5,
    )


def _hat(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    """A wizard's, with a beard."""
    figure.add(
        spline(
            around(x, y, (0.1, -0.04), (-0.02, -0.05), (0, -0.3), (0.07, -0.48), (0.12, -0.28)),
            4,
        ),
        wear.stuffs.snow * 0.75,
    )
    figure.add(spline(around(x, y, (-0.25, 0.05), (0, 0.11), (0.27, 0.05), (0, 0.02)), 5), wear.cloth * 0.8)
    figure.add(
        spline(
            around(x, y, (-0.13, 0.07), (-0.08, 0.28), (-0.16, 0.46), (-0.02, 0.36), (0.13, 0.07)),
            4,
        ),
        wear.cloth,
    )


def _witchhat(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    _longer = around(x, y, (-0.02, 0.1), (-0.13, 0), (-0.18, -0.36), (-0.05, -0.3), (-0.03, 0))
    figure.add(spline(_longer, 4), wear.stuffs.metal * 0.5)
    figure.add(spline(around(x, y, (-0.33, 0.03), (0, 0.1), (0.33, 0.05), (0, 0.02)), 5), wear.cloth * 0.7)
    figure.add(
        spline(
            around(x, y, (-0.13, 0.06), (-0.06, 0.3), (-0.22, 0.5), (0, 0.38), (0.12, 0.07)),
            4,
        ),
        wear.cloth,
    )


def _cap(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    _hair(figure, x, y, wear)
    figure.add(
        spline(around(x, y, (-0.15, 0.07), (-0.05, 0.2), (0.12, 0.14), (0.17, 0.06)), 4),
        wear.cloth,
    )
    figure.tube(
        around(x, y, (-0.1, 0.12), (-0.24, 0.26), (-0.38, 0.24)),
        (0.02, 0.06, 0.01),
        wear.stuffs.snow * 0.8,
    )


def _crown(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    _longhair(figure, x, y, wear)
    gold = lch((0.82, 0.13, 88))
    points = around(
        x,
        y,
        (-0.13, 0.06),
        (-0.15, 0.22),
        (-0.08, 0.14),
        (-0.01, 0.25),
        (0.06, 0.14),
        (0.13, 0.22),
        (0.12, 0.06),
    )
    figure.add(points, gold, (0.2, 0.3, 0.9))


def _helm(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    figure.add(
        spline(
            around(
                x, y, (-0.13, -0.14), (-0.14, 0.06), (-0.02, 0.17), (0.12, 0.08), (0.15, -0.03), (0.09, -0.17)
            ),
            4,
        ),
        wear.stuffs.metal,
    )
    figure.add(
        around(x, y, (0.01, 0.02), (0.145, 0.03), (0.145, -0.005), (0.01, -0.015)),
        wear.stuffs.dark * 0.4,
    )
    figure.tube(around(x, y, (-0.02, 0.15), (-0.14, 0.27), (-0.3, 0.18)), (0.04, 0.12, 0.03), wear.cloth)


def _kettle(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    figure.add(
        spline(around(x, y, (-0.2, 0.03), (0, 0.07), (0.21, 0.03), (0, 0.01)), 4),
        wear.stuffs.metal * 0.7,
    )
    figure.add(
        spline(around(x, y, (-0.13, 0.05), (-0.08, 0.16), (0.08, 0.16), (0.13, 0.05)), 4),
        wear.stuffs.metal,
    )


def _beard(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    _hair(figure, x, y, wear)
    figure.add(
        spline(
            around(x, y, (0.12, -0.03), (-0.04, -0.05), (-0.06, -0.22), (0.05, -0.36), (0.13, -0.2)),
            4,
        ),
        wear.hair * 1.6,
    )


def _beardhelm(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    red = lch((0.5, 0.12, 48))
    figure.add(
        spline(
            around(x, y, (0.13, -0.02), (-0.05, -0.05), (-0.1, -0.28), (0.05, -0.5), (0.17, -0.26)),
            4,
        ),
        red,
    )
    _kettle(figure, x, y, wear)
    for side in (-1, 1):
        figure.tube(
            [(x + side * 0.1, y + 0.1), (x + side * 0.22, y + 0.16), (x + side * 0.22, y + 0.3)],
            (0.06, 0.05, 0.01),
            wear.stuffs.plaster,
        )


def _skull(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    for dx in (0.0, 0.075):
        figure.disc(x + dx, y + 0.01, 0.026, 0.032, wear.stuffs.dark * 0.3)
    figure.box(x - 0.01, y - 0.1, x + 0.09, y - 0.08, wear.stuffs.dark * 0.4)


def _ears(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    green = lch((0.48, 0.1, 130))
    figure.add(around(x, y, (-0.07, 0.03), (-0.32, 0.12), (-0.06, -0.05)), green)
    figure.add(around(x, y, (0.1, 0), (0.24, -0.04), (0.1, -0.05)), green)
    figure.disc(
        x + 0.07, y + 0.03, 0.02, 0.016, wear.stuffs.sand, glow=lch((0.85, 0.17, 95)) * np.float32(1.5)
    )


def _tusks(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    figure.add(
        spline(around(x, y, (-0.06, 0.1), (-0.02, 0.22), (-0.2, 0.1), (-0.12, 0)), 4), wear.stuffs.dark
    )
    for dx in (0.02, 0.09):
        figure.add(
            [(x + dx, y - 0.1), (x + dx + 0.03, y - 0.1), (x + dx + 0.02, y - 0.01)], wear.stuffs.snow * 0.8
        )


def _horns(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    for side in (-1, 1):
        figure.tube(
            [(x + side * 0.07, y + 0.09), (x + side * 0.25, y + 0.18), (x + side * 0.2, y + 0.4)],
            (0.09, 0.07, 0.01),
            wear.stuffs.dark,
        )
    for dx in (0.0, 0.075):
        figure.disc(
            x + dx, y + 0.02, 0.022, 0.014, wear.stuffs.dark, glow=lch((0.7, 0.22, 40)) * np.float32(6)
        )


def _halo(figure: Drawing, x: float, y: float, wear: Wear) -> None:
    _longhair(figure, x, y, wear)
    gold = lch((0.9, 0.12, 92))
    figure.tube(
        around(x, y, (-0.17, 0.22), (0, 0.19), (0.17, 0.22), (0, 0.26), (-0.17, 0.22)),
        (0.025, 0.025),
        gold,
        glow=gold * np.float32(5),
    )


_HEADS = {
    "longhair": _longhair,
    "hood": _hood,
    "hat": _hat,
    "witchhat": _witchhat,
    "cap": _cap,
    "crown": _crown,
    "helm": _helm,
    "kettle": _kettle,
    "beard": _beard,
    "beardhelm": _beardhelm,
    "skull": _skull,
    "ears": _ears,
    "tusks": _tusks,
    "horns": _horns,
    "halo": _halo,
}
