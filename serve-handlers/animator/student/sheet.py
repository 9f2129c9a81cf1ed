"""A student's frames of one side, on CPUs: the pixels that are computed, and more when it leaves those."""

from collections.abc import Callable

import torch
from torch import Tensor

from animator.colour import light_from
from animator.engine import SIDE, Cel, laid_over
from animator.student.active import LEAST_ALPHA, MARGIN_BEYOND, rim, widened
from animator.student.drawing import BodyDrawing, FaceDrawing
from animator.student.folded import Network
from animator.student.workers import Workers

# A figure goes on by less than that; what goes on further is the noise of a pose that nobody was trained on,
# and is not looked for in the frames that follow.
_MOST_DRAWN = 3
_MOST_GROWN = 1.5
# Some pixels of a frame, y * side + x of each, and their light [4, pixels].
Keep = Callable[[Tensor, Tensor], None]


class Sheet:
    """found, mask: [side, side] bool, pixels computed at first and now."""

    def __init__(self, face: FaceDrawing, body: Network, found: Tensor, workers: Workers) -> None:
        self.face, self.network, self.found, self.workers = face, body, found, workers
        self.side = len(found)
        self._cover(found)

    def draw(self, pose: Tensor, cel: Cel, keep: Keep) -> None:
        """One frame. cel: as the picture is at this side, sharp or soft."""
        self.face.draw(pose)
        picture = laid_over(self.face.picture(self.side), cel)
        escaped = self._draw(pose, picture, keep)
        for _ in range(1, _MOST_DRAWN):
            if len(escaped):
                beyond = widened(escaped, MARGIN_BEYOND * self.side // SIDE, self.side)
                self._cover(self.mask | beyond)
                escaped = self._draw(pose, picture, keep)
        if self.mask.sum() > _MOST_GROWN * self.found.sum():
            self._cover(self.found)

    def _draw(self, pose: Tensor, picture: Tensor, keep: Keep) -> Tensor:
        """Pixels of the mask's rim at which the frame shows: beyond them it may be cut off."""

        def put(rows: slice, values: Tensor) -> None:
            light = light_from(values)
            self.alpha[rows] = light[3]
            keep(self.body.index[rows], light)

        self.body.draw(pose, picture, put)
        return self.body.index[self.rim[self.alpha[self.rim] >= LEAST_ALPHA]]

    def _cover(self, mask: Tensor) -> None:
        self.mask = mask
        self.body = BodyDrawing(self.network, mask, self.workers)
        self.alpha = torch.empty(len(self.body.index))
        self.rim = rim(mask).flatten()[self.body.index].nonzero().flatten()
