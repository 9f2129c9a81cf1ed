"""What flies over a landscape: dragons, griffins, flocks of birds and bats."""

import numpy as np

from painter.art.air.fire import fire_colour
from painter.art.beasts import creatures, dragons
from painter.art.canvas import Light
from painter.art.cast.figures import coat
from painter.art.drawing import Drawing, place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Group, Scene


def fly(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    for group in scene.figures:
        if group.kind in ("dragon", "griffin"):
            for n in range(min(group.count, 4)):
                _soar(stage, scene, stuffs, group, n)
        elif group.kind in ("birds", "bats"):
            _flock(stage, scene, group)


def _soar(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, n: int) -> None:
    """In the sky on the other side of the point of interest, looking towards it."""
    view, rng, big = stage.canvas.view, stream(scene.seed, f"{group.kind}{n}"), group.kind == "dragon"
    z = stage.depth_for(22 if big else 7, (0.44 if big else 0.3) * 0.55**n)
    to_left = stage.focus > 0.5
    across = (0.38 if to_left else 0.62) + (-1) ** n * 0.27 * min(n, 1)
    row = view.horizon * rng.uniform(0.36, 0.46) - 0.12 * n * view.height
    x, y = view.across(across * view.width, z), view.eye + (view.horizon - row) * z / view.focal
    breathing = big and (scene.has("burning", "fire") or scene.mood == "battle")
    colour = coat(scene, group)
    drawing = dragons.dragon(rng, colour, breathing) if big else creatures.griffin(stuffs, colour)
    whole = Drawing()
    whole.include(drawing, turn=rng.uniform(-0.05, 0.16))
    flip = not to_left
    place(stage.canvas, whole, x, y - (4 if big else 1), z, flip=flip, round_by=0.015, fine=True)
    if breathing:
        at = x + (-11 if flip else 11)
        flame = fire_colour(scene) * np.float32(8)
        stage.canvas.lights.append(Light(at, y - 5, z - 1, flame, 6.0, 1.3))


def _flock(stage: Stage, scene: Scene, group: Group) -> None:
    rng, view, colour = stream(scene.seed, group.kind), stage.canvas.view, coat(scene, group)
    draw = creatures.bird if group.kind == "birds" else creatures.bat
    for _ in range(max(group.count * 2, 7)):
        across = float(np.clip(rng.normal(1 - stage.focus, 0.16), 0.03, 0.97))
        row = view.horizon * float(np.clip(rng.normal(0.45, 0.17), 0.06, 0.9))
        z = stage.depth_for(1.2, rng.uniform(0.012, 0.035))
        x, y = view.across(across * view.width, z), view.eye + (view.horizon - row) * z / view.focal
        place(stage.canvas, draw(rng, colour), x, y, z, flip=bool(rng.random() < 0.5))
