"""Dungeons, crypts, libraries, forges, cellars and chambers, furnished and lit."""

import numpy as np

from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place
from painter.art.rooms import furniture, lamps, treasures
from painter.art.rooms.halls import columns
from painter.art.rooms.sets import Set
from painter.art.rooms.solids import box


def dungeon(stage: Set) -> None:
    canvas, room, s, rng = stage.canvas, stage.room, stage.stuffs, stage.rng
    half = room.wide / 2
    for number, z in enumerate(np.arange(31.0, 4.5, -4.4).tolist()):
        side = -1 if number % 2 else 1
        lamps.sconce(canvas, stage.scene, rng, s, side * (half - 0.16), 1.95, z, 1.35)
        _cell_door(stage, -side, z)
    if stage.scene.has("chains") or rng.random() < 0.6:
        for z in (5.2, 9.0):
            _chain(stage, -half + 0.1, 2.3, z)
    dark = s.dark * 0.2
    arch = [(-1.1, 0), (-1.1, 1.9), (-0.6, 2.5), (0, 2.75), (0.6, 2.5), (1.1, 1.9), (1.1, 0)]
    door = Drawing()
    door.add([(x * 1.2, y * 1.07) for x, y in arch], s.stone * 0.6)
    door.add(arch, dark)
    place(canvas, door, 0, 0, room.deep - 0.1, round_by=0)


def _cell_door(stage: Set, side: int, z: float) -> None:
    """Iron bars before darkness in a side wall."""
    x, s = side * (stage.room.wide / 2 - 0.03), stage.stuffs
    box(stage.canvas, (min(x, x * 0.985), 0, z - 0.9), (max(x, x * 0.985), 2.15, z + 0.9), s.stone * 0.4)
    box(stage.canvas, (min(x, x * 0.98), 0, z - 0.7), (max(x, x * 0.98), 2.0, z + 0.7), s.dark * 0.12)
    for at in np.linspace(z + 0.6, z - 0.6, 6):
        box(
            stage.canvas,
            (min(x * 0.97, x * 0.985), 0, float(at) - 0.035),
            (max(x * 0.97, x * 0.985), 2.0, float(at) + 0.035),
            s.metal * 0.35,
        )


def _chain(stage: Set, x: float, y: float, z: float) -> None:
    chain = Drawing()
    for n in range(9):
        chain.disc(0.02 * (n % 2), -0.13 * n, 0.04 if n % 2 else 0.02, 0.08, stage.stuffs.metal * 0.5)
    chain.tube(
        [(-0.1, -1.2), (0, -1.32), (0.1, -1.2), (0, -1.1), (-0.1, -1.2)],
        (0.04, 0.04),
        stage.stuffs.metal * 0.5,
    )
    place(stage.canvas, chain, x + 0.1, y, z)


def crypt(stage: Set) -> None:
    canvas, s, rng = stage.canvas, stage.stuffs, stage.rng
    columns(stage, 3.4, 4.5, 0.8, 3.2)
    treasures.coffin(canvas, stage.lattice, s, 0, 8.6)
    for x, z in ((-1.9, 8.2), (1.9, 8.2), (-3.9, 5.6), (3.9, 6.2), (-2.6, 12.0), (2.6, 12.0)):
        for n in range(3):
            lamps.candle(canvas, rng, x + 0.2 * n - 0.2, 0.0 if abs(x) > 2 else 0.25, z + 0.1 * n, 0.9, 1.3)
    for side in (-1, 1):
        treasures.skulls(canvas, rng, s, side * 4.3, 0, 7.5, 9)
    light = lch(stage.scene.tint("light") or (0.8, 0.07, 200))
    canvas.lights.append(Light(0, 3.6, 9.2, light * np.float32(2.2), 2.6, 0.8))


