"""A room while it is furnished: all that those who furnish it need."""

from dataclasses import dataclass

import numpy as np

from painter.art.built.masonry import Mason
from painter.art.canvas import Canvas
from painter.art.colour import Array, lch
from painter.art.noise import Lattice
from painter.art.palette import Stuffs
from painter.art.rooms.room import Room
from painter.scene.scene import Scene

# x, z, pose ("" for what the scene is about).
Spot = tuple[float, float, str]


@dataclass(frozen=True)
class Set:
    """A room with what is needed to furnish it."""

    canvas: Canvas
    room: Room
    scene: Scene
    stuffs: Stuffs
    rng: np.random.Generator
    lattice: Lattice
    mason: Mason

    @property
    def dim(self) -> bool:
        return self.scene.hour in ("night", "dusk")

    @property
    def cloth(self) -> Array:
        tint = self.scene.tint("banner") or (
            self.scene.accents[0] if self.scene.accents else (0.42, 0.16, 24)
        )
        return lch(tint)
