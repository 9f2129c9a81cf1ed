"""Ships and boats on the water, piers and the houses behind them."""

from collections.abc import Callable

import numpy as np

from painter.art.built import buildings, ships, vessels
from painter.art.built.masonry import Mason, mason_of
from painter.art.drawing import Drawing, place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Group, Scene

# What to draw, its length in metres, and the share of the picture's width it should take.
_FLEET: dict[str, tuple[Callable[[Mason, bool], Drawing], float, float]] = {
    "ship": (ships.ship, 48, 0.36),
    "longship": (ships.longship, 30, 0.4),
    "boat": (vessels.boat, 8, 0.15),
}


def moor_fleet(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group) -> None:
    """Ships at sea, boats nearer; the first at the point of interest, heeling in a storm."""
    rng, view = stream(scene.seed, group.kind), stage.canvas.view
    draw, wide, share = _FLEET[group.kind]
    at_sea, large = scene.land == "sea", wide > 20
    wild = at_sea and scene.weather == "storm"
    for n in range(min(group.count, 6)):
        smaller = 0.62**n * (0.72 if scene.counts("pier") and large else 1)
        z = max(stage.depth_for(wide, share * smaller), stage.nearest * 1.3)
        aside = 0 if n == 0 else (-1) ** n * (0.17 + 0.08 * n)
        azimuth = stage.azimuth * (1.0 if at_sea else 0.8) + aside * view.width / view.focal
        azimuth -= stage.land.side * 0.12 if scene.land == "coast" else 0.0
        lean = rng.normal(0, 0.04) + (rng.choice((-1, 1)) * 0.2 if wild else 0)
        whole = Drawing()
        whole.include(draw(mason_of(scene, stuffs, f"{group.kind}{n}"), wild), turn=lean)
        x, deep = azimuth * z, 0.7 if wild else 0.35
        y = (stage.ground(x, z) if at_sea else 0.0) - deep
        place(stage.canvas, whole, x, y, z, flip=bool(stage.azimuth > 0), round_by=0.008)


def build_harbour(stage: Stage, scene: Scene, stuffs: Stuffs, has_ships: bool) -> None:
    """A pier from the land out over the water, boats, and houses along the shore."""
    side, view = stage.land.side, stage.canvas.view
    edge = view.width / 2 / view.focal
    _quay(stage, scene, stuffs, edge)
    z = stage.nearest * 2.6
    pier = vessels.pier(mason_of(scene, stuffs, "pier"))
    place(stage.canvas, pier, side * edge * z * 0.55, 0.2, z, flip=side > 0, round_by=0.004)
    for n, (at, far) in enumerate(((-0.1, 4.2), (-0.55, 3.2), (0.18, 7.5))):
        if n < 2 or not has_ships:
            z = stage.nearest * far
            boat = vessels.boat(mason_of(scene, stuffs, f"moored{n}"))
            place(stage.canvas, boat, side * at * edge * z, 0.0, z, flip=bool(n % 2), round_by=0.02)


def _quay(stage: Stage, scene: Scene, stuffs: Stuffs, edge: float) -> None:
    """Houses where the land begins, in a row that follows the shore, and some behind them."""
    rng, side = stream(scene.seed, "harbour"), stage.land.side
    for n, z in enumerate(np.geomspace(170, 40, 14).tolist()):
        inland = next((x for x in np.arange(0.02, edge, 0.02) if stage.ground(side * x * z, z) > 0.9), None)
        if inland is None:
            continue
        x = side * (inland * z + 5 + (n % 2) * (7 + 0.06 * z) + rng.uniform(0, 2))
        drawing = buildings.house(mason_of(scene, stuffs, f"quay{n}"))
        y = stage.ground(x, z) - 0.3
        place(stage.canvas, drawing, x, y, z, scale=1.2, flip=side > 0, round_by=0.006, shadow=5.0)
