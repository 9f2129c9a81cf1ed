"""Four-legged beasts by their measures, turned to the right, in metres."""

import math
from dataclasses import dataclass

import numpy as np

from painter.art.beasts.heads import head
from painter.art.colour import Array, Lch, lch
from painter.art.drawing import Drawing, Facing, spline
from painter.art.palette import Stuffs

Rng = np.random.Generator
Point = tuple[float, float]
_OVER: Facing = (-0.1, 0.6, 0.8)
_UNDER: Facing = (0.1, -0.5, 0.8)


@dataclass(frozen=True)
class Build:
    """shoulder: metres; all else as shares of it. length: between fore and hind legs; chest: how deep.

    neck: length, angle in degrees. muzzle: length, width. tail: length, angle, width. legs, paw: how
    thick.
    """

    shoulder: float
    length: float
    chest: float
    neck: tuple[float, float]
    head: float
    muzzle: tuple[float, float]
    legs: float
    paw: float
    tail: tuple[float, float, float]
    extra: str


BUILDS: dict[str, Build] = {
    "horse": Build(1.5, 0.78, 0.46, (0.56, 56), 0.17, (0.27, 0.1), 0.75, 0.055, (0.55, -75, 0.16), "mane"),
    "wolf": Build(0.9, 0.9, 0.46, (0.34, 28), 0.2, (0.22, 0.1), 0.8, 0.09, (0.62, -38, 0.2), "wolf"),
    "bear": Build(1.4, 0.95, 0.66, (0.28, 12), 0.27, (0.18, 0.15), 1.5, 0.17, (0.06, -60, 0.08), "bear"),
    "deer": Build(1.2, 0.76, 0.42, (0.5, 62), 0.15, (0.2, 0.09), 0.55, 0.045, (0.14, -40, 0.1), "antlers"),
    "camel": Build(1.8, 0.68, 0.4, (0.62, 34), 0.13, (0.18, 0.1), 0.6, 0.07, (0.35, -80, 0.05), "hump"),
    "cow": Build(1.35, 0.95, 0.54, (0.3, 14), 0.2, (0.22, 0.14), 0.8, 0.07, (0.6, -85, 0.05), "horns"),
    "cat": Build(0.95, 1.1, 0.42, (0.26, 24), 0.24, (0.1, 0.13), 0.95, 0.11, (0.85, -20, 0.07), "cat"),
    "rats": Build(0.16, 1.4, 0.7, (0.2, 0), 0.3, (0.32, 0.12), 0.6, 0.1, (1.6, -8, 0.06), "rat"),
}
# Back and belly, OKLCH.
_COATS: dict[str, tuple[Lch, Lch]] = {
    "horse": ((0.38, 0.06, 50), (0.42, 0.05, 50)),
    "wolf": ((0.54, 0.015, 250), (0.76, 0.02, 80)),
    "bear": ((0.32, 0.05, 50), (0.36, 0.05, 55)),
    "deer": ((0.5, 0.08, 58), (0.72, 0.04, 75)),
    "camel": ((0.64, 0.08, 72), (0.7, 0.06, 78)),
    "cow": ((0.42, 0.06, 48), (0.8, 0.02, 80)),
    "cat": ((0.6, 0.11, 68), (0.78, 0.05, 82)),
    "rats": ((0.32, 0.02, 60), (0.45, 0.03, 40)),
}


def beast(kind: str, rng: Rng, stuffs: Stuffs, colour: Array | None = None, pace: float = 0.6) -> Drawing:
    """`kind` is a key of BUILDS; `pace` is how far it strides."""
    build = BUILDS[kind]
    coat = colour if colour is not None else lch(_COATS[kind][0]) * np.float32(rng.uniform(0.8, 1.2))
    belly = lch(_COATS[kind][1]) if colour is None else coat * 1.5
    rough, swing = Drawing(), 0.2 * pace
    rear, front = -build.length / 2, build.length / 2
    _hind_leg(rough, build, rear + 0.05, -swing * 0.4, coat * 0.55)
    _fore_leg(rough, build, front - 0.03, swing, coat * 0.55)
    _tail(rough, build, rear, coat * 0.8)
    _trunk(rough, build, rear, front, coat, belly)
    _hind_leg(rough, build, rear - 0.03, swing * 0.5, coat)
    _fore_leg(rough, build, front, -swing * 0.6, coat)
    _neck(rough, build, front, coat, belly, stuffs)
    if build.extra in _BACKS:
        _BACKS[build.extra](rough, build, coat, stuffs)
    whole = Drawing()
    whole.include(rough, scale=build.shoulder)
    return whole


def _fore_leg(rough: Drawing, build: Build, x: float, step: float, coat: Array) -> None:
    k = build.legs
    joints = [(x, 0.66), (x - 0.03 + step * 0.2, 0.36), (x + step * 0.8, 0.18), (x + step, 0.04)]
    rough.tube(joints, (0.26 * k, 0.15 * k, 0.085 * k, 0.075 * k), coat, facing=(0.2, 0.15, 0.95))
    _paw(rough, build, x + step, coat)


