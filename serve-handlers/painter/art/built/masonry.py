"""What buildings are made of: round towers, battlements, windows, roofs, arches, stones."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

LAMPLIGHT = lch((0.83, 0.13, 72))


@dataclass(frozen=True)
class Mason:
    """Of what, by what chance and in what state things are built."""

    stuffs: Stuffs
    rng: np.random.Generator
    lit: bool = False
    ruined: bool = False
    snowy: bool = False
    overgrown: bool = False
    # Of what shines by magic.
    magic: Array = field(default_factory=lambda: lch((0.72, 0.17, 295)))

    def shade(self, colour: Array, spread: float = 0.12) -> Array:
        return colour * np.float32(self.rng.uniform(1 - spread, 1 + spread))


def mason_of(scene: Scene, stuffs: Stuffs, name: str) -> Mason:
    tint = scene.tint("light")
    return Mason(
        stuffs,
        magic=lch(tint or (0.72, 0.17, 295)),
        rng=stream(scene.seed, name),
        lit=scene.hour in ("night", "dusk") or scene.weather == "storm",
        ruined=scene.has("ruined"),
        snowy=scene.season == "winter",
        overgrown=scene.has("overgrown"),
    )


def window(
    drawing: Drawing, mason: Mason, x: float, y: float, wide: float, high: float, arched: bool = True
) -> None:
    """Dark by day, most of them lit by night."""
    rim = mason.stuffs.stone * 0.5
    top = [
        (x + wide / 2 * math.cos(a), y + high * 0.7 + high * 0.3 * math.sin(a))
        for a in np.linspace(0, math.pi, 7)
    ]
    outline = (
        [(x + wide / 2, y), *top, (x - wide / 2, y)]
        if arched
        else [(x + wide / 2, y), (x + wide / 2, y + high), (x - wide / 2, y + high), (x - wide / 2, y)]
    )
    middle = np.mean(outline, axis=0)
    drawing.add((np.array(outline) - middle) * 1.28 + middle, rim)
    shining = mason.lit and mason.rng.random() < 0.75
    drawing.add(
        outline,
        LAMPLIGHT if shining else mason.stuffs.dark * 0.5,
        glow=LAMPLIGHT * np.float32(2.4) if shining else None,
    )
    if wide > 0.5:
        drawing.box(x - wide * 0.04, y, x + wide * 0.04, y + high * 0.97, rim)


def stones(
    drawing: Drawing,
    mason: Mason,
    left: float,
    foot: float,
    right: float,
    top: float,
    size: float,
    colour: Array,
) -> None:
    """Some of a wall's stones, in other shades."""
    count = int(np.clip((right - left) * (top - foot) / size**2 * 0.22, 4, 90))
    for _ in range(count):
        wide, high = size * mason.rng.uniform(0.8, 1.7), size * 0.55
        x, y = (
            mason.rng.uniform(left, max(left, right - wide)),
            foot + high * int(mason.rng.uniform(0, max(1, (top - foot) / high))),
        )
        if y + high <= top and x + wide <= right:
            drawing.box(x, y + high * 0.06, x + wide, y + high * 0.94, mason.shade(colour, 0.28))


def drum(
    drawing: Drawing,
    mason: Mason,
    x: float,
    foot: float,
    top: float,
    wide: float,
    colour: Array,
    narrow: float = 1.0,
) -> None:
    """A round tower's body, in strips that face ever more aside. narrow: share of the width on top."""
    edges = np.cos(np.linspace(math.pi, 0, 8))
    for one, other in pairwise(edges):
        middle = (one + other) / 2
        points = [
            (x + one * wide / 2, foot),
            (x + other * wide / 2 + 0.02, foot),
            (x + other * wide / 2 * narrow + 0.02, top),
            (x + one * wide / 2 * narrow, top),
        ]
        drawing.add(points, colour, (float(middle), 0.05, math.sqrt(max(0.05, 1 - middle**2))))
    count = int(np.clip(wide * (top - foot) / 6, 6, 60))
    for _ in range(count):
        angle = mason.rng.uniform(-1.3, 1.3)
        at, y = x + math.sin(angle) * wide / 2 * 0.95, mason.rng.uniform(foot, top - wide * 0.08)
        size = wide * 0.09
        drawing.box(
            at - size * math.cos(angle),
            y,
            at + size * math.cos(angle) * 0.6,
            y + size * 0.7,
            mason.shade(colour, 0.3),
            facing=(math.sin(angle), 0.05, math.cos(angle)),
        )


