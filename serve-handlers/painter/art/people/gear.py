"""What hands and shoulders carry, in the metres of a person of 1.8 m."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from painter.art.colour import Array, Lch, lch, vector
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs

Point = tuple[float, float]


@dataclass(frozen=True)
class Grip:
    """Where a hand is, whether it is raised, and what things are made of."""

    x: float
    y: float
    raised: bool
    stuffs: Stuffs


def held(figure: Drawing, thing: str, hand: Point, pose: str, stuffs: Stuffs) -> None:
    """What the near hand holds, a key of THINGS; anything else is nothing."""
    if thing in THINGS:
        THINGS[thing](figure, Grip(hand[0], hand[1], pose in ("fight", "cheer", "reach"), stuffs))


def _staff(figure: Drawing, grip: Grip) -> None:
    line = [(grip.x + 0.03, 0.0), (grip.x, grip.y), (grip.x - 0.02, 1.95)]
    figure.tube(line, (0.035, 0.045, 0.05), grip.stuffs.wood * 0.7)


def _skullstaff(figure: Drawing, grip: Grip) -> None:
    _staff(figure, grip)
    x, eye = grip.x - 0.02, lch((0.82, 0.2, 150))
    figure.disc(x, 2.03, 0.09, 0.1, grip.stuffs.plaster * 0.9)
    figure.box(x - 0.05, 1.9, x + 0.06, 1.97, grip.stuffs.plaster * 0.8)
    for dx in (-0.02, 0.045):
        figure.disc(x + dx, 2.03, 0.022, 0.028, eye, glow=eye * np.float32(5))


def _lantern(figure: Drawing, grip: Grip) -> None:
    x, y, light = grip.x + 0.02, grip.y - 0.16, lch((0.84, 0.13, 75))
    figure.tube([(x, grip.y), (x, y + 0.1)], (0.012, 0.012), grip.stuffs.dark, smooth=False)
    figure.add(
        [(x - 0.07, y + 0.09), (x + 0.07, y + 0.09), (x + 0.05, y - 0.1), (x - 0.05, y - 0.1)],
        light,
        glow=light * np.float32(7),
    )
    for dy in (0.09, -0.11):
        figure.box(x - 0.08, y + dy, x + 0.08, y + dy + 0.03, grip.stuffs.dark)


def _oar(figure: Drawing, grip: Grip) -> None:
    x = grip.x
    figure.tube([(x + 0.12, 0.3), (x, 2.3)], (0.05, 0.045), grip.stuffs.wood * 0.8, smooth=False)
    figure.add([(x + 0.06, 0.4), (x + 0.2, 0.42), (x + 0.26, -0.35), (x + 0.12, -0.35)], grip.stuffs.wood)


def _book(figure: Drawing, grip: Grip) -> None:
    x, y, page = grip.x + 0.06, grip.y + 0.06, grip.stuffs.plaster
    figure.add(
        [
            (x - 0.18, y),
            (x + 0.02, y - 0.06),
            (x + 0.22, y),
            (x + 0.2, y - 0.06),
            (x + 0.02, y - 0.12),
            (x - 0.16, y - 0.06),
        ],
        lch((0.36, 0.1, 25)),
    )
    figure.add([(x - 0.16, y + 0.02), (x + 0.02, y - 0.05), (x + 0.02, y + 0.03), (x - 0.13, y + 0.09)], page)
    figure.add(
        [(x + 0.2, y + 0.02), (x + 0.02, y - 0.05), (x + 0.02, y + 0.03), (x + 0.17, y + 0.09)], page * 0.85
    )


def _spear(figure: Drawing, grip: Grip) -> None:
    x = grip.x
    figure.tube([(x + 0.05, 0.0), (x, 2.2)], (0.035, 0.03), grip.stuffs.wood, smooth=False)
    figure.add([(x - 0.05, 2.2), (x + 0.05, 2.2), (x, 2.5)], grip.stuffs.metal * 1.2)


def _axe(figure: Drawing, grip: Grip) -> None:
    x, y, lean = grip.x, grip.y, 0.25 if grip.raised else 0.5
    shaft = [(x - lean * 0.3, y - 0.3), (x + lean * 0.6, y + 0.6)]
    figure.tube(shaft, (0.045, 0.045), grip.stuffs.wood, smooth=False)
    u, v = x + lean * 0.55, y + 0.55
    head = [(u, v + 0.06), (u + 0.26, v + 0.2), (u + 0.3, v - 0.14), (u, v - 0.1)]
    figure.add(spline(head, 4), grip.stuffs.metal, (0.5, 0.4, 0.75))


def _club(figure: Drawing, grip: Grip) -> None:
    line = [(grip.x - 0.1, grip.y - 0.2), (grip.x + 0.22, grip.y + 0.7)]
    figure.tube(line, (0.06, 0.2), grip.stuffs.wood * 0.7, smooth=False)


def _hammer(figure: Drawing, grip: Grip) -> None:
    x, y = grip.x, grip.y
    figure.tube([(x - 0.1, y - 0.2), (x + 0.22, y + 0.7)], (0.06, 0.06), grip.stuffs.wood * 0.7, smooth=False)
    figure.box(x + 0.06, y + 0.58, x + 0.36, y + 0.76, grip.stuffs.metal * 0.7)


def _bow(figure: Drawing, grip: Grip) -> None:
    x, y = grip.x, grip.y
    limb = [
        (x - 0.06, y + 0.72),
        (x + 0.14, y + 0.35),
        (x + 0.1, y),
        (x + 0.14, y - 0.35),
        (x - 0.06, y - 0.72),
    ]
    figure.tube(limb, (0.015, 0.04, 0.05, 0.04, 0.015), grip.stuffs.wood)
    figure.tube([limb[0], limb[-1]], (0.01, 0.01), grip.stuffs.plaster, smooth=False)


def _mug(figure: Drawing, grip: Grip) -> None:
    x, y = grip.x, grip.y
    figure.box(x - 0.06, y - 0.04, x + 0.07, y + 0.13, grip.stuffs.wood * 1.2)
    figure.disc(x, y + 0.13, 0.075, 0.035, grip.stuffs.snow * 0.9)


def _lute(figure: Drawing, grip: Grip) -> None:
    wood = grip.stuffs.wood
    figure.disc(0.14, 1.12, 0.2, 0.15, wood * 1.5, 0.4)
    figure.disc(0.18, 1.14, 0.05, 0.05, wood * 0.4)
    figure.tube([(0.28, 1.18), (0.7, 1.42)], (0.05, 0.05), wood * 0.7, smooth=False)


def _blade(figure: Drawing, grip: Grip, length: float = 0.88, burning: bool = False) -> None:
    turn = 0.75 if grip.raised else -0.95
    blade = Drawing()
    fire = lch((0.75, 0.18, 55))
    glow = {"glow": fire * np.float32(6)} if burning else {}
    blade.add(
        [(-0.028, 0.1), (0.028, 0.1), (0.022, length), (0, length + 0.08), (-0.022, length)],
        grip.stuffs.metal * 1.4,
        (0.3, 0.5, 0.8),
        **glow,
    )
    blade.box(-0.12, 0.06, 0.12, 0.1, grip.stuffs.sand * 0.7)
    blade.box(-0.02, -0.1, 0.02, 0.07, grip.stuffs.dark)
    figure.include(blade, grip.x, grip.y, turn=-turn if grip.raised else turn - 1.2)


def shield(figure: Drawing, at: Point, colour: Array, stuffs: Stuffs) -> None:
    x, y = at[0] - 0.02, at[1] + 0.06
    middle = vector(x, y)
    rim = np.array([(-0.25, 0.27), (0.0, 0.33), (0.21, 0.27), (0.19, -0.12), (-0.02, -0.42), (-0.23, -0.12)])
    figure.add(spline(rim * 1.1 + middle, 4), stuffs.metal * 0.5, (-0.3, 0.2, 0.9))
    figure.add(spline(rim + middle, 4), colour * 0.9, (-0.2, 0.2, 0.95))
    figure.add(
        [(x - 0.2, y + 0.06), (x - 0.02, y + 0.2), (x + 0.17, y + 0.06), (x - 0.02, y - 0.04)],
        stuffs.plaster * 0.85,
    )
    figure.disc(x - 0.02, y - 0.14, 0.05, 0.05, stuffs.metal)


def quiver(figure: Drawing, stuffs: Stuffs) -> None:
    """Arrows over the shoulder."""
    figure.tube([(-0.16, 1.0), (-0.3, 1.5)], (0.11, 0.13), stuffs.earth * 0.6, smooth=False)
    for x in (-0.36, -0.32, -0.28):
        figure.tube([(x + 0.02, 1.45), (x - 0.03, 1.68)], (0.012, 0.012), stuffs.wood, smooth=False)
        figure.disc(x - 0.03, 1.66, 0.02, 0.04, stuffs.plaster)


def spell(figure: Drawing, hand: Point, glow: Lch | None) -> None:
    """Light over the palm, rays out of it."""
    light = lch(glow or (0.85, 0.1, 210))
    x, y = hand[0] + 0.14, hand[1] + 0.08
    for turn in np.linspace(0, 2 * np.pi, 9, endpoint=False):
        ray = [(x, y), (x + 0.3 * float(np.cos(turn)), y + 0.3 * float(np.sin(turn)))]
        figure.tube(ray, (0.035, 0.004), light, smooth=False, glow=light * np.float32(1.2))
    for size, strength in ((0.14, 1.0), (0.09, 3.0), (0.05, 8.0)):
        figure.disc(x, y, size, size, light, glow=light * np.float32(strength))


def wings(figure: Drawing, colour: Array) -> None:
    """A pair, spread behind the shoulders."""
    for side in (-1, 1):
        tips = [
            (side * 0.15, 1.4),
            (side * 0.7, 1.95),
            (side * 1.35, 2.1),
            (side * 1.6, 1.6),
            (side * 1.25, 1.35),
            (side * 1.3, 0.95),
            (side * 0.9, 1.05),
            (side * 0.8, 0.6),
            (side * 0.45, 0.85),
            (side * 0.1, 1.05),
        ]
        figure.add(spline(tips, 4), colour, (side * 0.4, 0.2, 0.85))
        for tip in ((1.5, 1.6), (1.25, 1.0), (0.78, 0.68)):
            figure.tube(
                [(side * 0.7, 1.92), (side * tip[0], tip[1])], (0.04, 0.012), colour * 0.6, smooth=False
            )


THINGS: dict[str, Callable[[Drawing, Grip], None]] = {
    "staff": _staff,
    "skullstaff": _skullstaff,
    "oar": _oar,
    "book": _book,
    "lantern": _lantern,
    "spear": _spear,
    "sword": _blade,
    "flamesword": partial(_blade, burning=True),
    "dagger": partial(_blade, length=0.32),
    "axe": _axe,
    "club": _club,
    "hammer": _hammer,
    "bow": _bow,
    "mug": _mug,
    "lute": _lute,
}
