"""Taverns, halls, throne rooms and naves, furnished and lit."""

import numpy as np

from painter.art.air.fire import fire_colour, lamp_colour
from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place
from painter.art.land.trees import bush, foliage, rock, tuft
from painter.art.rooms import furniture, lamps, treasures
from painter.art.rooms.sets import Set
from painter.art.rooms.solids import ashlar, box, grain, pillar


def tavern(stage: Set) -> None:
    canvas, room, s, rng, lattice = stage.canvas, stage.room, stage.stuffs, stage.rng, stage.lattice
    half, wood = room.wide / 2, s.wood * 0.45
    for z in np.arange(room.deep - 0.2, 2, -2.4):
        box(
            canvas,
            (-half, room.high - 0.42, float(z) - 0.17),
            (half, room.high, float(z) + 0.17),
            wood,
            texture=grain(lattice),
        )
    for x in (-half, half):
        for z in np.arange(room.deep - 0.2, 2, -2.4):
            low, high = sorted((x, x * 0.955))
            box(canvas, (low, 0, float(z) - 0.15), (high, room.high, float(z) + 0.15), wood)
    for x in np.linspace(-half + 0.2, half - 0.2, 8):
        box(canvas, (float(x) - 0.13, 0, room.deep - 0.1), (float(x) + 0.13, room.high, room.deep), wood)
    side = -1.0 if rng.random() < 0.5 else 1.0
    lamps.hearth(canvas, lattice, stage.scene, rng, s, side * -2.4, room.deep, 2.8, room.high)
    furniture.counter(canvas, lattice, rng, s, side, half, 5.2, room.deep - 0.4)
    furniture.barrels(
        canvas, stage.mason, [(side * -5.6, 0, 9.6), (side * -5.9, 0, 8.6), (side * -5.7, 1.0, 9.2)]
    )
    for x, z, wide in (
        (side * -3.9, 6.6, 2.4),
        (side * 0.6, 7.6, 2.2),
        (side * -2.2, 3.5, 2.6),
        (side * 2.6, 3.1, 2.0),
    ):
        furniture.table(canvas, lattice, rng, s, x, z, wide, 0.95)
    lamps.chandelier(canvas, s, side * 0.3, room.high - 1.35, 6.2, room.high)
    if stage.scene.mood == "battle":
        _wreck(stage)


def _wreck(stage: Set) -> None:
    """Things in the air and overturned."""
    rng, s = stage.rng, stage.stuffs
    for x, y, z in ((0.1, 2.5, 5.0), (-2.2, 2.2, 5.8), (2.4, 2.8, 6.2)):
        mug = Drawing()
        one = Drawing()
        one.box(-0.07, 0, 0.07, 0.18, s.wood * 1.4)
        one.tube([(0.06, 0.14), (0.13, 0.09), (0.06, 0.04)], (0.025, 0.025), s.wood)
        mug.include(one, turn=rng.uniform(0.5, 2.5))
        for _ in range(9):
            mug.disc(rng.normal(0.25, 0.16), rng.normal(0.1, 0.14), 0.025, 0.04, lch((0.85, 0.1, 85)))
        place(stage.canvas, mug, x, y, z)
    stool = Drawing()
    for x in (-0.18, 0.18):
        stool.tube([(x, 0), (x * 0.7, 0.45)], (0.06, 0.06), s.wood * 0.6, smooth=False)
    stool.disc(0, 0.47, 0.27, 0.07, s.wood)
    fallen = Drawing()
    fallen.include(stool, turn=1.4)
    place(stage.canvas, fallen, 0.9, 0.25, 4.0)


def columns(stage: Set, gap: float, every: float, wide: float, top: float) -> None:
    for z in np.arange(stage.room.deep - 2.5, 4, -every):
        for x in (-gap, gap):
            pillar(
                stage.canvas,
                x,
                float(z),
                0,
                top,
                wide,
                stage.room.wall_colour * 1.1,
                ashlar(stage.lattice),
            )


def hall(stage: Set) -> None:
    canvas, room, s, rng = stage.canvas, stage.room, stage.stuffs, stage.rng
    for z in np.arange(room.deep - 1, 3, -4.0):
        box(
            canvas,
            (-room.wide / 2, room.high - 1.1, float(z) - 0.25),
            (room.wide / 2, room.high - 0.5, float(z) + 0.25),
            s.wood * 0.45,
        )
    lamps.hearth(canvas, stage.lattice, stage.scene, rng, s, 0, room.deep, 4.0, 4.6)
    columns(stage, room.wide / 2 - 1.6, 5.0, 0.9, room.high)
    for z in (13.5, 9.5, 5.5):
        for x in (-3.6, 3.6):
            furniture.table(canvas, stage.lattice, rng, s, x, z, 2.0, 3.6)
    for z in (15.0, 9.0):
        lamps.chandelier(canvas, s, 0, 5.4, z, room.high)
    for z in (16.0, 11.5, 7.0):
        for x in (-1, 1):
            treasures.banner(canvas, x * (room.wide / 2 - 0.5), room.high - 2.2, z, stage.cloth)


