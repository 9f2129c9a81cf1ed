"""The inside of a tower: stone steps that wind up along its walls."""

import numpy as np

from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.rooms import lamps
from painter.art.rooms.sets import Set
from painter.art.rooms.solids import ashlar, box

_RISE, _DEEP = 0.21, 0.46
_WIDE = 1.7


def wind(stage: Set) -> None:
    """Up along the left wall, across the back, and over our heads along the right; a torch at each turn."""
    room, canvas = stage.room, stage.canvas
    half, y = room.wide / 2, 0.0
    for z in np.arange(2.4, room.deep - _WIDE, _DEEP).tolist():
        y += _RISE
        _step(stage, (-half, -half + _WIDE), (z, z + _DEEP + 0.02), y)
    _step(stage, (-half, -half + _WIDE), (room.deep - _WIDE, room.deep), y)
    for x in np.arange(-half + _WIDE, half - _WIDE, _DEEP).tolist():
        y += _RISE
        _step(stage, (x, x + _DEEP + 0.02), (room.deep - _WIDE, room.deep), y)
    _step(stage, (half - _WIDE, half), (room.deep - _WIDE, room.deep), y)
    for z in np.arange(room.deep - _WIDE - _DEEP, 1.5, -_DEEP).tolist():
        y += _RISE
        _step(stage, (half - _WIDE, half), (z, z + _DEEP + 0.02), y)
    if stage.scene.has("moon") and not stage.scene.has("torches", "lanterns", "candles"):
        moon = lch((0.8, 0.05, 245)) * np.float32(3.2)
        canvas.lights.extend(
            (Light(-0.6, 6.0, room.deep - 1.5, moon, 3.4, 0.3), Light(1.0, 2.0, 4.5, moon * 0.5, 2.6, 0.0))
        )
        return
    for x, high, z in ((-half + 0.2, 3.0, 5.0), (0.6, 5.2, room.deep - 0.2), (half - 0.2, 2.2, 6.2)):
        lamps.sconce(canvas, stage.scene, stage.rng, stage.stuffs, x, high, z, 2.6)


def _step(stage: Set, xs: tuple[float, float], zs: tuple[float, float], top: float) -> None:
    """A slab; the low ones stand on solid stone, the high ones on corbels."""
    foot = 0.0 if top < 2.4 else top - 0.5
    tone = stage.room.wall_colour * np.float32(stage.rng.uniform(0.85, 1.2))
    box(stage.canvas, (xs[0], foot, zs[0]), (xs[1], top, zs[1]), tone, texture=ashlar(stage.lattice))
    lip = tone * 1.35
    box(stage.canvas, (xs[0], top - 0.05, zs[0] - 0.04), (xs[1], top, zs[0] + 0.02), lip)
