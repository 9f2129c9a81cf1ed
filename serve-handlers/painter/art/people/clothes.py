"""Bodies and what they wear: armour, tunics, hides, robes, gowns, bare bones; 1.8 m, turned to the right."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, Facing, spline
from painter.art.palette import Stuffs

Rng = np.random.Generator
Point = tuple[float, float]
_LEFT: Facing = (-0.6, 0.15, 0.78)
_RIGHT: Facing = (0.55, 0.2, 0.8)
_SHOULDERS: list[Point] = [(-0.21, 1.4), (-0.12, 1.48), (0.0, 1.5), (0.12, 1.48), (0.22, 1.39)]


@dataclass(frozen=True)
class Wear:
    """The colours of one person's things. cloth: what the kind is known by; under: what is worn beneath."""

    cloth: Array
    under: Array
    skin: Array
    hair: Array
    stuffs: Stuffs
    rng: Rng


def body(figure: Drawing, kind: str, wear: Wear, hem: float = 0.0) -> None:
    """kind: a key of BODIES. hem: how high above the ground long skirts end, metres."""
    BODIES[kind](figure, wear, hem)


def pleats(
    figure: Drawing,
    top: tuple[float, float, float],
    hem: tuple[float, float, float],
    colour: Array,
    rng: Rng,
    folds: int = 6,
) -> None:
    """Cloth that falls from (left, right, y) to (left, right, y) in folds that catch the light by turns."""
    shares = np.linspace(0, 1, folds + 1) + np.concatenate([[0], rng.normal(0, 0.25 / folds, folds - 1), [0]])
    feet = [(hem[0] + (hem[1] - hem[0]) * s, hem[2] + rng.uniform(-0.02, 0.02)) for s in shares]
    heads = [(top[0] + (top[1] - top[0]) * s, top[2]) for s in shares]
    for n in range(folds):
        shade = np.float32(rng.uniform(0.9, 1.1) if n % 2 else rng.uniform(0.62, 0.8))
        strip = [heads[n], heads[n + 1], feet[n + 1], feet[n]]
        figure.add(strip, colour * shade, _RIGHT if n % 2 else _LEFT)


def _torso(figure: Drawing, colour: Array, waist: float = 0.17) -> None:
    """From the shoulders to the belt, its far side in shade."""
    right = [*_SHOULDERS, (0.23, 1.22), (waist + 0.01, 1.0)]
    figure.add(spline([*right, (-waist, 1.0), (-0.22, 1.22)], 4), colour, _RIGHT)
    back = [(-0.21, 1.4), (-0.1, 1.47), (-0.05, 1.25), (-0.06, 1.0), (-waist, 1.0), (-0.22, 1.22)]
    figure.add(spline(back, 4), colour * 0.72, _LEFT)


def _belt(figure: Drawing, wear: Wear, waist: float = 0.18) -> None:
    figure.tube([(-waist, 1.0), (0.02, 0.97), (waist, 1.0)], (0.06, 0.07, 0.06), wear.stuffs.dark * 1.4)
    figure.box(0.05, 0.95, 0.12, 1.01, lch((0.72, 0.11, 82)))


def _tunic(figure: Drawing, wear: Wear, _: float = 0.0) -> None:
    pleats(figure, (-0.18, 0.19, 1.0), (-0.24, 0.26, 0.68), wear.cloth, wear.rng, 5)
    _torso(figure, wear.cloth)
    figure.add([(0.02, 1.5), (0.14, 1.47), (0.1, 1.34)], wear.skin * 0.8)
    _belt(figure, wear)


def _dress(figure: Drawing, wear: Wear, hem: float) -> None:
    pleats(figure, (-0.15, 0.16, 1.0), (-0.34, 0.36, 0.08 + hem), wear.cloth, wear.rng, 7)
    _torso(figure, wear.under, 0.14)
    apron = [(0.0, 1.0), (0.15, 1.0), (0.27, 0.42 + hem), (0.02, 0.4 + hem)]
    figure.add(apron, wear.stuffs.plaster * 0.8, _RIGHT)
    _belt(figure, wear, 0.15)


def _apron(figure: Drawing, wear: Wear, _: float) -> None:
    _tunic(figure, wear)
    leather = [(-0.04, 1.38), (0.17, 1.36), (0.2, 1.0), (0.27, 0.5), (-0.06, 0.5), (-0.04, 1.0)]
    figure.add(leather, wear.stuffs.earth * 0.75, _RIGHT)


def _robe(figure: Drawing, wear: Wear, hem: float) -> None:
    pleats(figure, (-0.19, 0.19, 1.02), (-0.32, 0.33, 0.02 + hem), wear.cloth, wear.rng, 7)
    _torso(figure, wear.cloth, 0.18)
    figure.add([(0.04, 1.5), (0.13, 1.46), (0.16, 1.0), (0.2, 0.05 + hem), (0.08, 0.04 + hem)], wear.under)
    figure.tube([(-0.19, 1.02), (0.03, 0.98), (0.19, 1.02)], (0.05, 0.06, 0.05), lch((0.62, 0.1, 78)))


