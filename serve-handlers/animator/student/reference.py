"""A student as THA4's own code computes it: every layer a convolution over the whole picture.

The oracle that the fast paths are tested against and what the benchmark compares them with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from animator.character import Character
from animator.colour import light_of, network_of
from animator.engine import FACE_COLUMNS, FACE_ROWS, FACE_SIDE, SIDE
from animator.pose import COUNT, FACE_INPUTS
from animator.student.shape import BODY_OUTPUTS, FACE_OUTPUTS, PLACE, StudentShape
from animator.warp import covered, grid_of, warped

OMEGA = 30.0


@dataclass(frozen=True)
class Outputs:
    """The networks' six, unclamped: [n, channels, 512, 512], the face [n, 4, 128, 128]."""

    blended: Tensor
    alpha: Tensor
    colour: Tensor
    warped: Tensor
    grid_change: Tensor
    face: Tensor


class SineLayer(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.linear = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.sin(OMEGA * self.linear(x))


def _layers(inputs: int, widths: Sequence[int]) -> list[SineLayer]:
    return [SineLayer(before, after) for before, after in zip((inputs, *widths), widths, strict=False)]


class _Siren(nn.Module):
    def __init__(self, widths: Sequence[int]) -> None:
        super().__init__()
        self.sine_layers = nn.ModuleList(_layers(PLACE + FACE_INPUTS, widths))
        self.last_linear = nn.Conv2d(widths[-1], FACE_OUTPUTS, 1)


class FaceMorpher(nn.Module):
    def __init__(self, shape: StudentShape) -> None:
        super().__init__()
        self.siren = _Siren(shape.face)

    def forward(self, pose: Tensor) -> Tensor:
        x = _with_place(pose[:, :FACE_INPUTS], FACE_SIDE)
        for layer in self.siren.sine_layers:
            x = layer(x)
        face: Tensor = self.siren.last_linear(x)
        return face


class BodyMorpher(nn.Module):
    def __init__(self, shape: StudentShape) -> None:
        super().__init__()
        before = (0, *(widths[-1] for widths in shape.body))
        self.siren_layers = nn.ModuleList(
            nn.ModuleList(_layers(carried + PLACE + COUNT, widths))
            for carried, widths in zip(before, shape.body, strict=False)
        )
        self.last_linear = nn.Conv2d(before[-1], BODY_OUTPUTS, 1)

    def forward(self, image: Tensor, pose: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        x = torch.empty(len(pose), 0, 1, 1)
        for level, layers in enumerate(self.siren_layers):
            side = SIDE >> (len(self.siren_layers) - 1 - level)
            if level:
                x = functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = torch.cat([x.expand(-1, -1, side, side), _with_place(pose, side)], 1)
            for layer in layers:  # type: ignore[attr-defined]
                x = layer(x)
        out = self.last_linear(x)
        grid_change, alpha, colour = out[:, :2], out[:, 2:3], out[:, 3:]
        moved = warped(image, grid_change)
        return covered(moved, colour, alpha), alpha, colour, moved, grid_change


class Reference:
    """A character's two networks, as they were trained."""

    def __init__(self, character: Character) -> None:
        self.face, self.body = FaceMorpher(character.shape), BodyMorpher(character.shape)
        self.face.load_state_dict(character.face)
        self.body.load_state_dict(character.body)
        self.image = network_of(light_of(character.picture))

    @torch.inference_mode()
    def __call__(self, poses: Tensor) -> Outputs:
        face = self.face(poses)
        image = self.image.repeat(len(poses), 1, 1, 1)
        image[:, :, FACE_ROWS, FACE_COLUMNS] = face
        blended, alpha, colour, moved, grid_change = self.body(image, poses)
        return Outputs(blended, alpha, colour, moved, grid_change, face)


def _with_place(pose: Tensor, side: int) -> Tensor:
    """[n, 2 + inputs, side, side]: where each pixel is, and the pose, the same at all of them."""
    place = grid_of(side).permute(0, 3, 1, 2).expand(len(pose), -1, -1, -1)
    return torch.cat([place, pose[:, :, None, None].expand(-1, -1, side, side)], 1)