def battlements(
    drawing: Drawing, mason: Mason, left: float, right: float, y: float, size: float, colour: Array
) -> None:
    count = max(2, round((right - left) / (size * 1.9)))
    step = (right - left) / count
    drawing.box(left - size * 0.2, y - size * 0.7, right + size * 0.2, y, colour * 0.85)
    for number in range(count):
        if mason.ruined and mason.rng.random() < 0.45:
            continue
        at = left + number * step
        drawing.box(
            at, y - 0.01, at + step * 0.56, y + size * (0.6 if mason.ruined else 1.0), mason.shade(colour)
        )
        if mason.snowy:
            drawing.box(at, y + size * 0.9, at + step * 0.56, y + size * 1.15, mason.stuffs.snow)


def cone(drawing: Drawing, mason: Mason, x: float, y: float, wide: float, high: float) -> None:
    """A pointed roof."""
    colour = mason.shade(mason.stuffs.snow if mason.snowy else mason.stuffs.roof)
    edges = np.cos(np.linspace(math.pi, 0, 6))
    for one, other in pairwise(edges):
        middle = (one + other) / 2
        points = [
            (x + one * wide / 2, y - abs(middle) * wide * 0.03),
            (x + other * wide / 2, y - abs(middle) * wide * 0.03),
            (x, y + high),
        ]
        drawing.add(points, colour, (float(middle) * 0.85, 0.4, math.sqrt(max(0.05, 0.9 - middle**2))))
    drawing.tube(
        [(x, y + high * 0.97), (x, y + high * 1.12)],
        (wide * 0.025, wide * 0.01),
        mason.stuffs.dark,
        smooth=False,
    )


def pennant(drawing: Drawing, mason: Mason, x: float, y: float, size: float, colour: Array) -> None:
    drawing.tube([(x, y), (x, y + size * 1.3)], (size * 0.06, size * 0.04), mason.stuffs.dark, smooth=False)
    drawing.add(
        spline(
            [
                (x, y + size * 1.25),
                (x + size * 0.6, y + size * 1.3),
                (x + size * 1.5, y + size * 1.05),
                (x + size * 0.6, y + size * 0.9),
                (x, y + size * 0.75),
            ],
            4,
        ),
        colour,
    )


def broken(
    mason: Mason, left: float, foot: float, right: float, top: float, pieces: int = 9
) -> list[tuple[float, float]]:
    """Outline of a wall whose top has fallen in."""
    xs = np.linspace(right, left, pieces)
    drop = np.abs(mason.rng.normal(0, 0.28, pieces)) + 0.25 * mason.rng.random()
    ragged = [(float(x), float(top - (top - foot) * min(0.85, d))) for x, d in zip(xs, drop, strict=True)]
    stepped: list[tuple[float, float]] = []
    for one, other in zip(ragged, [*ragged[1:], (left, foot)], strict=True):
        stepped += [one, (other[0], one[1])]
    return [(left, foot), (right, foot), *stepped]


def pointed_arch(x: float, y: float, wide: float, high: float) -> list[tuple[float, float]]:
    """Outline of a Gothic opening, from its right foot over the point to its left foot."""
    spring = y + high * 0.55
    side = [(x + wide / 2, y), (x + wide / 2, spring), (x + wide * 0.4, y + high * 0.78), (x, y + high)]
    return [*side, *[(2 * x - px, py) for px, py in side[-2::-1]]]


def ivy(drawing: Drawing, mason: Mason, left: float, right: float, top: float, size: float) -> None:
    """Hanging growth on a wall."""
    for _ in range(7):
        x, y = mason.rng.uniform(left, right), top
        while y > 0 and mason.rng.random() > 0.07:
            x, y = x + mason.rng.normal(0, size * 0.5), y - size * 0.8
            drawing.disc(x, y, size, size * 0.8, mason.shade(mason.stuffs.leaves[0] * 0.6, 0.4))