def library(stage: Set) -> None:
    canvas, room, s, rng, lattice = stage.canvas, stage.room, stage.stuffs, stage.rng, stage.lattice
    half = room.wide / 2
    for side in (-1, 1):
        low, high = sorted((side * half, side * (half - 0.55)))
        furniture.bookcase(canvas, (low, 0.1, 2.2), (high, 6.2, room.deep))
        for z in np.arange(room.deep, 2.5, -2.6):
            inner = sorted((side * (half - 0.55), side * (half - 0.7)))
            box(canvas, (inner[0], 0, float(z) - 0.12), (inner[1], 6.4, float(z) + 0.12), s.wood * 0.5)
        inner = sorted((side * (half - 0.1), side * (half - 1.2)))
        box(canvas, (inner[0], 3.25, 2.2), (inner[1], 3.4, room.deep), s.wood * 0.55)
    for x0, x1 in ((-half + 0.5, -1.9), (1.9, half - 0.5)):
        furniture.bookcase(canvas, (x0, 0.1, room.deep - 0.5), (x1, 6.2, room.deep))
    treasures.carpet(canvas, 3.2, 2.4, room.deep - 1.5, stage.cloth * 0.7)
    furniture.table(canvas, lattice, rng, s, 0.4, 6.2, 2.6, 1.2, laid=False)
    for x in (-0.5, 0.9, 1.3):
        _book_pile(stage, x, 0.8, 6.6)
    lamps.candle(canvas, rng, 0.2, 0.8, 6.5, 3.0, 1.8)
    lamps.candle(canvas, rng, 1.5, 0.8, 6.9, 2.0, 1.4)
    for x, z in ((-3.6, 5.0), (3.7, 7.0), (-3.4, 9.0)):
        _book_pile(stage, x, 0, z, 9)
    lamps.chandelier(canvas, s, 0, 4.6, 9.5, room.high)


def _book_pile(stage: Set, x: float, y: float, z: float, count: int = 4) -> None:
    pile, rng = Drawing(), stage.rng
    for n in range(count):
        wide = rng.uniform(0.16, 0.24)
        shift = rng.normal(0, 0.04)
        colour = lch((rng.uniform(0.3, 0.5), rng.uniform(0.03, 0.1), rng.uniform(0, 360)))
        pile.box(shift - wide, n * 0.08, shift + wide, n * 0.08 + 0.075, colour)
        pile.box(shift + wide - 0.03, n * 0.08 + 0.012, shift + wide, n * 0.08 + 0.063, stage.stuffs.plaster)
    place(stage.canvas, pile, x, y, z)


def forge(stage: Set) -> None:
    canvas, room, s, rng = stage.canvas, stage.room, stage.stuffs, stage.rng
    lamps.hearth(canvas, stage.lattice, stage.scene, rng, s, 1.6, room.deep, 3.4, room.high)
    treasures.anvil(canvas, s, -0.4, 6.0)
    furniture.barrels(canvas, stage.mason, [(4.6, 0, 7.4), (-4.8, 0, 6.0)])
    for x in np.arange(-2.2, -0.4, 0.45):
        tool = Drawing()
        tool.tube([(0, 0), (0, -1.0)], (0.05, 0.05), s.wood * 0.7, smooth=False)
        tool.box(-0.14, -1.1, 0.14, -0.95, s.metal * 0.7)
        place(canvas, tool, float(x), 2.6, room.deep - 0.1)
    furniture.table(canvas, stage.lattice, rng, s, -3.6, 8.0, 2.4, 0.9, laid=False)


def cellar(stage: Set) -> None:
    canvas, room, s, rng = stage.canvas, stage.room, stage.stuffs, stage.rng
    for z in np.arange(room.deep - 1, 4, -1.3):
        for side in (-1, 1):
            x = side * (room.wide / 2 - 0.8)
            furniture.barrels(canvas, stage.mason, [(x, 0, float(z)), (x + 0.1 * side, 1.0, float(z) + 0.2)])
    for z in (12.0, 7.5):
        lamps.sconce(canvas, stage.scene, rng, s, room.wide / 2 - 1.8, 2.2, z)
    furniture.table(canvas, stage.lattice, rng, s, -1.0, 7.5, 1.8, 0.9)


def chamber(stage: Set) -> None:
    canvas, room, s, rng = stage.canvas, stage.room, stage.stuffs, stage.rng
    lamps.hearth(canvas, stage.lattice, stage.scene, rng, s, -2.0, room.deep, 1.9, room.high)
    treasures.carpet(canvas, 3.0, 2.6, 6.4, stage.cloth * 0.8)
    treasures.bed(canvas, stage.lattice, s, 2.9, 4.4, stage.cloth)
    furniture.table(canvas, stage.lattice, rng, s, -3.0, 4.2, 1.5, 0.8)
    furniture.bookcase(canvas, (-room.wide / 2, 0.1, 5.6), (-room.wide / 2 + 0.4, 2.8, 7.4))
