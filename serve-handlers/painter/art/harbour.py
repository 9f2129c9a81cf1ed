"""Ships and boats on the water, piers and the houses behind them."""

import numpy as np

from painter.art import buildings, vessels
from painter.art.drawing import Drawing, place
from painter.art.masonry import mason_of
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.stage import Stage
from painter.scene.scene import Group, Scene


def moor_fleet(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group) -> None:
    """Ships at sea, boats nearer; the first at the point of interest, heeling in a storm."""
    rng = stream(scene.seed, group.kind)
    big = group.kind == "ship"
    wide, share = (48, 0.36) if big else (8, 0.15)
    view = stage.canvas.view
    for n in range(min(group.count, 6)):
        smaller = 0.62**n * (0.72 if scene.counts("pier") and big else 1)
        z = max(stage.depth_for(wide, share * smaller), stage.nearest * 1.3)
        aside = 0 if n == 0 else (-1) ** n * (0.17 + 0.08 * n)
        azimuth = stage.azimuth * (1.0 if scene.land == "sea" else 0.8) + aside * view.width / view.focal
        if scene.land == "coast":
            azimuth -= stage.land.side * 0.12
        x = azimuth * z
        wild = scene.land == "sea" and scene.weather == "storm"
        lean = rng.normal(0, 0.04) + (rng.choice((-1, 1)) * 0.2 if wild else 0)
        mason = mason_of(scene, stuffs, f"{group.kind}{n}")
        whole = Drawing()
        whole.include(vessels.ship(mason, furled=wild) if big else vessels.boat(mason), turn=lean)
        y = stage.ground(x, z) if scene.land == "sea" else 0.0
        place(
            stage.canvas,
            whole,
            x,
            y - (0.7 if wild else 0.1),
            z,
            flip=bool(stage.azimuth > 0),
            round_by=0.008,
        )


def build_harbour(stage: Stage, scene: Scene, stuffs: Stuffs, has_ships: bool) -> None:
    """A pier from the land out over the water, boats, and houses along the shore."""
    rng = stream(scene.seed, "harbour")
    side = stage.land.side
    view = stage.canvas.view
    edge = view.width / 2 / view.focal
    for n, z in enumerate(np.linspace(150, 46, 9).tolist()):
        x = side * (z * 0.16 + 20 + rng.uniform(0, 12) + 0.18 * z)
        if stage.dry(x, z) and abs(x) < edge * z * 1.2:
            place(
                stage.canvas,
                buildings.house(mason_of(scene, stuffs, f"quay{n}")),
                x,
                stage.ground(x, z) - 0.3,
                z,
                scale=1.3,
                flip=side > 0,
                round_by=0.006,
            )
    z = stage.nearest * 2.6
    place(
        stage.canvas,
        vessels.pier(mason_of(scene, stuffs, "pier")),
        side * edge * z * 0.55,
        0.2,
        z,
        flip=side > 0,
        round_by=0.004,
    )
    for n, (at, far) in enumerate(((-0.1, 4.2), (-0.55, 3.2), (0.18, 7.5))):
        if n < 2 or not has_ships:
            z = stage.nearest * far
            place(
                stage.canvas,
                vessels.boat(mason_of(scene, stuffs, f"moored{n}")),
                side * at * edge * z,
                0.0,
                z,
                flip=bool(n % 2),
                round_by=0.02,
            )
