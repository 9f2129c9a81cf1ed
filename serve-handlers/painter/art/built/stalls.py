"""A market: stalls with striped awnings and heaped goods."""

import numpy as np

from painter.art.colour import Array, Lch, lch
from painter.art.drawing import Drawing, place, spline
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

Rng = np.random.Generator
_AWNINGS: tuple[Lch, ...] = (
    (0.52, 0.17, 27),
    (0.5, 0.1, 250),
    (0.6, 0.13, 80),
    (0.48, 0.1, 150),
    (0.45, 0.11, 310),
)
_GOODS: tuple[Lch, ...] = (
    (0.6, 0.2, 30),
    (0.75, 0.16, 75),
    (0.6, 0.15, 130),
    (0.5, 0.08, 55),
    (0.45, 0.14, 320),
    (0.85, 0.06, 90),
)


def set_up(stage: Stage, scene: Scene, stuffs: Stuffs, middle: float, half: float) -> None:
    """In two rows along the square, from far to near."""
    rng = stream(scene.seed, "stalls")
    for z in np.geomspace(46, 8.5, 8).tolist():
        for side in (-1, 1):
            x = middle + side * (half - rng.uniform(1.6, 3.4))
            y = stage.ground(x, z)
            place(stage.canvas, stall(rng, stuffs), x, y, z, flip=side > 0, round_by=0.01, shadow=1.8)


def stall(rng: Rng, stuffs: Stuffs) -> Drawing:
    """3 m wide: posts, a sloping striped awning, a counter with heaps, sacks before it."""
    drawing, wood = Drawing(), stuffs.wood * np.float32(rng.uniform(0.5, 0.8))
    drawing.box(-1.4, 0.9, 1.4, 2.2, stuffs.dark * 0.8)
    for x in (-1.45, 1.45):
        drawing.tube([(x, 0), (x, 2.5)], (0.1, 0.1), wood, smooth=False)
    _wares(drawing, rng)
    drawing.box(-1.55, 0.75, 1.55, 0.95, wood * 1.2, facing=(0.0, 0.4, 0.9))
    for x in np.linspace(-1.5, 1.2, 7):
        drawing.box(float(x), 0.05, float(x) + 0.4, 0.76, wood * np.float32(rng.uniform(0.7, 1.0)))
    _awning(drawing, lch(_AWNINGS[rng.integers(len(_AWNINGS))]), stuffs.plaster)
    for x in (-1.2, -0.6, 1.1):
        _sack(drawing, rng, x + rng.uniform(-0.1, 0.1), stuffs)
    return drawing


def _awning(drawing: Drawing, colour: Array, pale: Array) -> None:
    edges = np.linspace(-1, 1, 11)
    for n, (one, other) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        tint = colour if n % 2 else pale
        strip = [(one * 1.5, 2.75), (other * 1.5, 2.75), (other * 1.85, 2.15), (one * 1.85, 2.15)]
        drawing.add(strip, tint, (0.0, 0.7, 0.7))
        middle = (one + other) / 2 * 1.85
        drawing.add(
            [
                (one * 1.85, 2.15),
                (other * 1.85, 2.15),
                (other * 1.85, 1.98),
                (middle, 1.9),
                (one * 1.85, 1.98),
            ],
            tint * 0.75,
        )


def _wares(drawing: Drawing, rng: Rng) -> None:
    for x in np.linspace(-1.15, 1.15, 5):
        colour = lch(_GOODS[rng.integers(len(_GOODS))])
        for _ in range(14):
            u, v = rng.normal(0, 0.13), abs(rng.normal(0, 0.09))
            drawing.disc(float(x) + u, 1.0 + v, 0.07, 0.065, colour * np.float32(rng.uniform(0.7, 1.25)))
    if rng.random() < 0.5:
        for x in np.linspace(-1.1, 1.1, 6):
            drawing.tube([(x, 2.15), (x, 1.95), (x, 1.7)], (0.02, 0.1, 0.06), lch((0.5, 0.1, 40)))


def _sack(drawing: Drawing, rng: Rng, x: float, stuffs: Stuffs) -> None:
    drawing.add(
        spline(
            [
                (x - 0.25, 0),
                (x - 0.28, 0.35),
                (x - 0.12, 0.55),
                (x + 0.14, 0.55),
                (x + 0.28, 0.3),
                (x + 0.24, 0),
            ],
            4,
        ),
        stuffs.sand * 0.8,
    )
    drawing.disc(x, 0.54, 0.15, 0.06, lch(_GOODS[rng.integers(len(_GOODS))]))
