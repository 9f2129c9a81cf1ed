"""Movements to learn from: where each pixel of a moved picture comes from."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from soulstrain.character.chances import poses
from soulstrain.character.networks import ALPHA, BODY_POSES, BODY_SIDE, COLOUR, GRID, BodyNetwork
from soulstrain.character.recipe import Recipe
from soulstrain.character.rig.pose import FACE
from soulstrain.character.siren import Sine
from soulstrain.character.squares import corners_in, cut
from soulstrain.character.teacher import Teacher


class MoveLesson:
    """What a step of the body's training asks: squares of pixels, each under a pose of its own."""

    def __init__(
        self, network: BodyNetwork, teacher: Teacher, recipe: Recipe, seed: int, device: torch.device
    ) -> None:
        self.network, self.teacher, self.recipe, self.device = network, teacher, recipe, device
        self.chance = np.random.default_rng(seed)
        self.corners = corners_in(teacher.picture, recipe.body_square)
        self.poses = np.empty((0, BODY_POSES))
        self.grids: list[NDArray[np.float32]] = []
        only_move(network)

    def loss(self, _share: float = 0.0, /) -> Tensor:
        self._renew()
        side, count = self.recipe.body_square, self.recipe.body_poses
        rows = self.chance.integers(len(self.grids), size=count)
        corners = self.corners[self.chance.integers(len(self.corners), size=count)]
        wanted = torch.from_numpy(cut(self.grids, rows, corners, side)).to(self.device)
        asked = torch.from_numpy(self.poses[rows].astype(np.float32)).to(self.device)
        told = self.network(asked, torch.from_numpy(corners).to(self.device), side)
        # In pixels of the picture.
        off = (told[..., GRID] - wanted) * (BODY_SIDE / 2)
        loss: Tensor = off.square().mean()
        return loss

    def _renew(self) -> None:
        """One pose's grid more, in place of the oldest; a grid serves many squares."""
        missing = self.recipe.body_grids - len(self.grids)
        drawn = poses(self.chance, max(1, missing))
        drawn[:, FACE] = 0.0
        self.poses = np.concatenate([self.poses, drawn])[-self.recipe.body_grids :]
        self.grids = [*self.grids, *self.teacher.frames(drawn)][-self.recipe.body_grids :]


def only_move(network: BodyNetwork) -> None:
    """Leave to the network what the figure needs: a map of the picture at rest, by the body's six values.

    Nothing is drawn anew, so that she stays as crisp as she was drawn. Weights that are 0 stay so: no error
    reaches them.
    """
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, Sine) and layer.placed:
                first = layer.linear.in_features - BODY_POSES
                layer.linear.weight[:, first : first + FACE.stop] = 0.0
        for rows in (slice(ALPHA, ALPHA + 1), COLOUR):
            network.last_linear.weight[rows] = 0.0
            network.last_linear.bias[rows] = 0.0
