"""Faces to learn from: the face's square under poses drawn by chance."""

import numpy as np
import torch
from torch import Tensor

from soulstrain.character.chances import Poses
from soulstrain.character.networks import FACE_POSES, FaceNetwork
from soulstrain.character.recipe import Recipe
from soulstrain.character.shelf import Answers

# What changes little is drawn now and then too: a share of the places chosen goes by no other measure.
_EVENLY = 0.25


class Faces:
    """Light [n, 128 * 128, 4]; what a network is to answer is worked out where it is asked."""

    def __init__(self, drawn: Poses, light: Answers, device: torch.device) -> None:
        self.poses = torch.from_numpy(drawn[:, :FACE_POSES].astype(np.float32)).to(device)
        self.light = torch.from_numpy(light.reshape(len(drawn), -1, 4)).to(device)
        self.chances = self._chances()

    def answers(self, rows: Tensor, pixels: Tensor) -> Tensor:
        """[rows, pixels, 4]: encoded light, -1 to 1, premultiplied."""
        return self.light[rows[:, None], pixels[None]].float() * 2 - 1

    def _chances(self) -> Tensor:
        """[128 * 128]: how often each pixel is asked for: the more, the more it is seen to change."""
        changes = (self.light[:256].float().clamp(0, 1) ** (1 / 2.4)).std(dim=0).sum(dim=-1)
        return (1 - _EVENLY) * changes / changes.sum() + _EVENLY / len(changes)


class FaceLesson:
    """What a step of the face's training asks, and how far the answers are off."""

    def __init__(self, network: FaceNetwork, faces: Faces, recipe: Recipe, seed: int) -> None:
        self.network, self.faces, self.recipe = network, faces, recipe
        self.chance = torch.Generator(faces.poses.device).manual_seed(seed)

    def loss(self, _share: float = 0.0, /) -> Tensor:
        count = len(self.faces.poses)
        device = self.faces.poses.device
        rows = torch.randint(count, (self.recipe.face_poses,), generator=self.chance, device=device)
        pixels = torch.multinomial(self.faces.chances, self.recipe.face_pixels, generator=self.chance)
        answers = self.faces.answers(rows, pixels)
        off = self.network(self.faces.poses[rows], pixels) - answers
        loss: Tensor = (off.square() * _seen(answers)).mean()
        return loss


def _seen(answers: Tensor) -> Tensor:
    """How much an error shows: in the dark the eye, and sRGB, tell finer differences of light."""
    light = ((answers[..., :3] + 1) / 2).clamp(0.02, 1)
    slope = light ** (1 / 2.4 - 1) / 2.4
    return torch.cat([slope, torch.ones_like(slope[..., :1])], dim=-1)