def throne(stage: Set) -> None:
    canvas, room = stage.canvas, stage.room
    treasures.carpet(canvas, 2.6, 1.2, room.deep - 3.4, stage.cloth)
    treasures.throne(canvas, stage.stuffs, room.deep - 1.2, stage.cloth)
    glow = lamp_colour(fire_colour(stage.scene)) * np.float32(2.2)
    canvas.lights.append(Light(0.8, 2.6, room.deep - 5.2, glow, 2.2, 0.0))
    columns(stage, 5.0, 4.2, 1.1, 7.6)
    if stage.scene.has("bones"):
        for x in (-2.6, -1.7, 1.7, 2.6):
            treasures.skulls(canvas, stage.rng, stage.stuffs, x, 0.66, room.deep - 2.2, 14)
            treasures.skulls(canvas, stage.rng, stage.stuffs, x * 1.4, 0.0, room.deep - 4.2, 10)
    for z in np.arange(room.deep - 4.6, 5, -4.2):
        for x in (-1, 1):
            treasures.banner(canvas, x * 6.2, 7.0, float(z), stage.cloth, 1.4)
    for z in (room.deep - 5.2, 8.0):
        for at in (-3.4, 3.4):
            lamps.brazier(canvas, stage.scene, stage.rng, stage.stuffs, at, z)


def nave(stage: Set) -> None:
    canvas, room, s, rng = stage.canvas, stage.room, stage.stuffs, stage.rng
    columns(stage, room.wide / 2 - 0.1, 6.0, 1.25, room.high * (0.62 if not room.open_roof else 0.55))
    box(canvas, (-2.0, 0, room.deep - 3.2), (2.0, 0.3, room.deep - 0.4), s.stone * 0.7)
    box(canvas, (-1.3, 0.3, room.deep - 2.4), (1.3, 1.35, room.deep - 1.4), s.stone * 0.9)
    for x in (-1.1, -0.7, 0.7, 1.1):
        lamps.candle(canvas, rng, x, 1.35, room.deep - 2.5, 2.2, 1.6)
    if room.open_roof:
        _rubble(stage)
        return
    for z in np.arange(room.deep - 7, 5, -2.2):
        for side in (-1, 1):
            low, high = sorted((side * 1.6, side * 4.6))
            box(canvas, (low, 0.4, float(z)), (high, 0.5, float(z) + 0.4), s.wood * 0.6)
            box(canvas, (low, 0.0, float(z) + 0.4), (high, 1.05, float(z) + 0.5), s.wood * 0.55)
    for z in (24.0, 14.0):
        lamps.chandelier(canvas, s, 0, 5.5, z, room.high)


def _vines(stage: Set) -> None:
    """Growth that hangs from the walls, and climbs the columns."""
    rng, room, leaves = stage.rng, stage.room, stage.stuffs.leaves
    for z in np.geomspace(5, room.deep - 2, 9):
        for side in (-1, 1):
            vine, top = Drawing(), rng.uniform(4.5, 8.0)
            for x in rng.normal(0, 0.5, 6):
                drop = rng.uniform(1.5, 4.5)
                line = [(x, 0), (x + 0.2, -drop / 2), (x + rng.normal(0, 0.2), -drop)]
                vine.tube(
                    line,
                    (0.3, 0.24, 0.03),
                    leaves[rng.integers(len(leaves))] * np.float32(rng.uniform(0.4, 0.9)),
                )
            vine.include(foliage(rng, tuple(leaf * 0.8 for leaf in leaves), 1.6, 0.8, 90))
            place(stage.canvas, vine, side * (room.wide / 2 - 0.8), top, float(z), round_by=0)


def _rubble(stage: Set) -> None:
    rng, s, room = stage.rng, stage.stuffs, stage.room
    if stage.mason.overgrown:
        _vines(stage)
    for _ in range(42):
        z = 3.5 + 28 * rng.random() ** 1.4
        side = rng.choice((-1, 1))
        x = side * rng.uniform(1.2, room.wide / 2)
        place(
            stage.canvas,
            rock(rng, s, stage.mason.snowy, stage.mason.overgrown),
            x,
            -0.05,
            z,
            scale=rng.uniform(0.25, 1.0),
        )
        if rng.random() < 0.6:
            green = tuft(rng, s.leaves[0] * 0.7, 0.5) if rng.random() < 0.7 else bush(rng, s.leaves)
            place(stage.canvas, green, x + rng.normal(0, 0.6), 0, z + rng.normal(0, 0.4))
