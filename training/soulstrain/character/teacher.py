"""Whom a student learns from: the rig, or another program's networks that pose a picture.

Light is linear and premultiplied by alpha, 0 to 1; networks may overshoot. Kept in half precision it is
finest in the dark, where eyes are too.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from soulstrain.character.chances import Poses

Picture = NDArray[np.uint8]  # [..., 4]: sRGB, straight alpha
Light = NDArray[np.float32]  # [..., 4]

# A frame's values: how far each pixel's source is away, light that is painted over it, light that it shows.
FRAME_GRID, FRAME_COLOUR, FRAME_SHOWN = slice(0, 2), slice(2, 6), slice(6, 10)
FRAME_VALUES = 10


class Teacher(Protocol):
    """Answers are for poses [n, 45], in their order."""

    @property
    def paints(self) -> bool:
        """Whether frames show more than the picture moved.

        One that paints does so by networks that take seconds a frame, and its answers are kept on disk. One
        that only moves answers as fast as it is asked.
        """
        ...

    @property
    def mark(self) -> Mapping[str, Any]:
        """What tells this teacher from others; stands in metrics.json. The rig's is empty."""
        ...

    @property
    def picture(self) -> Picture:
        """[512, 512, 4]: the character at rest."""
        ...

    @property
    def layers(self) -> Mapping[str, Picture]:
        """Pictures that the character's folder is to hold too, by path: cels/NAME.png, effects/NAME1.png."""
        ...

    def faces(self, poses: Poses) -> Light:
        """[n, 128, 128, 4]: the square of the face, neither turned nor leant."""
        ...

    def frames(self, poses: Poses) -> NDArray[np.float32]:
        """[n, 512, 512, FRAME_VALUES]; of a teacher that only moves [n, 512, 512, 2], the grid."""
        ...

    def pictures(self, poses: Poses) -> Picture:
        """[n, 512, 512, 4]: whole frames, for the student to be compared with."""
        ...
