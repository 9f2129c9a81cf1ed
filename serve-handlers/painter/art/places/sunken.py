"""What a flood has left: roofs, dead trees and the posts of fences that stand out of the water."""

import numpy as np

from painter.art.built import buildings
from painter.art.built.masonry import mason_of
from painter.art.drawing import Drawing, place
from painter.art.land import trees
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene


def drown(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """The lowest places of a village, in the lake on both sides of the point of interest."""
    rng, mason = stream(scene.seed, "drowned"), mason_of(scene, stuffs, "drowned")
    for n, z in enumerate(np.geomspace(110, 30, 7).tolist()):
        x = stage.azimuth * z + (-1 if n % 2 else 1) * z * rng.uniform(0.16, 0.5)
        if stage.dry(x, z):
            continue
        deep = rng.uniform(2.6, 4.4)
        place(stage.canvas, buildings.house(mason), x, -deep, z, flip=bool(n % 2), round_by=0.006)
    for n, z in enumerate(np.geomspace(90, 20, 7).tolist()):
        x = (stage.azimuth + (-1 if n % 2 else 1) * rng.uniform(0.3, 0.7)) * z
        if not stage.dry(x, z):
            size = rng.uniform(0.4, 0.75)
            place(
                stage.canvas, trees.bare(rng, stuffs), x, -1.0, z, scale=size, flip=bool(rng.random() < 0.5)
            )
    _fence(stage, stuffs, rng)


def _fence(stage: Stage, stuffs: Stuffs, rng: np.random.Generator) -> None:
    """Along the way, until the water is too deep."""
    for side in (-1, 1):
        for z in np.arange(30, 7, -2.2):
            x = float(stage.land.way(np.array([z], np.float32))[0]) + side * (2.6 + 0.02 * z)
            post, top = Drawing(), rng.uniform(0.8, 1.3)
            post.tube([(0, -0.6), (rng.normal(0, 0.12), top)], (0.16, 0.13), stuffs.wood * 0.5, smooth=False)
            place(stage.canvas, post, x, stage.ground(x, float(z)), float(z))
