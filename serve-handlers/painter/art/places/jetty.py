"""A landing stage that runs out over a lake, towards the far shore, with a lamp and a boat at its end."""

import numpy as np

from painter.art.built import vessels
from painter.art.built.bells import lamp_post
from painter.art.built.masonry import mason_of
from painter.art.drawing import place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.rooms.solids import box
from painter.scene.scene import Scene

DECK = 1.05
_NEAR, _FAR, _HALF = 2.2, 17.0, 1.3


def middle_of(azimuth: float) -> float:
    """x of its planks, on the side of the point of interest."""
    return 0.9 if azimuth > 0 else -0.9


def run_out(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """Planks, posts, lamp, boat; whoever is there stands on it."""
    canvas, rng = stage.canvas, stream(scene.seed, "jetty")
    middle = middle_of(stage.azimuth)
    for z in np.arange(_FAR, _NEAR, -0.34):
        shade = np.float32(rng.uniform(0.55, 0.95))
        left, right = middle - _HALF + rng.normal(0, 0.04), middle + _HALF + rng.normal(0, 0.04)
        box(canvas, (left, DECK - 0.1, float(z) - 0.31), (right, DECK, float(z)), stuffs.wood * shade)
    for z in np.arange(_FAR, _NEAR, -3.4):
        for side in (-1, 1):
            x, tall = middle + side * (_HALF + 0.05), DECK + rng.uniform(0.5, 0.9)
            box(
                canvas,
                (x - 0.11, -0.5, float(z) - 0.11),
                (x + 0.11, tall, float(z) + 0.11),
                stuffs.wood * 0.45,
            )
    mason = mason_of(scene, stuffs, "ferry")
    side = -1 if middle > 0 else 1
    place(
        canvas,
        vessels.boat(mason),
        middle + side * 4.6,
        -0.05,
        13.5,
        scale=0.85,
        flip=side > 0,
        round_by=0.02,
    )
    lit = mason.lit or scene.has("lanterns") or scene.weather in ("rain", "fog", "storm")
    lamp_post(stage, stuffs, middle - side * (_HALF - 0.15), DECK, 9.0, lit)
    spots = ((0.2, 8.2), (-0.7, 9.0), (0.75, 9.6), (-0.2, 10.6), (0.5, 12.0), (-0.6, 13.2))
    stage.places.extend((middle + x, DECK, z) for x, z in spots)
