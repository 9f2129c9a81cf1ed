"""Frames to learn from: where each pixel comes from, what is painted over it, and what it shows at last."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from soulstrain.character.chances import Poses
from soulstrain.character.faced import Faced
from soulstrain.character.networks import ALPHA, BODY_SIDE, COLOUR, GRID, BodyNetwork, square
from soulstrain.character.recipe import Recipe
from soulstrain.character.shelf import Answers
from soulstrain.character.squares import corners_in, cut
from soulstrain.character.teacher import FRAME_COLOUR, FRAME_GRID, FRAME_SHOWN, Picture

# How much frame, warped picture, grid and colour count: first what to paint, then where from, at last what is
# seen. Talking Head Anime 4's own trainer has these weights; that each holds a third of the time is ours.
PHASES = ((0.25, 0.25, 0.5, 2.0), (1.0, 2.5, 5.0, 1.0), (10.0, 1.0, 1.0, 1.0))


@dataclass(frozen=True)
class Frames:
    """poses [n, 45]; faces [n, 128, 128, 4] of the same; frames [n, 512, 512, FRAME_VALUES], on disk."""

    poses: Poses
    picture: Picture
    faces: Answers
    frames: Answers


class PaintLesson:
    """What a step of the body's training asks, where more is to be learnt than movement."""

    def __init__(
        self, network: BodyNetwork, frames: Frames, recipe: Recipe, seed: int, device: torch.device
    ) -> None:
        self.network, self.frames, self.recipe, self.device = network, frames, recipe, device
        self.chance = np.random.default_rng(seed)
        self.corners = corners_in(frames.picture, recipe.body_square)
        self.poses = torch.from_numpy(frames.poses.astype(np.float32)).to(device)
        self.faced = Faced(frames.picture, frames.faces, device)

    def loss(self, share: float = 0.0, /) -> Tensor:
        side, count = self.recipe.body_square, self.recipe.body_poses
        chosen = self.chance.integers(len(self.frames.frames), size=count)
        corners = self.corners[self.chance.integers(len(self.corners), size=count)]
        wanted = torch.from_numpy(cut(self.frames.frames, chosen, corners, side)).to(self.device)
        rows, where = torch.from_numpy(chosen).to(self.device), torch.from_numpy(corners).to(self.device)
        told = self.network(self.poses[rows], where, side)
        total = torch.zeros((), device=self.device)
        for weight, off in zip(weights(share), self._off(rows, where, told, wanted), strict=True):
            total = total + weight * off.abs().mean()
        return total

    def _off(self, rows: Tensor, corners: Tensor, told: Tensor, wanted: Tensor) -> tuple[Tensor, ...]:
        """Of frame, warped picture, grid and colour; of light as the networks encode it, -1 to 1."""
        places = square(corners, self.recipe.body_square, BODY_SIDE)
        grid, alpha, colour = told[..., GRID], told[..., ALPHA, None], told[..., COLOUR]
        warped = 2 * self.faced.at(rows, places + grid) - 1
        right = 2 * self.faced.at(rows, places + wanted[..., FRAME_GRID]) - 1
        return (
            torch.lerp(warped, colour, alpha) - (2 * wanted[..., FRAME_SHOWN] - 1),
            warped - right,
            grid - wanted[..., FRAME_GRID],
            colour - (2 * wanted[..., FRAME_COLOUR] - 1),
        )


def weights(share: float) -> tuple[float, ...]:
    """After this share of the lesson's time, 0 to 1."""
    return PHASES[min(int(share * len(PHASES)), len(PHASES) - 1)]
