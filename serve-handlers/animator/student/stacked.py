"""Students of one shape on a GPU, many frames in one pass: each frame with its own character's weights.

Everything is computed everywhere. Products in float16, added up in float32; what a sine is taken of, the
last layer's outputs and the warp stay float32, because a thousandth of the warp is a quarter of a pixel.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from animator.character import Character
from animator.colour import light_from, light_of, network_of, pictures_of, shrunk
from animator.engine import FACE_COLUMNS, FACE_ROWS, FACE_SIDE, SIDE, Cel, laid_over
from animator.graphed import Graphed
from animator.student.folded import Level, Network, folded_body, folded_face
from animator.warp import covered, grid_of, warped


class StackedLevel:
    """Weights of one level, [characters, outputs, inputs]; biases [characters, outputs, 1]."""

    def __init__(self, levels: Sequence[Level], device: torch.device, dtype: torch.dtype) -> None:
        def stacked(weights: Iterable[Tensor], dtype: torch.dtype = torch.float32) -> Tensor:
            return torch.stack(list(weights)).to(device, dtype)

        self.dtype = dtype
        firsts = [level.first for level in levels]
        carried = [first.carried for first in firsts if first.carried is not None]
        self.carried = stacked(carried, dtype) if carried else None
        self.place = stacked(first.place for first in firsts)
        self.pose = stacked(first.pose for first in firsts)
        self.bias = stacked(first.bias[:, None] for first in firsts)
        self.rest = [
            (stacked((layer.weight for layer in same), dtype), stacked(layer.bias[:, None] for layer in same))
            for same in zip(*(level.rest for level in levels), strict=True)
        ]

    def __call__(self, before: Tensor | None, poses: Tensor, whose: Tensor, side: int) -> Tensor:
        """Features [n, width, side * side] for the next product, of those of half the side."""
        offset = torch.baddbmm(self.bias[whose], self.pose[whose], poses[:, : self.pose.shape[2], None])
        if before is not None and self.carried is not None:
            # The offset is as well added before interpolation: at a quarter of the pixels.
            handed = product(self.carried[whose], before).add_(offset)
            coarse = handed.view(len(poses), -1, side // 2, side // 2)
            fine = functional.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)
            offset = fine.flatten(2)
        place = grid_of(side, poses.device).flatten(1, 2).mT.expand(len(poses), -1, -1)
        x = sine(torch.baddbmm(offset, self.place[whose], place), self.dtype)
        for weight, bias in self.rest:
            x = sine(product(weight[whose], x).add_(bias[whose]), self.dtype)
        return x


class StackedNetwork:
    def __init__(self, networks: Sequence[Network], device: torch.device, dtype: torch.dtype) -> None:
        by_level = zip(*(network.levels for network in networks), strict=True)
        self.levels = [StackedLevel(levels, device, dtype) for levels in by_level]
        self.last = torch.stack([network.last.weight for network in networks]).to(device, dtype)
        self.bias = torch.stack([network.last.bias[:, None] for network in networks]).to(device)

    def __call__(self, poses: Tensor, whose: Tensor, side: int) -> Tensor:
        """float32 [n, channels, side, side]."""
        finest = len(self.levels) - 1
        x = self.levels[0](None, poses, whose, side >> finest)
        for number, level in enumerate(self.levels[1:], 1):
            x = level(x, poses, whose, side >> (finest - number))
        out = product(self.last[whose], x).add_(self.bias[whose])
        return out.view(len(poses), -1, side, side)


class StackedStudents:
    """Characters of one shape; `render` and `pictures` are told for each pose whose it is."""

    def __init__(self, characters: Sequence[Character], device: torch.device, batch: int = 8) -> None:
        """batch: frames at once, at most; each takes about 0.4 GB of a GPU's memory."""
        if len({character.shape for character in characters}) != 1:
            raise ValueError("students of different shapes do not go into one batch")
        self.device, self.batch = device, batch
        stack = _Stack(characters, device)
        # Of an object that does not know them: what they recorded goes with the last who does, and at once.
        self.faced, self.turned = Graphed(stack.faced), Graphed(stack.turned)

    def render(self, poses: Tensor, whose: Sequence[int], cels: Sequence[Cel] = ()) -> Tensor:
        """Light [n, 4, 512, 512], float32 on the CPU. whose: each pose's character, by its place."""
        frames = torch.empty(len(poses), 4, SIDE, SIDE)
        for rows, light in self._batches(poses, whose, cels):
            frames[rows] = light.cpu()
        return frames

    def pictures(
        self, poses: Tensor, whose: Sequence[int], cels: Sequence[Cel] = (), side: int = SIDE
    ) -> NDArray[np.uint8]:
        """Made smaller there: a GPU saves little by drawing less."""
        frames = np.empty((len(poses), side, side, 4), np.uint8)
        for rows, light in self._batches(poses, whose, cels):
            frames[rows] = pictures_of(shrunk(light, side))
        return frames

    def _batches(
        self, poses: Tensor, whose: Sequence[int], cels: Sequence[Cel]
    ) -> Iterator[tuple[slice, Tensor]]:
        laid = cels or [None] * len(poses)
        for start in range(0, len(poses), self.batch):
            rows = slice(start, start + self.batch)
            yield rows, self._drawn(poses[rows], torch.tensor(whose[rows]), laid[rows])

    @torch.inference_mode()
    def _drawn(self, poses: Tensor, whose: Tensor, cels: Sequence[Cel]) -> Tensor:
        poses, whose = poses.to(self.device), whose.to(self.device)
        pictures = self.faced(poses, whose)
        for row, cel in enumerate(cels):
            if cel is not None:
                pictures[row] = laid_over(pictures[row], cel.to(self.device))
        return light_from(self.turned(poses, whose, pictures))


class _Stack:
    """Weights and pictures of characters, and the two halves of a frame."""

    def __init__(self, characters: Sequence[Character], device: torch.device) -> None:
        dtype = torch.float16 if device.type == "cuda" else torch.float32
        self.face = StackedNetwork([folded_face(each) for each in characters], device, dtype)
        self.body = StackedNetwork([folded_body(each) for each in characters], device, dtype)
        self.rest = torch.stack([network_of(light_of(each.picture)) for each in characters]).to(device)

    def faced(self, poses: Tensor, whose: Tensor) -> Tensor:
        pictures = self.rest[whose]
        pictures[:, :, FACE_ROWS, FACE_COLUMNS] = self.face(poses, whose, FACE_SIDE)
        return pictures

    def turned(self, poses: Tensor, whose: Tensor, pictures: Tensor) -> Tensor:
        change, alpha, colour = torch.split(self.body(poses, whose, SIDE), [2, 1, 4], 1)
        return covered(warped(pictures, change), colour, alpha)


def product(weight: Tensor, x: Tensor) -> Tensor:
    """float32 whatever is multiplied: a GPU's units for float16 add up in float32."""
    if weight.dtype == torch.float32:
        return torch.bmm(weight, x)
    return torch.bmm(weight, x, out_dtype=torch.float32)


def sine(x: Tensor, dtype: torch.dtype) -> Tensor:
    """The sine of float32 `x`, in `dtype` for the next product, in one pass over memory."""
    return torch.sin(x, out=torch.empty_like(x, dtype=dtype))
