"""The two halves of a student's frame: its face into its picture, and that picture turned and blended."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from animator.engine import FACE_COLUMNS, FACE_ROWS, FACE_SIDE
from animator.pose import FACE_INPUTS
from animator.student.folded import Network
from animator.student.pixels import plan_of
from animator.student.run import NetworkRun, chunk_rows
from animator.student.workers import Workers

# Rows of the body's pixels, and their values [4, rows] in the networks' encoding, unclamped.
Put = Callable[[slice, Tensor], None]


class FaceDrawing:
    """picture: [4, 512, 512] in the networks' encoding, with the face that was drawn last."""

    def __init__(self, face: Network, picture: Tensor, workers: Workers) -> None:
        everywhere = torch.ones(FACE_SIDE, FACE_SIDE, dtype=torch.bool)
        self.plan = plan_of(everywhere, chunk_rows(face))
        self.network = NetworkRun(face, self.plan, workers)
        self.picture = picture.clone()
        self.out = torch.empty(len(self.plan.index), len(picture))
        self.pose: Tensor | None = None

    def draw(self, pose: Tensor) -> None:
        """Nothing is done for the face that is there: heads sway far more often than faces move."""
        face_pose = pose[:FACE_INPUTS]
        if self.pose is not None and torch.equal(face_pose, self.pose):
            return
        self.network.run(pose, self._keep)
        face = self.out[: FACE_SIDE * FACE_SIDE].view(FACE_SIDE, FACE_SIDE, -1).permute(2, 0, 1)
        self.picture[:, FACE_ROWS, FACE_COLUMNS] = face
        self.pose = face_pose.clone()

    def _keep(self, rows: slice, values: Tensor) -> None:
        self.out[rows] = values


class BodyDrawing:
    """The body over the true pixels of a mask. index: [rows] y * 512 + x of each of its rows."""

    def __init__(self, body: Network, mask: Tensor, workers: Workers) -> None:
        plan = plan_of(mask, chunk_rows(body))
        self.network = NetworkRun(body, plan, workers)
        self.place, self.index = plan.levels[-1].place, plan.index

    def draw(self, pose: Tensor, picture: Tensor, put: Put) -> None:
        """`put` gets each chunk of rows, by the workers, in any order."""

        def blend(rows: slice, outputs: Tensor) -> None:
            grid = (self.place[rows] + outputs[:, :2])[None, None]
            warped = functional.grid_sample(picture[None], grid, padding_mode="border", align_corners=False)
            alpha, colour = torch.split(outputs.t()[2:].contiguous(), [1, 4])
            put(rows, torch.lerp(warped[0, :, 0], colour, alpha))

        self.network.run(pose, blend)
