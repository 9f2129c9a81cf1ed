"""A village: houses on both sides of the way, in the light of their windows or in flames."""

import numpy as np

from painter.art.air.fire import blaze
from painter.art.air.smoke import Plume
from painter.art.built import buildings
from painter.art.built.masonry import LAMPLIGHT, mason_of
from painter.art.canvas import Light
from painter.art.drawing import place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

_MOST_PLUMES = 9


def settle(stage: Stage, scene: Scene, stuffs: Stuffs, count: int) -> list[Plume]:
    """From a stone's throw to the far end; returns its smoke."""
    rng = stream(scene.seed, "village")
    models = [buildings.house(mason_of(scene, stuffs, f"house{n}")) for n in range(6)]
    nearest = stage.nearest * (2.1 if scene.has("burning") else 2.4)
    # What stands alone must be seen.
    alone = any(group.kind not in ("village", "house") for group in scene.structures)
    plumes: list[Plume] = []
    for number, z in enumerate((nearest * np.geomspace(9, 1, min(count + 9, 22))).tolist()):
        z *= rng.uniform(0.92, 1.08)
        side, gap = (-1 if number % 2 else 1), 5.0 + 0.04 * z
        way = float(stage.land.way(np.array([z], np.float32))[0])
        x = way + side * rng.uniform(gap, gap + 4 + 0.36 * z)
        if alone and z < 90 and abs(x - stage.azimuth * z) < 0.05 * z + 9:
            x = stage.azimuth * z + side * (0.05 * z + 9 + rng.uniform(0, 0.2) * z)
        if not stage.dry(x, z):
            continue
        y = stage.seen_from(x, z) if z > 60 else stage.ground(x, z)
        size, flip = rng.uniform(0.9, 1.25), side > 0
        place(stage.canvas, models[number % 6], x, y - 0.3, z, size, flip, round_by=0.006, shadow=6.0)
        plumes += _smoke(stage, scene, rng, (x, y, z), side)
    return plumes[-_MOST_PLUMES:]


def _smoke(
    stage: Stage, scene: Scene, rng: np.random.Generator, at: tuple[float, float, float], side: int
) -> list[Plume]:
    """A house's flames, or its chimney and its lamp by the door."""
    x, y, z = at
    if scene.has("burning") and rng.random() < 0.75:
        _burn(stage, scene, rng, at, side)
        return [Plume(x, y + 5, z, 34, 4.0, rng.uniform(0.3, 0.7), 0.42)]
    dark = scene.hour in ("dusk", "night")
    view = stage.canvas.view
    if dark and not scene.has("burning") and z < 70 and abs(x) < 0.5 * z * view.width / view.focal:
        lamp = Light(x - side * 1.5, y + 1.8, z - 2.5, LAMPLIGHT * np.float32(2.2), 2.4, 0.5)
        stage.canvas.lights.append(lamp)
    return [Plume(x + 1, y + 6.5, z, 12, 0.7, 0.3, 0.3)] if scene.season == "winter" or dark else []


def _burn(
    stage: Stage, scene: Scene, rng: np.random.Generator, at: tuple[float, float, float], side: int
) -> None:
    x, y, z = at
    high = rng.uniform(4.5, 8.0)
    # The far ones run into one anyway.
    for shift in (-1.6, 1.4, 3.6) if z < 60 else (1.4,):
        foot, tall = y + rng.uniform(2.0, 4.6), high * rng.uniform(0.5, 1)
        beside = x - shift if side > 0 else x + shift
        blaze(stage.canvas, scene, rng, beside, foot, z - 0.5, tall, 3.0, shines=shift == 1.4)
