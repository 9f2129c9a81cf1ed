"""A street, an alley or a market square: houses along both sides, what is sold, what closes the view."""

import numpy as np

from painter.art.air.smoke import Plume
from painter.art.built import buildings, fortress
from painter.art.built.bells import lamp_post
from painter.art.built.facade import Plot, house
from painter.art.built.masonry import mason_of
from painter.art.built.stalls import set_up
from painter.art.drawing import place
from painter.art.land.stage import Stage
from painter.art.noise import Lattice, stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

_LAST = 120.0


def half_width(scene: Scene) -> float:
    """Of the street, metres."""
    return 1.9 if scene.has("alley") else 8.5 if scene.has("stalls") else 4.6


def line(stage: Stage, scene: Scene, stuffs: Stuffs) -> list[Plume]:
    """Build it along the land's way; returns the smoke of its chimneys."""
    rng, half = stream(scene.seed, "street"), half_width(scene)
    mason, lattice = mason_of(scene, stuffs, "street"), Lattice(rng)
    _close(stage, scene, stuffs)
    # The viewer stands in it, a little to one side.
    middle, foot = -0.35 * half * stage.land.side, stage.ground(0.0, 12.0)
    plumes = []
    for side in (-1, 1):
        z = rng.uniform(-4.0, -1.0)
        while z < _LAST:
            deep = rng.uniform(5.0, 8.5) * (1 + z / 90)
            plot = Plot(side, middle, half + rng.uniform(0.0, 0.7), z, z + deep, foot)
            house(stage.canvas, mason, lattice, plot)
            if 14 < z < 60 and rng.random() < 0.5:
                plumes.append(Plume(plot.at(2.0), foot + 10.5, z + deep / 2, 9, 0.6, 0.3, 0.35))
            z += deep + (rng.uniform(1.5, 3.0) if rng.random() < 0.15 else 0.0)
    if scene.has("stalls"):
        set_up(stage, scene, stuffs, middle, half)
    _lamps(stage, scene, stuffs, middle, half, foot)
    spots = ((-0.3, 6.6), (0.9, 7.4), (-1.2, 8.6), (0.3, 9.8), (1.3, 11.5), (-0.8, 13.0))
    stage.places.extend((middle + x * min(1.0, half / 3), foot, z) for x, z in spots)
    return plumes


def _close(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """Something tall in the haze at the street's end."""
    mason = mason_of(scene, stuffs, "close")
    draw, scale = ((buildings.church, 1.3), (fortress.castle, 0.9), (buildings.tower, 1.7))[
        int(mason.rng.integers(3))
    ]
    z = 190.0
    x = float(stage.land.way(np.array([z], np.float32))[0]) * 0.8
    place(stage.canvas, draw(mason), x, stage.ground(x, z) - 1, z, scale=scale, round_by=0.008)


def _lamps(stage: Stage, scene: Scene, stuffs: Stuffs, middle: float, half: float, foot: float) -> None:
    lit = scene.hour in ("night", "dusk") or scene.has("lanterns")
    if not lit:
        return
    for side, z in ((1, 9.5), (-1, 17.0), (1, 30.0)):
        lamp_post(stage, stuffs, middle + side * (half - 0.4), foot, z)