def _hind_leg(rough: Drawing, build: Build, x: float, step: float, coat: Array) -> None:
    k = build.legs
    joints = [(x + 0.02, 0.74), (x + 0.1 + step * 0.3, 0.48), (x - 0.09 + step * 0.7, 0.27), (x + step, 0.04)]
    rough.tube(joints, (0.4 * k, 0.28 * k, 0.1 * k, 0.08 * k), coat, facing=(0.1, 0.2, 0.95))
    _paw(rough, build, x + step, coat)


def _paw(rough: Drawing, build: Build, x: float, coat: Array) -> None:
    p = build.paw
    rough.add([(x - p * 0.6, 0), (x - p * 0.5, 0.08), (x + p * 0.4, 0.08), (x + p * 1.1, 0)], coat * 0.6)


def _tail(rough: Drawing, build: Build, rear: float, coat: Array) -> None:
    long, angle, wide = build.tail
    turn = math.radians(angle)
    root, end = (rear - 0.14, 0.84), (rear - 0.14 - long * math.cos(turn), 0.84 + long * math.sin(turn))
    middle = ((root[0] + end[0]) / 2 - 0.06, (root[1] + end[1]) / 2 + 0.06)
    rough.tube([root, middle, end], (wide * 0.7, wide, wide * 0.25), coat)


def _trunk(rough: Drawing, build: Build, rear: float, front: float, coat: Array, belly: Array) -> None:
    low = 1 - build.chest
    back = [(rear - 0.17, 0.66), (rear - 0.13, 0.86), (rear + 0.04, 0.94), (0.0, 0.9), (front - 0.06, 1.0)]
    outline = [
        *back,
        (front + 0.14, 0.82),
        (front + 0.12, low + 0.12),
        (front - 0.06, low),
        (0.0, low + 0.05),
    ]
    flank = [(rear + 0.16, low + 0.14), (rear - 0.08, 0.52)]
    rough.add(spline([*outline, *flank], 5), coat, (0.1, 0.2, 0.97))
    light = [
        (rear - 0.08, 0.86),
        (rear + 0.04, 0.93),
        (0.0, 0.89),
        (front - 0.06, 0.98),
        (0.0, 0.78),
        (rear, 0.8),
    ]
    rough.add(spline(light, 5), coat * 1.2, _OVER)
    pale = [
        (front + 0.08, low + 0.12),
        (front - 0.06, low + 0.02),
        (0.0, low + 0.06),
        (rear + 0.16, low + 0.16),
        (0.0, low + 0.16),
    ]
    rough.add(spline(pale, 5), belly * 0.8, _UNDER)


def _neck(rough: Drawing, build: Build, front: float, coat: Array, belly: Array, stuffs: Stuffs) -> None:
    long, angle = build.neck
    turn = math.radians(angle)
    nape = (front + 0.05 + long * math.cos(turn), 0.86 + long * math.sin(turn))
    thick = build.head * 0.5
    up, along = (-math.sin(turn) * thick, math.cos(turn) * thick), 0.45
    upper = [(front - 0.12, 0.97), ((front + nape[0]) / 2 + up[0] - 0.04, (0.9 + nape[1]) / 2 + up[1])]
    lower = [
        ((front + nape[0]) / 2 - up[0] * 0.9 + 0.05, (0.8 + nape[1]) / 2 - up[1] * 1.2),
        (front + 0.12, 0.62),
    ]
    tip = [(nape[0] + up[0], nape[1] + up[1]), (nape[0] - up[0], nape[1] - up[1])]
    rough.add(spline([*upper, *tip, *lower, (front - 0.1, 0.6)], 5), coat, (0.25, 0.3, 0.92))
    head(rough, build.extra, nape, build.head, build.muzzle, coat, belly, stuffs, turn * along)


def _mane(rough: Drawing, build: Build, coat: Array, _: Stuffs) -> None:
    """Locks from the nape down to the withers."""
    turn, front = math.radians(build.neck[1]), build.length / 2
    for share in np.linspace(1.05, 0.1, 7):
        x, y = (
            front - 0.06 + build.neck[0] * share * math.cos(turn),
            0.98 + build.neck[0] * share * math.sin(turn),
        )
        rough.tube([(x, y), (x - 0.09, y - 0.05), (x - 0.08, y - 0.2)], (0.07, 0.11, 0.02), coat * 0.35)


def _hump(rough: Drawing, _: Build, coat: Array, stuffs: Stuffs) -> None:
    """One hump, with a rug and its tassels over it."""
    hump = [(-0.3, 0.86), (-0.16, 1.14), (0.0, 1.2), (0.12, 1.12), (0.24, 0.9)]
    rough.add(spline(hump, 5), coat * 1.1, _OVER)
    rug = [(-0.2, 1.06), (0.0, 1.21), (0.14, 1.08), (0.12, 0.66), (-0.16, 0.66)]
    rough.add(rug, stuffs.cloth[0], (0.1, 0.3, 0.94))
    rough.tube([(-0.17, 0.74), (0.12, 0.74)], (0.05, 0.05), stuffs.sand * 1.2, smooth=False)
    for x in np.linspace(-0.14, 0.1, 5):
        rough.tube([(float(x), 0.66), (float(x), 0.6)], (0.02, 0.03), stuffs.sand * 1.2, smooth=False)


_BACKS = {"mane": _mane, "hump": _hump}
