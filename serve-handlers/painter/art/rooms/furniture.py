"""What stands in most rooms: tables, benches, barrels, counters, bookcases; in metres."""

import numpy as np

from painter.art.built.masonry import Mason
from painter.art.built.vessels import barrel
from painter.art.canvas import Canvas
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, place, spline
from painter.art.noise import Lattice
from painter.art.palette import Stuffs
from painter.art.rooms.lamps import candle
from painter.art.rooms.solids import Texture, box, grain
from painter.art.rooms.surfaces import books

Rng = np.random.Generator


def table(
    canvas: Canvas,
    lattice: Lattice,
    rng: Rng,
    stuffs: Stuffs,
    x: float,
    z: float,
    wide: float,
    deep: float,
    laid: bool = True,
) -> None:
    """With two benches; `laid` with mugs, plates and a candle."""
    wood, texture = stuffs.wood * np.float32(rng.uniform(0.8, 1.2)), grain(lattice)
    for far in (z + deep + 0.35, z - 0.35):
        _board(canvas, x, far - 0.15, wide, 0.3, 0.46, wood * 0.85, texture)
    _board(canvas, x, z, wide, deep, 0.8, wood, texture)
    if laid:
        for _ in range(int(3 + wide * 1.6)):
            _tableware(
                canvas, rng, stuffs, x + rng.uniform(-0.45, 0.45) * wide, z + rng.uniform(0.15, 0.85) * deep
            )
        candle(canvas, rng, x + rng.uniform(-0.3, 0.3) * wide, 0.8, z + deep / 2)


def _board(
    canvas: Canvas,
    x: float,
    z: float,
    wide: float,
    deep: float,
    high: float,
    wood: Array,
    texture: Texture,
) -> None:
    """A top on four legs."""
    for at in (-0.41 * wide, 0.41 * wide):
        for far in (z + deep - 0.08, z + 0.08):
            low, top = (x + at - 0.06, 0, far - 0.06), (x + at + 0.06, high - 0.07, far + 0.06)
            box(canvas, low, top, wood * 0.65)
    box(canvas, (x - wide / 2, high - 0.08, z), (x + wide / 2, high, z + deep), wood, texture=texture)


def _tableware(canvas: Canvas, rng: Rng, stuffs: Stuffs, x: float, z: float) -> None:
    thing = Drawing()
    kind = rng.integers(4)
    if kind == 0:
        thing.disc(0, 0.02, 0.15, 0.035, stuffs.plaster * 0.8)
        thing.disc(0, 0.06, 0.09, 0.05, lch((0.55, 0.09, 60)))
    elif kind == 1:
        thing.add(
            spline(
                [
                    (-0.05, 0),
                    (-0.06, 0.12),
                    (-0.02, 0.2),
                    (-0.02, 0.3),
                    (0.02, 0.3),
                    (0.02, 0.2),
                    (0.06, 0.12),
                    (0.05, 0),
                ],
                3,
            ),
            lch((0.35, 0.08, 150)),
        )
    else:
        thing.box(-0.055, 0, 0.055, 0.15, stuffs.wood * 1.3)
        thing.disc(0, 0.15, 0.055, 0.02, stuffs.snow * 0.8)
        thing.tube([(0.05, 0.12), (0.1, 0.08), (0.05, 0.03)], (0.02, 0.02), stuffs.wood)
    place(canvas, thing, x, 0.8, z)


def barrels(canvas: Canvas, mason: Mason, spots: list[tuple[float, float, float]]) -> None:
    for x, y, z in spots:
        one = Drawing()
        barrel(one, mason, 0, 0, 1.05)
        place(canvas, one, x, y, z, round_by=0.12, shadow=0.6)


def counter(
    canvas: Canvas, lattice: Lattice, rng: Rng, stuffs: Stuffs, side: float, wall: float, z0: float, z1: float
) -> None:
    """A bar along a side wall, shelves of bottles behind it."""
    wood, texture = stuffs.wood * 0.8, grain(lattice)
    inner = wall - 2.2
    for y in (1.5, 2.1, 2.7):
        xs = sorted((side * (wall - 0.4), side * wall))
        box(canvas, (xs[0], y, z0), (xs[1], y + 0.06, z1), wood * 0.7)
        for z in np.arange(z1 - 0.3, z0, -0.34):
            if rng.random() < 0.75:
                bottle = Drawing()
                tint = lch((rng.uniform(0.35, 0.65), 0.09, rng.choice((30, 60, 90, 150, 200))))
                bottle.add(
                    spline(
                        [
                            (-0.07, 0),
                            (-0.08, 0.22),
                            (-0.025, 0.3),
                            (-0.025, 0.42),
                            (0.025, 0.42),
                            (0.025, 0.3),
                            (0.08, 0.22),
                            (0.07, 0),
                        ],
                        3,
                    ),
                    tint,
                    (-side * 0.8, 0.2, 0.5),
                )
                place(canvas, bottle, side * (wall - 0.25), y + 0.06, float(z))
    xs = sorted((side * inner, side * (inner + 0.5)))
    box(canvas, (xs[0], 0, z0), (xs[1], 1.05, z1), wood * 0.8, texture=texture)
    xs = sorted((side * (inner - 0.15), side * (inner + 0.6)))
    box(canvas, (xs[0], 1.05, z0 - 0.1), (xs[1], 1.14, z1), wood * 1.2, texture=texture)
    for z in np.arange(z0 + 0.4, z1, 0.9):
        _mug = Drawing()
        _mug.box(-0.06, 0, 0.06, 0.16, stuffs.wood * 1.4)
        place(canvas, _mug, side * (inner + 0.15), 1.14, float(z))


def bookcase(
    canvas: Canvas,
    low: tuple[float, float, float],
    high: tuple[float, float, float],
) -> None:
    """A wall of books: the side that is seen is shelves, in a frame."""
    texture: Texture = lambda x, y, z: books(x + z, y - low[1])  # noqa: E731
    box(canvas, low, high, np.ones(3, np.float32) * np.float32(0.3), texture=texture)
