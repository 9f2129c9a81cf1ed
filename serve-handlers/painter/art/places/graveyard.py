"""Headstones and crosses, scattered over the ground in uneven rows."""

import numpy as np

from painter.art.built.masonry import Mason, mason_of
from painter.art.drawing import Drawing
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.stamps import Stamp
from painter.scene.scene import Scene

_ROWS = 9


def lay_out(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """From the feet of the viewer to the point of interest, the way between them left free."""
    rng = stream(scene.seed, "graves")
    mason = mason_of(scene, stuffs, "graves")
    stones = [Stamp.of(make(mason), 110, 0.03) for make in (_slab, _slab, _cross, _slab, _cross, _broken)]
    view = stage.canvas.view
    for z in (stage.nearest * np.geomspace(9, 1.15, _ROWS)).tolist():
        edge = 0.55 * view.width / view.focal * z
        way = float(stage.land.way(np.array([z], np.float32))[0])
        for x in np.arange(-edge, edge, 2.1 + 0.02 * z) + rng.uniform(0, 2):
            x, near = float(x + rng.normal(0, 0.3)), z * float(rng.uniform(0.93, 1.08))
            if abs(x - way) < 1.6 or rng.random() < 0.3 or not stage.dry(x, near):
                continue
            y, size = stage.ground(x, near) - 0.06, rng.uniform(0.8, 1.25)
            stones[rng.integers(len(stones))].put(
                stage.canvas, x, y, near, size, bool(rng.random() < 0.5), rng.uniform(0.75, 1.1), 0.6
            )


def _leaning(stone: Drawing, mason: Mason) -> Drawing:
    whole = Drawing()
    whole.include(stone, turn=mason.rng.uniform(-0.15, 0.15))
    return whole


def _slab(mason: Mason) -> Drawing:
    """Round-topped, with the lines of a name, 1.2 m."""
    s, stone = mason.stuffs, Drawing()
    colour = mason.shade(s.stone * 0.75, 0.25)
    outline = [(-0.4, -0.1), (0.4, -0.1), (0.4, 0.85), (0.25, 1.1), (0, 1.2), (-0.25, 1.1), (-0.4, 0.85)]
    stone.add([(x + 0.1, y + 0.03) for x, y in outline], colour * 0.55, (0.8, 0.2, 0.5))
    stone.add(outline, colour)
    for y in (0.82, 0.66, 0.5):
        stone.box(-0.24, y, 0.24 - 0.2 * (y < 0.6), y + 0.05, colour * 0.5)
    if mason.snowy:
        stone.disc(0, 1.15, 0.3, 0.1, s.snow)
    elif mason.rng.random() < 0.6:
        stone.disc(mason.rng.uniform(-0.3, 0.3), 0.1, 0.3, 0.16, s.leaves[0] * 0.6)
    return _leaning(stone, mason)


def _cross(mason: Mason) -> Drawing:
    """With a ring about its arms, 1.7 m."""
    stone, colour = Drawing(), mason.shade(mason.stuffs.stone * 0.7, 0.2)
    stone.disc(0, 1.25, 0.36, 0.36, colour * 0.8)
    stone.disc(0, 1.25, 0.24, 0.24, mason.stuffs.dark * 0.7)
    stone.add([(-0.13, 0), (0.13, 0), (0.1, 1.75), (-0.1, 1.75)], colour)
    stone.box(-0.5, 1.15, 0.5, 1.36, colour * 1.05)
    stone.box(-0.36, -0.1, 0.36, 0.22, colour * 0.85)
    return _leaning(stone, mason)


def _broken(mason: Mason) -> Drawing:
    stone, colour = Drawing(), mason.shade(mason.stuffs.stone * 0.7, 0.2)
    stone.add([(-0.4, -0.1), (0.4, -0.1), (0.4, 0.4), (0.1, 0.62), (-0.1, 0.5), (-0.4, 0.7)], colour)
    stone.add([(0.5, -0.05), (1.1, -0.05), (1.2, 0.1), (0.6, 0.18)], colour * 1.1, (0.0, 0.7, 0.7))
    return _leaning(stone, mason)
