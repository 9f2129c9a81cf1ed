"""Dark things at the picture's edge, close by, that lead the eye in: trunks, boughs, reeds, a bare tree."""

import numpy as np

from painter.art.canvas import Canvas
from painter.art.drawing import Drawing, place
from painter.art.land import trees
from painter.art.land.landform import Land
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

Rng = np.random.Generator
_OPEN = ("hills", "plains", "mountains", "coast", "town")


def frame(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land) -> None:
    """On the side away from the point of interest; not every picture has one."""
    rng, side = stream(scene.seed, "frame"), -1 if land.focus > 0 else 1
    if scene.land == "forest":
        _trunks(canvas, scene, stuffs, land, rng)
    elif scene.land in ("swamp", "volcano") or scene.has("deadtrees"):
        edge = canvas.view.width / 2 / canvas.view.focal
        dead = trees.bare(rng, stuffs)
        place(canvas, dead, side * edge * 6.8, -0.2, 8.5, scale=0.75, flip=side > 0, round_by=0.01)
    elif scene.land in _OPEN and not _busy(scene):
        (_tree, _bough, _reeds, _nothing, _nothing)[rng.integers(5)](canvas, scene, stuffs, land, rng, side)


def _busy(scene: Scene) -> bool:
    """Whether something stands at the edges already, or something comes that must not be hidden."""
    armies = any(group.count > 24 for group in scene.figures)
    return scene.in_street or scene.counts("pier") > 0 or scene.mood == "battle" or armies


def _nothing(*_: object) -> None:
    """Open to the edge."""


def _tree(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, rng: Rng, side: int) -> None:
    """A whole tree, where it finds dry ground and the picture is wide."""
    view, z = canvas.view, 12.0
    x = side * view.width / 2 / view.focal * z * 0.92
    y = _height(land, x, z)
    if view.width > view.height and y > 0:
        tree = _of_the_land(scene, stuffs, rng)
        place(canvas, tree, x, y - 0.2, z, scale=0.9, flip=side > 0, round_by=0.02, shadow=3.0)


def _of_the_land(scene: Scene, stuffs: Stuffs, rng: Rng) -> Drawing:
    if scene.land == "mountains" or scene.season == "winter" or scene.has("pines"):
        return trees.pine(rng, stuffs, scene.season == "winter")
    if scene.has("birches"):
        return trees.birch(rng, stuffs, stuffs.leaves)
    return trees.broadleaf(rng, stuffs, stuffs.leaves, 2200)


def _bough(canvas: Canvas, scene: Scene, stuffs: Stuffs, _: Land, rng: Rng, side: int) -> None:
    """It hangs in from the upper corner; bare in winter."""
    view, z = canvas.view, 6.0
    edge, top = view.width / 2 / view.focal * z, view.eye + view.horizon / view.focal * z
    branch = Drawing()
    for drop, reach in ((-0.3, 2.6), (-0.9, 1.7), (-0.05, 1.6)):
        line = [(-0.4, 0.1), (reach * 0.5, drop * 0.4), (reach, drop)]
        branch.tube(line, (0.16, 0.1, 0.02), stuffs.bark * 0.5)
        if scene.season != "winter":
            leaves = tuple(leaf * 0.6 for leaf in stuffs.leaves)
            branch.include(trees.foliage(rng, leaves, 2.0, 0.7, 150), reach * 0.75, drop * 0.9)
    place(canvas, branch, side * edge, top - rng.uniform(0.1, 0.5), z, flip=side > 0, round_by=0)


def _reeds(canvas: Canvas, _: Scene, stuffs: Stuffs, __: Land, rng: Rng, side: int) -> None:
    """High grass in the lower corner."""
    view = canvas.view
    for z in (4.6, 4.0, 3.5):
        for share in np.linspace(1.02, 0.55, 7):
            x = side * view.width / 2 / view.focal * z * float(share)
            y = view.eye - (view.height - view.horizon) / view.focal * z - 0.1
            tall = 0.2 + 0.55 * max(0.0, float(share) - 0.5) * rng.uniform(0.7, 1.3)
            blades = trees.tuft(rng, stuffs.grass * 0.45, tall * 1.6, 14)
            place(canvas, blades, x, y, z, round_by=0)


def _trunks(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, rng: Rng) -> None:
    """Old trunks on both sides, and the crowns that they would have hanging in from above."""
    view, side = canvas.view, -1 if land.focus > 0 else 1
    edge = view.width / 2 / view.focal
    for at, z in ((side * 0.86, 6.2), (-side * 0.93, 7.5), (side * 0.62, 10.5), (-side * 0.66, 12.0)):
        x = at * edge * z
        old = trees.trunk(rng, stuffs, scene.season != "winter")
        flip = bool(rng.random() < 0.5)
        place(canvas, old, x, _height(land, x, z) - 0.1, z, flip=flip, shadow=2.2)
    if scene.season == "winter" or scene.has("deadtrees"):
        return
    leaves = tuple(leaf * 0.5 for leaf in stuffs.leaves)
    for at, z in ((-0.9, 7), (-0.3, 9), (0.35, 9), (0.95, 7), (0.0, 12)):
        top = view.eye + (view.horizon / view.focal) * z
        crown = trees.foliage(rng, leaves, 6.5, 1.6)
        place(canvas, crown, at * edge * z, top - rng.uniform(-0.5, 0.5), z, round_by=0)


def _height(land: Land, x: float, z: float) -> float:
    return float(land.height(np.array([x], np.float32), np.array([z], np.float32))[0])
