"""Heads in three-quarter view, turned to the right: skull, features, hair and beards; metres about (0, 0)."""

from collections.abc import Callable

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline
from painter.art.people.clothes import Wear

Point = tuple[float, float]
_EYE = (0.066, 0.018)


def face(head: Drawing, wear: Wear, fierce: bool = False) -> None:
    """Skin, and what is in it; `fierce` draws brow and jaw heavier, as orcs have them."""
    jaw = 0.03 if fierce else 0.0
    head.tube([(-0.03, -0.24), (-0.01, -0.08)], (0.12, 0.11), wear.skin * 0.65, smooth=False)
    outline = [
        *((-0.02, 0.135), (0.06, 0.115), (0.095, 0.055), (0.1, 0.02), (0.137, -0.03), (0.115, -0.042)),
        *(
            (0.118, -0.075),
            (0.11 + jaw, -0.125),
            (0.05 + jaw, -0.14),
            (-0.03, -0.1),
            (-0.09, -0.02),
            (-0.1, 0.07),
        ),
    ]
    head.add(spline(outline, 3), wear.skin, (0.3, 0.15, 0.94))
    shade = [
        (-0.03, -0.1),
        (0.05, -0.14),
        (0.11, -0.12),
        (0.06, -0.08),
        (0.0, -0.02),
        (-0.04, 0.06),
        (-0.09, -0.02),
    ]
    head.add(spline(shade, 3), wear.skin * 0.72, (-0.5, -0.1, 0.85))
    head.disc(-0.035, -0.01, 0.022, 0.036, wear.skin * 0.82)
    _features(head, wear, fierce)


def _features(head: Drawing, wear: Wear, fierce: bool) -> None:
    dark = wear.stuffs.dark * 0.4
    x, y = _EYE
    head.disc(x, y, 0.024, 0.016, wear.skin * 0.55)
    head.disc(x + 0.002, y - 0.002, 0.016, 0.008, wear.stuffs.snow * 0.85)
    head.disc(x + 0.008, y - 0.001, 0.008, 0.009, dark)
    thick = 0.022 if fierce else 0.013
    head.tube(
        [(x - 0.04, y + 0.026), (x + 0.03, y + (0.02 if fierce else 0.028))],
        (thick * 0.6, thick),
        wear.hair * 0.7,
    )
    head.disc(0.118, -0.036, 0.01, 0.006, wear.skin * 0.5)
    head.tube([(0.062, -0.085), (0.112, -0.079)], (0.008, 0.014), lch((0.36, 0.09, 25)))
    head.disc(0.05, -0.03, 0.026, 0.02, wear.skin * 1.12, facing=(0.3, 0.3, 0.9))


def skull(head: Drawing, wear: Wear, light: Array | None = None) -> None:
    """Bare bone; `light` burns in its eyes."""
    bone, dark = wear.stuffs.plaster * 0.95, wear.stuffs.dark * 0.3
    head.tube([(-0.03, -0.24), (-0.02, -0.06)], (0.05, 0.05), bone * 0.7, smooth=False)
    dome = [
        (-0.1, 0.02),
        (-0.1, 0.1),
        (-0.01, 0.145),
        (0.08, 0.11),
        (0.115, 0.03),
        (0.1, -0.04),
        (0.03, -0.07),
        (-0.05, -0.04),
    ]
    head.add(spline(dome, 4), bone, (0.2, 0.3, 0.92))
    head.add([(0.0, -0.05), (0.1, -0.04), (0.1, -0.12), (0.07, -0.145), (0.01, -0.12)], bone * 0.9)
    for x, wide in ((0.025, 0.028), (0.087, 0.022)):
        head.disc(x, 0.015, wide, 0.032, dark)
        if light is not None:
            head.disc(x + 0.004, 0.012, wide * 0.5, 0.015, light, glow=light * np.float32(7))
    head.add([(0.062, -0.02), (0.08, -0.02), (0.07, 0.012)], dark)
    for x in np.linspace(0.02, 0.095, 5):
        head.box(float(x) - 0.004, -0.1, float(x) + 0.004, -0.062, dark)
    head.box(0.015, -0.085, 0.1, -0.079, dark)


def hair(head: Drawing, wear: Wear, style: str) -> None:
    """style: a key of STYLES, over a face."""
    STYLES[style](head, wear)


def _locks(head: Drawing, wear: Wear, outline: list[Point]) -> None:
    head.add(spline(outline, 4), wear.hair, (-0.2, 0.4, 0.9))


def _short(head: Drawing, wear: Wear) -> None:
    _locks(
        head,
        wear,
        [
            (0.1, 0.07),
            (0.07, 0.15),
            (-0.04, 0.17),
            (-0.12, 0.1),
            (-0.13, -0.02),
            (-0.09, -0.09),
            (-0.05, 0.02),
            (-0.01, 0.07),
        ],
    )
    shine = [(0.06, 0.13), (-0.03, 0.155), (-0.07, 0.12), (0.0, 0.11)]
    head.add(spline(shine, 3), wear.hair * 1.5, (0.2, 0.7, 0.7))


def _bald(head: Drawing, wear: Wear) -> None:
    _locks(head, wear, [(-0.06, 0.04), (-0.11, 0.06), (-0.12, -0.04), (-0.08, -0.1), (-0.045, -0.04)])


def _long(head: Drawing, wear: Wear) -> None:
    outline = [(0.1, 0.07), (0.06, 0.155), (-0.05, 0.17), (-0.14, 0.08), (-0.16, -0.12), (-0.19, -0.32)]
    _locks(head, wear, [*outline, (-0.05, -0.34), (-0.03, -0.1), (-0.05, 0.02), (0.0, 0.08)])
    for x in (-0.12, -0.08):
        head.tube([(x, 0.1), (x - 0.02, -0.1), (x - 0.03, -0.3)], (0.012, 0.016, 0.008), wear.hair * 1.45)


def _bun(head: Drawing, wear: Wear) -> None:
    head.disc(-0.14, 0.07, 0.06, 0.06, wear.hair * 0.9)
    _short(head, wear)


def _tail(head: Drawing, wear: Wear) -> None:
    head.tube([(-0.1, 0.07), (-0.2, 0.0), (-0.22, -0.26)], (0.06, 0.08, 0.02), wear.hair * 0.85)
    _short(head, wear)


STYLES: dict[str, Callable[[Drawing, Wear], None]] = {
    "short": _short,
    "bald": _bald,
    "long": _long,
    "bun": _bun,
    "tail": _tail,
}


def beard(head: Drawing, wear: Wear, length: float = 0.1) -> None:
    """From the ear over the mouth to `length` metres below the chin."""
    low = -0.14 - length
    outline = [
        (-0.04, -0.03),
        (0.04, -0.07),
        (0.115, -0.06),
        (0.125, -0.1),
        (0.11, -0.16),
        (0.06, low),
        (0.0, -0.17),
        (-0.04, -0.1),
    ]
    head.add(spline(outline, 4), wear.hair * 1.1, (0.3, 0.1, 0.9))
    for x in (0.02, 0.06):
        head.tube(
            [(x, -0.09), (x + 0.015, low * 0.7), (x + 0.02, low * 0.95)],
            (0.008, 0.016, 0.004),
            wear.hair * 1.7,
        )
    head.tube([(0.062, -0.084), (0.11, -0.08)], (0.006, 0.012), wear.stuffs.dark * 0.5)
