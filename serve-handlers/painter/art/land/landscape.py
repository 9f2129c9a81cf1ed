"""A scene under the sky, painted from the ground up and then lit."""

import numpy as np

from painter.art.air import light, sky
from painter.art.air.between import between
from painter.art.air.water import reflected
from painter.art.canvas import FAR
from painter.art.cast.act import act
from painter.art.colour import Array
from painter.art.land.foreground import frame
from painter.art.land.nature import plant
from painter.art.land.stage import Stage
from painter.art.land.terrain import paint_ground
from painter.art.palette import air_of, stuffs_of
from painter.art.places.settlement import build
from painter.scene.scene import Scene


def paint_landscape(scene: Scene, width: int, height: int) -> tuple[Array, Array]:
    """Linear light of the whole picture, (height, width, 3), and where the brush is fine, (height, width)."""
    stage = Stage.of(scene, width, height)
    canvas, view = stage.canvas, stage.canvas.view
    air, stuffs = air_of(scene), stuffs_of(scene)
    toward = sky.key_direction(view, air, _light_at(stage, scene))
    heaven = sky.paint_sky(view, scene, air, toward)
    paint_ground(canvas, scene, stuffs, stage.land, air, toward)
    plumes = build(stage, scene, stuffs)
    plant(canvas, scene, stuffs, stage.land, lambda x, z: _in_sight(stage, scene, x, z))
    act(stage, scene, stuffs)
    frame(canvas, scene, stuffs, stage.land)
    lit = light.shade(canvas, air.ambient, air.ambient * 0.42, air.key, _raking(toward))
    lit = light.hazed(canvas, lit, heaven, air.haze)
    behind = canvas.depth >= FAR
    # Where something covers part of a sky pixel its colour is in the canvas already.
    lit[behind] = heaven[behind]
    lit = reflected(canvas, lit, heaven, scene, air, stuffs.water, toward)
    return between(stage, scene, air, lit, heaven, plumes, toward), canvas.fine


def _light_at(stage: Stage, scene: Scene) -> float:
    """Share of the width over which the sun or the moon stands: by the point of interest, not on it."""
    if scene.structures:
        return stage.focus + (0.14 if stage.focus < 0.5 else -0.14)
    return stage.focus


def _raking(toward: Array) -> Array:
    """The light for surfaces: as in the sky, but never quite from behind, so that forms show."""
    raking = toward.copy()
    raking[2] = max(float(raking[2]), -0.25)
    raking[0] = float(raking[0]) + (0.55 if raking[0] >= 0 else -0.55) * (toward[2] < 0)
    raking[1] = float(raking[1]) + 0.15
    return raking / np.float32(np.linalg.norm(raking))


def _in_sight(stage: Stage, scene: Scene, x: float, z: float) -> bool:
    """Whether a tree here would stand in the way: on the path, or before the point of interest."""
    way = float(stage.land.way(np.array([z], np.float32))[0])
    if abs(x - way) < 3.0 + 0.02 * z:
        return True
    busy = bool(scene.structures or scene.figures)
    clear = 0.2 if scene.land == "forest" else 0.3
    return busy and z < 140 and abs(x / z - stage.azimuth) < clear * (1.0 if z < 40 else 0.6)
