"""The two networks of a student: one draws the face's square, one moves the whole picture.

Names and shapes are those of the THA4 student format, so that a state dict of theirs fits and ours fits
elsewhere.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from soulstrain.character.siren import Level, places

FACE_SIDE, BODY_SIDE = 128, 512
FACE_CENTRE = (144, 256)  # row and column
FACE_POSES, BODY_POSES = 39, 45
# Outputs of the body: how far each pixel's source is away (x, y), how much is drawn instead of moved, what.
GRID, ALPHA, COLOUR = slice(0, 2), 2, slice(3, 7)


@dataclass(frozen=True)
class Shape:
    """Widths of the layers: of the face, and of the body's three levels, from 128 to 512 pixels a side."""

    face: tuple[int, ...] = (128,) * 8
    body: tuple[tuple[int, ...], ...] = ((360, 360, 180), (180, 180, 90), (90, 90, 90))


class _Siren(nn.Module):
    """Bears the name that the format gives the face's layers."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.sine_layers = Level(0, FACE_POSES, widths)
        self.last_linear = nn.Linear(widths[-1], 4)
        nn.init.kaiming_normal_(self.last_linear.weight)

    def forward(self, where: Tensor, poses: Tensor) -> Tensor:
        drawn: Tensor = self.last_linear(self.sine_layers(where, poses))
        return drawn


class FaceNetwork(nn.Module):
    """Place and pose to the colour there: encoded light, -1 to 1, premultiplied by alpha."""

    places: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.siren = _Siren(shape.face)
        self.register_buffer("places", places(FACE_SIDE), persistent=False)

    def forward(self, poses: Tensor, pixels: Tensor) -> Tensor:
        """[n, places, 4] for poses [n, 39], at pixels [places] counted row by row."""
        drawn: Tensor = self.siren(self.places[pixels][None], poses)
        return drawn


class BodyNetwork(nn.Module):
    """Place and pose to grid, alpha and colour, on three levels of which each is twice as fine."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        told = [0, *(widths[-1] for widths in shape.body)]
        self.siren_layers = nn.ModuleList(
            Level(before, BODY_POSES, widths) for before, widths in zip(told, shape.body, strict=False)
        )
        self.last_linear = nn.Linear(told[-1], 7)
        nn.init.kaiming_normal_(self.last_linear.weight)

    def forward(self, poses: Tensor, corners: Tensor, side: int) -> Tensor:
        """[n, side, side, 7] for poses [n, 45]: of each the square of pixels whose first is corners [n, 2].

        Rows and columns of corners, and `side`, are multiples of 4. The coarser levels are worked out for
        what the square needs of them: itself and one pixel around it.
        """
        deepest = len(self.siren_layers) - 1
        told: Tensor | None = None
        for number, layers in enumerate(self.siren_layers):
            scale = 2 ** (deepest - number)
            rim = 0 if number == deepest else 1
            where = square(corners // scale - rim, side // scale + 2 * rim, BODY_SIDE // scale)
            inputs = where if told is None else torch.cat([told, where], dim=-1)
            features = layers(inputs.flatten(1, 2), poses).reshape(*where.shape[:3], -1)
            told = features if number == deepest else _finer(features, 1 if number + 1 < deepest else 2)
        drawn: Tensor = self.last_linear(told)
        return drawn


def square(corners: Tensor, side: int, whole: int) -> Tensor:
    """[n, side, side, 2]: places of a square in a picture `whole` pixels wide; beyond its edge the edge's."""
    steps = torch.arange(side, device=corners.device)
    axis = (2 * (corners[:, :, None] + steps).clamp(0, whole - 1) + 1) / whole - 1
    y, x = axis[:, 0, :, None].expand(-1, side, side), axis[:, 1, None, :].expand(-1, side, side)
    return torch.stack([x, y], dim=-1)


def _finer(features: Tensor, cut: int) -> Tensor:
    """Twice as many pixels each way, less `cut` of the outermost, for which a neighbour is missing."""
    finer = functional.interpolate(
        features.permute(0, 3, 1, 2), scale_factor=2, mode="bilinear", align_corners=False
    )
    return finer[:, :, cut:-cut, cut:-cut].permute(0, 2, 3, 1)
