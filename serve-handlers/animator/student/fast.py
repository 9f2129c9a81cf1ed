"""A student on CPUs: the reference's frames in a tenth of its time.

Nothing is approximated but by rounding: weights folded (`folded.py`), only the pixels that can show computed
(`pixels.py`, `active.py`), in chunks that stay in a core's cache (`run.py`).

A frame of half the side is the same face in a softened picture, turned by the body at a quarter of the
places. It is as near to a whole frame made smaller as PSNR 40 dB, and lines are as clear.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from animator.character import Character
from animator.colour import light_from, light_of, network_of, picture_pixels
from animator.engine import SIDE, Cel
from animator.student.active import extreme_poses, sampled, shows, widened
from animator.student.drawing import BodyDrawing, FaceDrawing, softened
from animator.student.folded import folded_body, folded_face, without_blend
from animator.student.sheet import Keep, Sheet
from animator.student.workers import Workers, alone


class FastStudent:
    """An Engine, for one thread at a time. found: [512, 512] bool, the pixels that can show."""

    def __init__(self, character: Character, workers: Workers, mask: Tensor | None = None) -> None:
        """mask: `found` of an engine for the same character; None finds it, in seconds."""
        self.workers = workers
        self.network = without_blend(folded_body(character))
        self.face = FaceDrawing(folded_face(character), network_of(light_of(character.picture)), workers)
        self.found = self._find() if mask is None else mask
        # By side; each is made when it is first asked for.
        self.sheets: dict[int, Sheet] = {}
        # The cel that was softened last, and what became of it: it is on many frames, one after the other.
        self.softened: tuple[Cel, Cel] = (None, None)

    def render(self, poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        frames = torch.zeros(len(poses), 4, SIDE * SIDE)

        def keep(frame: Tensor, index: Tensor, light: Tensor) -> None:
            frame[:, index] = light

        self._draw_each(poses, cels, SIDE, [partial(keep, frame) for frame in frames])
        return frames.view(-1, 4, SIDE, SIDE)

    def pictures(self, poses: Tensor, cels: Sequence[Cel] = (), side: int = SIDE) -> NDArray[np.uint8]:
        frames = np.zeros((len(poses), side * side, 4), np.uint8)

        def keep(frame: NDArray[np.uint8], index: Tensor, light: Tensor) -> None:
            # A pixel as one number: a quarter of the writes.
            frame.view(np.uint32)[index.numpy()] = picture_pixels(light).view(np.uint32)

        self._draw_each(poses, cels, side, [partial(keep, frame) for frame in frames])
        return frames.reshape(-1, side, side, 4)

    @alone()
    @torch.inference_mode()
    def _draw_each(self, poses: Tensor, cels: Sequence[Cel], side: int, keeps: Sequence[Keep]) -> None:
        sheet = self.sheet(side)
        for pose, cel, keep in zip(poses, cels or [None] * len(poses), keeps, strict=True):
            sheet.draw(pose, self._cel(cel, side), keep)

    def sheet(self, side: int) -> Sheet:
        if side not in self.sheets:
            # A pixel of fewer is one of which any part can show.
            some = functional.max_pool2d(self.found[None].float(), SIDE // side)[0] > 0
            self.sheets[side] = Sheet(self.face, self.network, some, self.workers)
        return self.sheets[side]

    def _cel(self, cel: Cel, side: int) -> Cel:
        if cel is None or side == SIDE:
            return cel
        if self.softened[0] is not cel:
            self.softened = (cel, softened(cel))
        return self.softened[1]

    @alone()
    @torch.inference_mode()
    def _find(self) -> Tensor:
        """The pixels that show in any of the extreme poses, and those around them."""
        body = BodyDrawing(self.network, sampled(), self.workers)
        seen = torch.zeros(len(body.index), dtype=torch.bool)

        def put(rows: slice, values: Tensor) -> None:
            seen[rows] |= shows(light_from(values))

        for pose in extreme_poses():
            self.face.draw(pose)
            body.draw(pose, self.face.picture(SIDE), put)
        return widened(body.index[seen])
