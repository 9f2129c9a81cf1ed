"""Four-legged beasts by their measures, turned to the right, in metres."""

import math
from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs

Rng = np.random.Generator
Point = tuple[float, float]


@dataclass(frozen=True)
class Build:
    """Of a four-legged beast: metres, and colour in OKLCH."""

    shoulder: float
    length: float
    girth: float
    neck: float
    neck_angle: float
    head: float
    snout: float
    legs: float
    tail: float
    tail_up: float
    colour: tuple[float, float, float]
    extra: str = ""


BUILDS: dict[str, Build] = {
    "horse": Build(1.5, 1.5, 0.62, 0.85, 0.95, 0.3, 0.42, 0.15, 0.9, -0.8, (0.38, 0.06, 50), "mane"),
    "wolf": Build(0.85, 0.95, 0.4, 0.34, 0.5, 0.24, 0.22, 0.1, 0.6, -0.25, (0.42, 0.015, 250), "ears"),
    "bear": Build(1.35, 1.7, 1.05, 0.3, 0.2, 0.44, 0.26, 0.34, 0.08, 0, (0.3, 0.04, 55), "rounders"),
    "deer": Build(1.2, 1.2, 0.45, 0.6, 1.05, 0.2, 0.2, 0.07, 0.15, 0.5, (0.5, 0.07, 60), "antlers"),
    "camel": Build(1.9, 1.5, 0.7, 1.0, 0.6, 0.26, 0.34, 0.14, 0.5, -1, (0.66, 0.07, 75), "humps"),
    "cow": Build(1.3, 1.6, 0.8, 0.35, 0.25, 0.34, 0.28, 0.15, 0.8, -1.3, (0.4, 0.05, 50), "hornlets"),
    "cat": Build(0.95, 1.5, 0.44, 0.3, 0.45, 0.28, 0.12, 0.15, 1.2, 0.35, (0.3, 0.05, 70), "rounders"),
    "rats": Build(0.14, 0.22, 0.12, 0.04, 0.1, 0.07, 0.08, 0.02, 0.3, -0.1, (0.3, 0.02, 60), "rounders"),
}


def beast(kind: str, rng: Rng, stuffs: Stuffs, colour: Array | None = None, pace: float = 0.6) -> Drawing:
    """`kind` is a key of BUILDS; `pace` is how far it strides."""
    build = BUILDS[kind]
    coat = colour if colour is not None else lch(build.colour) * np.float32(rng.uniform(0.8, 1.2))
    drawing = Drawing()
    back, belly = build.shoulder, build.shoulder - build.girth
    rear, front = -build.length / 2, build.length / 2
    swing = build.shoulder * 0.22 * pace
    for x, step, shade in (
        (rear, -swing, 0.6),
        (front, swing, 0.6),
        (rear, swing * 0.8, 1.0),
        (front, -swing * 0.7, 1.0),
    ):
        knee = (x + step * 0.3 + (0.06 if x > 0 else -0.1) * build.shoulder, belly * 0.55)
        thick = (build.legs * 2.6, build.legs * 1.2, build.legs * 0.85, build.legs)
        drawing.tube(
            [(x, back - build.girth * 0.45), knee, (x + step, 0.06), (x + step + build.legs * 0.7, 0.0)],
            thick,
            coat * np.float32(shade),
        )
    tail_end = (
        rear - build.tail * math.cos(build.tail_up),
        back - 0.1 + build.tail * math.sin(build.tail_up),
    )
    drawing.tube(
        [
            (rear - build.girth * 0.2, back - build.girth * 0.2),
            ((rear + tail_end[0]) / 2 - build.girth * 0.2, (back + tail_end[1]) / 2),
            tail_end,
        ],
        (0.1 * build.shoulder, 0.12 * build.shoulder, 0.02),
        coat * 0.7,
    )
    g = build.girth
    body = [
        (rear - g * 0.32, back - g * 0.45),
        (rear - g * 0.1, back - 0.02),
        (0, back - g * 0.07),
        (front, back + 0.03 * g),
        (front + g * 0.34, back - g * 0.35),
        (front + g * 0.15, belly + g * 0.08),
        (0, belly + g * 0.04),
        (rear, belly + g * 0.18),
    ]
    drawing.add(spline(body, 5), coat)
    nape = (
        front + g * 0.15 + build.neck * math.cos(build.neck_angle),
        back - g * 0.15 + build.neck * math.sin(build.neck_angle),
    )
    drawing.tube([(front - g * 0.1, back - g * 0.35), nape], (g * 0.85, build.head * 1.0), coat, smooth=False)
    _head(drawing, build, nape, coat, stuffs)
    return drawing


