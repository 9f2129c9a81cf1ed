"""What is asked of every engine: poses in, frames out, one for each and in order."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

# Side of a character's picture, and of its frames as they are drawn whole.
SIDE = 512
# What else frames are drawn at: a quarter of the pixels, and not the smaller picture of a larger one.
HALF = SIDE // 2
# The part of the picture that holds the face: rows and columns, centre (256, 144).
FACE_SIDE = 128
FACE_ROWS, FACE_COLUMNS = slice(80, 208), slice(192, 320)
# Light [4, 512, 512] laid over a frame's picture before it turns with head and body: blush, tears, shade.
Cel = Tensor | None


class Engine(Protocol):
    """One character, loaded. Poses are [n, 45] as `pose.py` has checked them; `cels` has one entry a pose."""

    def render(self, poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        """Light [n, 4, 512, 512], float32 on the CPU: linear, premultiplied, 0 to 1."""
        ...

    def pictures(self, poses: Tensor, cels: Sequence[Cel] = (), side: int = SIDE) -> NDArray[np.uint8]:
        """As sRGB with straight alpha, [n, side, side, 4]: what an encoder takes. side: SIDE or HALF."""
        ...


def laid_over(network: Tensor, cel: Cel) -> Tensor:
    """A picture [4, side, side] in the networks' encoding, with `cel` of its side over it."""
    return network if cel is None else (network + 1) * (1 - cel[3:]) + 2 * cel - 1
