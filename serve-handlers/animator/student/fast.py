"""A student on CPUs: the reference's frames in a tenth of its time.

Nothing is approximated but by rounding: weights folded (`folded.py`), only the pixels that can show computed
(`pixels.py`, `active.py`), in chunks that stay in a core's cache (`run.py`).
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.character import Character
from animator.colour import light_from, light_of, network_of, picture_pixels
from animator.engine import SIDE, Cel, laid_over
from animator.student.active import LEAST_ALPHA, MARGIN_BEYOND, extreme_poses, rim, sampled, shows, widened
from animator.student.drawing import BodyDrawing, FaceDrawing
from animator.student.folded import folded_body, folded_face
from animator.student.workers import Workers

# A figure goes on by less than that; what goes on further is the noise of a pose that nobody was trained on,
# and is not looked for in the frames that follow.
_MOST_DRAWN = 3
_MOST_GROWN = 1.5
# Some pixels of a frame, y * 512 + x of each, and their light [4, pixels].
Keep = Callable[[Tensor, Tensor], None]


class FastStudent:
    """An Engine, for one thread at a time. found, mask: [512, 512] bool, pixels computed at first and now."""

    def __init__(self, character: Character, workers: Workers, mask: Tensor | None = None) -> None:
        """mask: `found` of an engine for the same character; None finds it, in seconds."""
        self.workers = workers
        self.network = folded_body(character)
        self.face = FaceDrawing(folded_face(character), network_of(light_of(character.picture)), workers)
        self.found = self._find() if mask is None else mask
        self._cover(self.found)

    def render(self, poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        frames = torch.zeros(len(poses), 4, SIDE * SIDE)

        def keep(frame: Tensor, index: Tensor, light: Tensor) -> None:
            frame[:, index] = light

        self._draw_each(poses, cels, [partial(keep, frame) for frame in frames])
        return frames.view(-1, 4, SIDE, SIDE)

    def pictures(self, poses: Tensor, cels: Sequence[Cel] = ()) -> NDArray[np.uint8]:
        frames = np.zeros((len(poses), SIDE * SIDE, 4), np.uint8)

        def keep(frame: NDArray[np.uint8], index: Tensor, light: Tensor) -> None:
            # A pixel as one number: a quarter of the writes.
            frame.view(np.uint32)[index.numpy()] = picture_pixels(light).view(np.uint32)

        self._draw_each(poses, cels, [partial(keep, frame) for frame in frames])
        return frames.reshape(-1, SIDE, SIDE, 4)

    @torch.inference_mode()
    def _draw_each(self, poses: Tensor, cels: Sequence[Cel], keeps: Sequence[Keep]) -> None:
        for pose, cel, keep in zip(poses, cels or [None] * len(poses), keeps, strict=True):
            self.face.draw(pose)
            picture = laid_over(self.face.picture, cel)
            escaped = self._draw(pose, picture, keep)
            for _ in range(1, _MOST_DRAWN):
                if len(escaped):
                    self._cover(self.mask | widened(escaped, MARGIN_BEYOND))
                    escaped = self._draw(pose, picture, keep)
            if self.mask.sum() > _MOST_GROWN * self.found.sum():
                self._cover(self.found)

    def _draw(self, pose: Tensor, picture: Tensor, keep: Keep) -> Tensor:
        """One frame. Pixels of the mask's rim at which it shows: beyond them it may be cut off."""

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

    @torch.inference_mode()
    def _find(self) -> Tensor:
        """The pixels that show in any of the extreme poses, and those around them."""
        body = BodyDrawing(self.network, sampled(), self.workers)
        seen = torch.zeros(len(body.index), dtype=torch.bool)

        def put(rows: slice, values: Tensor) -> None:
            seen[rows] |= shows(light_from(values))

        for pose in extreme_poses():
            self.face.draw(pose)
            body.draw(pose, self.face.picture, put)
        return widened(body.index[seen])