def _head(drawing: Drawing, build: Build, nape: Point, coat: Array, stuffs: Stuffs) -> None:
    x, y = nape
    h, s = build.head, build.snout
    muzzle = (x + h * 0.35 + s, y - s * (0.75 if build.extra in ("mane", "humps", "antlers") else 0.25))
    drawing.tube(
        [(x - h * 0.15, y + h * 0.05), (x + h * 0.35, y), muzzle], (h * 0.9, h, h * 0.42), coat * 1.05
    )
    if build.extra in ("ears", "mane", "hornlets", "antlers"):
        for dx in (-0.05, 0.12):
            foot = y + h * 0.37
            ear = [(x + h * (dx - 0.16), foot), (x + h * (dx + 0.18), foot), (x + h * dx, y + h)]
            drawing.add(ear, coat * 0.8)
    if build.extra in _EXTRAS:
        _EXTRAS[build.extra](drawing, build, nape, coat, stuffs)
    drawing.disc(x + h * 0.3, y + h * 0.14, h * 0.07, h * 0.07, stuffs.dark * 0.3)


def _round_ears(drawing: Drawing, build: Build, nape: Point, coat: Array, _: Stuffs) -> None:
    h = build.head
    drawing.disc(nape[0] - h * 0.05, nape[1] + h * 0.5, h * 0.2, h * 0.2, coat * 0.8)


def _mane(drawing: Drawing, build: Build, nape: Point, coat: Array, _: Stuffs) -> None:
    x, y = nape
    down = [(x, y + build.head * 0.4), (x - 0.28, y - 0.12), (x - 0.62, y - 0.55)]
    drawing.tube(down, (0.06, 0.24, 0.12), coat * 0.35)


def _hornlets(drawing: Drawing, build: Build, nape: Point, _: Array, stuffs: Stuffs) -> None:
    (x, y), h = nape, build.head
    horn = [(x, y + h * 0.4), (x + 0.16, y + h * 0.75), (x + 0.22, y + h * 1.1)]
    drawing.tube(horn, (0.07, 0.05, 0.01), stuffs.plaster)


def _antlers(drawing: Drawing, _: Build, nape: Point, __: Array, stuffs: Stuffs) -> None:
    (x, y), horn = nape, stuffs.plaster * 0.7
    for lean in (-0.12, 0.16):
        drawing.tube(
            [(x, y + 0.08), (x + lean, y + 0.34), (x + lean * 0.4, y + 0.72)], (0.045, 0.035, 0.01), horn
        )
        for up in (0.25, 0.42, 0.56):
            tine = [(x + lean, y + up), (x + lean + math.copysign(0.16, lean), y + up + 0.16)]
            drawing.tube(tine, (0.03, 0.01), horn, smooth=False)


def _humps(drawing: Drawing, build: Build, _: Point, coat: Array, __: Stuffs) -> None:
    drawing.disc(-0.1, build.shoulder + 0.05, 0.38, 0.36, coat)


_EXTRAS = {
    "rounders": _round_ears,
    "mane": _mane,
    "hornlets": _hornlets,
    "antlers": _antlers,
    "humps": _humps,
}
