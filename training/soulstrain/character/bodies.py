"""Movements to learn from: where each pixel of a moved picture comes from."""

import numpy as np
import torch
from torch import Tensor

from soulstrain.character.chances import poses
from soulstrain.character.networks import ALPHA, BODY_POSES, BODY_SIDE, COLOUR, GRID, BodyNetwork
from soulstrain.character.recipe import Recipe
from soulstrain.character.rig.figure import draw_rest
from soulstrain.character.rig.pose import FACE, MOTION
from soulstrain.character.rig.warp import warp
from soulstrain.character.siren import Sine, places

# Where nothing is drawn a wrong source shows nothing; the share of squares that fall there all the same.
_ANYWHERE = 0.1
# So far around the figure its moved outline reaches, in pixels.
_REACH = 32


class BodyLesson:
    """What a step of the body's training asks: squares of pixels, each under a pose of its own."""

    def __init__(self, network: BodyNetwork, recipe: Recipe, seed: int, device: torch.device) -> None:
        self.network, self.recipe, self.device = network, recipe, device
        self.chance = np.random.default_rng(seed)
        self.still = places(BODY_SIDE).reshape(BODY_SIDE, BODY_SIDE, 2).numpy()
        self.corners = _corners(recipe.body_square)
        self.poses = np.empty((0, BODY_POSES))
        self.grids: list[np.ndarray[tuple[int, int, int], np.dtype[np.float32]]] = []
        only_move(network)

    def loss(self) -> Tensor:
        self._renew()
        recipe, side = self.recipe, self.recipe.body_square
        rows = self.chance.integers(len(self.grids), size=recipe.body_poses)
        corners = self.corners[self.chance.integers(len(self.corners), size=recipe.body_poses)]
        wanted = np.stack(
            [
                self.grids[row][top : top + side, left : left + side]
                for row, (top, left) in zip(rows, corners, strict=True)
            ]
        )
        asked = torch.from_numpy(self.poses[rows].astype(np.float32)).to(self.device)
        told = self.network(asked, torch.from_numpy(corners).to(self.device), side)
        # In pixels of the picture.
        off = (told[..., GRID] - torch.from_numpy(wanted).to(self.device)) * (BODY_SIDE / 2)
        loss: Tensor = off.square().mean()
        return loss

    def _renew(self) -> None:
        """One pose's grid more, in place of the oldest; a grid serves many squares."""
        missing = self.recipe.body_grids - len(self.grids)
        drawn = poses(self.chance, max(1, missing))
        drawn[:, FACE] = 0.0
        self.poses = np.concatenate([self.poses, drawn])[-self.recipe.body_grids :]
        grids = [warp(pose[MOTION]) - self.still for pose in drawn]
        self.grids = [*self.grids, *grids][-self.recipe.body_grids :]


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


def _corners(side: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """[n, 2]: rows and columns of squares; most of them on or near the figure."""
    steps = np.arange(0, BODY_SIDE - side + 1, 4)
    everywhere = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    drawn = np.pad(draw_rest()[..., 3] > 0, _REACH)
    sums = np.pad(drawn.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    top, left = everywhere.T
    bottom, right = top + side + 2 * _REACH, left + side + 2 * _REACH
    near = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left] > 0
    away = everywhere[~near]
    few = away[:: max(1, round(len(away) / max(1, _ANYWHERE * near.sum())))]
    return np.concatenate([everywhere[near], few])
