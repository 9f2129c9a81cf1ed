"""A picture with each pose's face in it, read at any place: what a student's body moves."""

from itertools import product

import torch
from torch import Tensor

from soulstrain.character.networks import BODY_SIDE, FACE_SIDE
from soulstrain.character.rig.light import to_light
from soulstrain.character.rig.measures import FACE_BOX
from soulstrain.character.shelf import Answers
from soulstrain.character.teacher import Picture


class Faced:
    """Reads what `grid_sample` would of the whole pictures (bilinear, border, corners not aligned)."""

    def __init__(self, picture: Picture, faces: Answers, device: torch.device) -> None:
        """picture: [512, 512, 4]. faces: light [n, 128, 128, 4]."""
        self.rest = torch.from_numpy(to_light(picture)).reshape(-1, 4).to(device)
        self.faces = torch.from_numpy(faces.reshape(-1, 4)).to(device)

    def at(self, rows: Tensor, places: Tensor) -> Tensor:
        """Light [n, height, width, 4] at places [n, height, width, 2] under the faces `rows` [n]."""
        x, y = (((places + 1) * BODY_SIDE - 1) / 2).clamp(0, BODY_SIDE - 1).unbind(-1)
        left, top = x.detach().floor(), y.detach().floor()
        read = torch.zeros(1, device=places.device)
        for right, below in product((0, 1), repeat=2):
            column, row = left + right, top + below
            near = (1 - (x - column).abs()) * (1 - (y - row).abs())
            read = read + near[..., None] * self._pixels(rows, column.long(), row.long())
        return read

    def _pixels(self, rows: Tensor, x: Tensor, y: Tensor) -> Tensor:
        x, y = x.clamp(max=BODY_SIDE - 1), y.clamp(max=BODY_SIDE - 1)
        left, top, right, bottom = FACE_BOX
        inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)
        place = (rows[:, None, None] * FACE_SIDE + y - top) * FACE_SIDE + x - left
        face = self.faces[torch.where(inside, place, 0)].float()
        return torch.where(inside[..., None], face, self.rest[y * BODY_SIDE + x])
