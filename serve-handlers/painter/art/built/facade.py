"""A town house along a street, in true perspective: storeys, windows, a door, a roof; in metres."""

from dataclasses import dataclass

import numpy as np

from painter.art.built.masonry import LAMPLIGHT, Mason
from painter.art.canvas import Canvas
from painter.art.colour import Array
from painter.art.noise import Lattice
from painter.art.rooms.solids import Texture, facet, wall
from painter.art.rooms.surfaces import blocks, plaster

# Beyond this the walls are plain and have no sills.
_FAR = 45.0


@dataclass(frozen=True)
class Plot:
    """side: of the street, -1 or 1; x: of its wall, metres from the street's middle; near, far: its z."""

    side: int
    middle: float
    x: float
    near: float
    far: float
    foot: float

    def at(self, out: float) -> float:
        """x of a plane `out` metres away from the street."""
        return self.middle + self.side * (self.x + out)


def house(canvas: Canvas, mason: Mason, lattice: Lattice, plot: Plot) -> None:
    """Each storey juts out over the one below; the gable is turned to the viewer."""
    rng, s = mason.rng, mason.stuffs
    floors, out = int(rng.integers(2, 4)), 0.0
    stone_built = rng.random() < 0.3
    tone = mason.shade(
        s.stone * 0.75
        if stone_built
        else s.plaster * rng.uniform(0.65, 1.0) + s.cloth[rng.integers(len(s.cloth))] * 0.12,
        0.15,
    )
    y = plot.foot
    for floor in range(floors):
        high = rng.uniform(2.7, 3.2)
        base = s.stone * 0.55 if floor == 0 and rng.random() < 0.6 else tone
        _storey(canvas, mason, lattice, plot, (y, y + high), out, base, floor)
        y, out = y + high, out - rng.uniform(0.2, 0.4)
    _roof(canvas, mason, plot, y, out, tone)


def _texture(lattice: Lattice, stone: bool) -> Texture:
    return lambda x, y, z: blocks(lattice, x + z, y) if stone else plaster(lattice, x + z, y * 0.5 + 2)


def _storey(
    canvas: Canvas,
    mason: Mason,
    lattice: Lattice,
    plot: Plot,
    rise: tuple[float, float],
    out: float,
    colour: Array,
    floor: int,
) -> None:
    (low, high), x, near, far = rise, plot.at(out), plot.near, plot.far
    texture = _texture(lattice, floor == 0) if near < _FAR else None
    facet(canvas, wall((x, near), (x, far), low, high), colour, texture=texture)
    facet(canvas, wall((x, near), (plot.at(6.0), near), low, high), colour * 0.8, texture=texture)
    if near > _FAR * 1.6:
        return
    inner, wood = x - plot.side * 0.02, mason.stuffs.wood * 0.4
    if floor:
        facet(canvas, wall((inner, near), (inner, far), low, low + 0.25), wood)
        for z in np.linspace(near + 0.1, far - 0.1, 4):
            facet(canvas, wall((inner, z - 0.1), (inner, z + 0.1), low, high), wood)
    _openings(canvas, mason, plot, rise, inner, floor)


def _openings(
    canvas: Canvas, mason: Mason, plot: Plot, rise: tuple[float, float], x: float, floor: int
) -> None:
    """Windows along the wall, on the ground a door among them."""
    rng, near, far = mason.rng, plot.near, plot.far
    count = max(1, int((far - near) / 2.3))
    door = int(rng.integers(count)) if floor == 0 else -1
    for n in range(count):
        z = near + (far - near) * (n + 0.5) / count
        if n == door:
            wood = mason.shade(mason.stuffs.wood * 0.5, 0.3)
            _panel(canvas, x, (rise[0], rise[0] + 2.1), (z - 0.55, z + 0.55), wood)
            continue
        sill = rise[0] + (1.0 if floor == 0 else 0.85)
        shining = mason.lit and rng.random() < 0.6
        glass = LAMPLIGHT if shining else mason.stuffs.dark * 0.6
        _panel(canvas, x, (sill - 0.12, sill + 1.32), (z - 0.58, z + 0.58), mason.stuffs.wood * 0.35)
        pane, glow = (sill, sill + 1.2), LAMPLIGHT * np.float32(1.8) if shining else None
        _panel(canvas, x - plot.side * 0.02, pane, (z - 0.45, z + 0.45), glass, glow)
        _panel(canvas, x - plot.side * 0.03, pane, (z - 0.03, z + 0.03), mason.stuffs.wood * 0.35)


def _panel(
    canvas: Canvas,
    x: float,
    rise: tuple[float, float],
    span: tuple[float, float],
    colour: Array,
    glow: Array | None = None,
) -> None:
    facet(canvas, wall((x, span[0]), (x, span[1]), *rise), colour, glow)


def _roof(canvas: Canvas, mason: Mason, plot: Plot, y: float, out: float, tone: Array) -> None:
    rng, s = mason.rng, mason.stuffs
    eave, ridge, back = plot.at(out - 0.4), plot.at(out + 2.8), plot.at(out + 6.0)
    top, near, far = y + rng.uniform(2.2, 3.4), plot.near - 0.25, plot.far + 0.1
    tiles = s.snow if mason.snowy else mason.shade(s.roof if rng.random() < 0.7 else s.dark * 2.2, 0.25)
    gable = [(plot.at(out), y, plot.near), (ridge, top, plot.near), (plot.at(out + 5.6), y, plot.near)]
    facet(canvas, gable, tone * 0.8)
    low = y - 0.25
    facet(canvas, [(eave, low, near), (eave, low, far), (ridge, top, far), (ridge, top, near)], tiles)
    facet(
        canvas,
        [(eave, low, near), (ridge, top, near), (ridge, top - 0.3, near), (eave, low - 0.3, near)],
        tiles * 0.5,
    )
    facet(
        canvas,
        [(back, low, near), (ridge, top, near), (ridge, top - 0.3, near), (back, low - 0.3, near)],
        tiles * 0.5,
    )
    if rng.random() < 0.7 and near < _FAR * 2:
        x, z = plot.at(out + 1.8), rng.uniform(near + 0.8, far - 0.8)
        sides = sorted((x, x + plot.side * 0.7))
        facet(
            canvas,
            [(sides[0], y, z), (sides[1], y, z), (sides[1], top + 0.7, z), (sides[0], top + 0.7, z)],
            s.stone * 0.5,
        )
