"""The two halves of a student's frame: its face into its picture, and that picture turned and blended."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from animator.engine import FACE_COLUMNS, FACE_ROWS, FACE_SIDE, SIDE
from animator.student.folded import Network
from animator.student.pixels import plan_of
from animator.student.run import KeptRun, chunk_rows
from animator.student.workers import Workers

# Rows of the body's pixels, and their values [4, rows] in the networks' encoding, unclamped.
Put = Callable[[slice, Tensor], None]


class FaceDrawing:
    """A character's picture [4, 512, 512] in the networks' encoding, with the face that was drawn last."""

    def __init__(self, face: Network, picture: Tensor, workers: Workers) -> None:
        everywhere = torch.ones(FACE_SIDE, FACE_SIDE, dtype=torch.bool)
        self.network = KeptRun(face, plan_of(everywhere, chunk_rows(face)), workers)
        self.sharp = picture.clone()
        self.soft: Tensor | None = None
        self.soft_is_old = False

    def draw(self, pose: Tensor) -> None:
        """Nothing is done for the face that is there: heads sway far more often than faces move."""
        if not self.network.fresh(pose):
            return
        self.network.run(pose, lambda *_: None)
        face = self.network.out[: FACE_SIDE * FACE_SIDE].view(FACE_SIDE, FACE_SIDE, -1).permute(2, 0, 1)
        self.sharp[:, FACE_ROWS, FACE_COLUMNS] = face
        self.soft_is_old = True

    def picture(self, side: int) -> Tensor:
        """To be read at [side, side] places: at fewer than it has pixels, none is to be passed over."""
        if side == SIDE:
            return self.sharp
        if self.soft is None:
            self.soft = softened(self.sharp)
        elif self.soft_is_old:
            self._soften_face(self.soft)
        self.soft_is_old = False
        return self.soft

    def _soften_face(self, soft: Tensor) -> None:
        around, changed = (
            tuple(slice(part.start - more, part.stop + more) for part in (FACE_ROWS, FACE_COLUMNS))
            for more in (2, 1)
        )
        soft[:, *changed] = softened(self.sharp[:, *around])[:, 1:-1, 1:-1]


def softened(picture: Tensor) -> Tensor:
    """[channels, height, width], each pixel half of itself and half of those beside it, in both directions.

    Read in the middle of four it is the mean that a picture of half the side has there.
    """
    around = np.pad(picture.numpy(), ((0, 0), (1, 1), (1, 1)), mode="edge")
    mixed = (around[:, :-2] + around[:, 2:]) * np.float32(0.25) + around[:, 1:-1] * np.float32(0.5)
    both = (mixed[..., :-2] + mixed[..., 2:]) * np.float32(0.25) + mixed[..., 1:-1] * np.float32(0.5)
    return torch.from_numpy(both)


class BodyDrawing:
    """The body over the true pixels of a mask [side, side]. index: [rows] y * side + x of each row."""

    def __init__(self, body: Network, mask: Tensor, workers: Workers) -> None:
        plan = plan_of(mask, chunk_rows(body), SIDE)
        self.network = KeptRun(body, plan, workers)
        self.place, self.index = plan.levels[-1].place, plan.index

    def draw(self, pose: Tensor, picture: Tensor, put: Put) -> None:
        """`put` gets each chunk of rows, by the workers, in any order."""

        def blend(rows: slice, outputs: Tensor) -> None:
            grid = (self.place[rows] + outputs[:, :2])[None, None]
            moved = functional.grid_sample(picture[None], grid, padding_mode="border", align_corners=False)
            values = moved[0, :, 0]
            if outputs.shape[1] > 2:
                alpha, colour = torch.split(outputs.t()[2:].contiguous(), [1, 4])
                values = torch.lerp(values, colour, alpha)
            put(rows, values)

        self.network.run(pose, blend)
