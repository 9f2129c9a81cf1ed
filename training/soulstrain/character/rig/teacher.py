"""The rig as whom students learn from."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulstrain.character.rig import cels, effects
from soulstrain.character.rig.face import draw_face
from soulstrain.character.rig.figure import draw_rest, render
from soulstrain.character.rig.layer import Layer
from soulstrain.character.rig.light import Light, to_light
from soulstrain.character.rig.measures import SIZE
from soulstrain.character.rig.pose import MOTION
from soulstrain.character.rig.warp import warp
from soulstrain.character.siren import places

EFFECT_FRAMES = 4

Poses = NDArray[np.float64]


class Rig:
    """A Teacher that draws the face and moves the rest."""

    paints = False

    def __init__(self) -> None:
        self.mark: Mapping[str, Any] = {}
        self.still = places(SIZE).reshape(SIZE, SIZE, 2).numpy()

    @property
    def picture(self) -> Layer:
        return draw_rest()

    @property
    def layers(self) -> Mapping[str, Layer]:
        """Cels lie on the face before it moves; an effect's pictures hang around her one after another."""
        around = [(name, frame) for name in effects.NAMES for frame in range(EFFECT_FRAMES)]
        return {f"cels/{name}.png": cels.draw_cel(name) for name in cels.NAMES} | {
            f"effects/{name}{frame + 1}.png": effects.draw_effect(name, frame / EFFECT_FRAMES)
            for name, frame in around
        }

    def faces(self, poses: Poses) -> Light:
        return np.stack([to_light(draw_face(pose)) for pose in poses])

    def frames(self, poses: Poses) -> NDArray[np.float32]:
        return np.stack([warp(pose[MOTION]) - self.still for pose in poses])

    def pictures(self, poses: Poses) -> Layer:
        return np.stack([render(pose) for pose in poses])