def _gown(figure: Drawing, wear: Wear, hem: float) -> None:
    pleats(figure, (-0.14, 0.15, 1.02), (-0.46, 0.44, 0.02 + hem), wear.cloth, wear.rng, 8)
    _torso(figure, wear.cloth, 0.13)
    gold = lch((0.78, 0.11, 84))
    figure.tube([(-0.14, 1.04), (0.04, 0.97), (0.15, 1.04)], (0.03, 0.05, 0.03), gold)
    figure.tube([(-0.05, 1.49), (0.08, 1.4), (0.15, 1.46)], (0.02, 0.03, 0.02), gold)


def _tabard(figure: Drawing, wear: Wear, _: float = 0.0) -> None:
    """A soldier's: mail below a coat in his lord's colour."""
    mail = wear.stuffs.metal * 0.42
    pleats(figure, (-0.19, 0.2, 0.98), (-0.25, 0.27, 0.62), mail, wear.rng, 6)
    _torso(figure, mail)
    figure.add(
        [(-0.08, 1.46), (0.14, 1.46), (0.17, 1.0), (0.22, 0.6), (-0.06, 0.58), (-0.05, 1.0)],
        wear.cloth,
        _RIGHT,
    )
    emblem = wear.stuffs.plaster
    figure.box(0.02, 1.22, 0.13, 1.26, emblem)
    figure.box(0.06, 1.1, 0.09, 1.36, emblem)
    _belt(figure, wear)


def _armour(figure: Drawing, wear: Wear, _: float = 0.0) -> None:
    metal = wear.stuffs.metal * 0.75
    pleats(figure, (-0.19, 0.2, 0.98), (-0.24, 0.27, 0.64), wear.cloth, wear.rng, 5)
    _torso(figure, metal)
    shine = [(0.06, 1.44), (0.17, 1.36), (0.19, 1.16), (0.1, 1.06)]
    figure.add(spline(shine, 4), metal * 1.7, (0.5, 0.45, 0.74))
    for y in (0.95, 0.88):
        figure.tube([(-0.2, y), (0.03, y - 0.03), (0.22, y)], (0.06, 0.075, 0.06), metal * 0.9)
    for x, size in ((-0.21, 0.1), (0.22, 0.13)):
        figure.disc(x, 1.41, size, size * 0.85, metal * 1.15, facing=(x * 2, 0.6, 0.6))
        figure.disc(x + 0.02, 1.44, size * 0.5, size * 0.35, metal * 1.8, facing=(x * 2, 0.7, 0.5))


def _hide(figure: Drawing, wear: Wear, _: float = 0.0) -> None:
    _torso(figure, wear.skin, 0.2)
    for x, y in ((0.1, 1.34), (0.09, 1.2)):
        figure.disc(x, y, 0.09, 0.06, wear.skin * 1.15, facing=(0.4, 0.4, 0.8))
    pleats(figure, (-0.21, 0.22, 0.99), (-0.27, 0.28, 0.6), wear.stuffs.earth * 0.7, wear.rng, 6)
    figure.tube([(-0.2, 1.44), (0.02, 1.24), (0.18, 1.0)], (0.08, 0.09, 0.08), wear.stuffs.dark)
    for x in (-0.22, 0.23):
        spike = [(x - 0.13, 1.36), (x, 1.58), (x + 0.13, 1.36)]
        figure.add(spike, wear.stuffs.metal * 0.45, (x * 2, 0.6, 0.6))
    _belt(figure, wear, 0.21)


def _bones(figure: Drawing, wear: Wear, _: float = 0.0) -> None:
    bone, dark = wear.cloth, wear.stuffs.dark * 0.35
    figure.add(spline([(-0.12, 1.42), (0.14, 1.42), (0.13, 1.12), (-0.1, 1.12)], 4), dark)
    figure.tube([(0, 0.9), (-0.03, 1.2), (0, 1.5)], (0.06, 0.05, 0.05), bone * 0.8)
    for y in (1.12, 1.19, 1.26, 1.33, 1.4):
        wide = 0.17 - 0.25 * abs(1.3 - y)
        figure.tube([(-wide, y), (0.02, y - 0.04), (wide, y + 0.01)], (0.02, 0.035, 0.02), bone)
    figure.tube([(-0.22, 1.43), (0.0, 1.46), (0.23, 1.42)], (0.035, 0.045, 0.035), bone)
    figure.add(
        spline([(-0.13, 0.98), (0.0, 0.94), (0.14, 0.98), (0.1, 0.86), (0, 0.9), (-0.09, 0.86)], 3), bone
    )
    rags = wear.stuffs.earth * 0.5
    pleats(figure, (-0.12, 0.13, 0.92), (-0.16, 0.15, 0.62), rags, wear.rng, 4)


BODIES: dict[str, Callable[[Drawing, Wear, float], None]] = {
    "tunic": _tunic,
    "dress": _dress,
    "apron": _apron,
    "robe": _robe,
    "gown": _gown,
    "tabard": _tabard,
    "armour": _armour,
    "hide": _hide,
    "bones": _bones,
}
