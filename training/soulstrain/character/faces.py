"""Faces to learn from: pictures of the face's square under poses drawn by chance."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from soulstrain.character.chances import Poses, poses
from soulstrain.character.networks import FACE_POSES, FACE_SIDE, FaceNetwork
from soulstrain.character.recipe import Recipe
from soulstrain.character.rig.face import draw_face
from soulstrain.character.rig.light import TO_LIGHT

# What changes little is drawn now and then too: a share of the places chosen goes by no other measure.
_EVENLY = 0.25


class Faces:
    """Pictures [n, 128 * 128, 4] as bytes; what a network is to answer is worked out where it is asked."""

    def __init__(self, drawn: Poses, pictures: NDArray[np.uint8], device: torch.device) -> None:
        self.poses = torch.from_numpy(drawn[:, :FACE_POSES].astype(np.float32)).to(device)
        self.pictures = torch.from_numpy(pictures.reshape(len(drawn), -1, 4)).to(device)
        self.light = torch.from_numpy(TO_LIGHT).to(device)
        self.chances = self._chances()

    def answers(self, rows: Tensor, pixels: Tensor) -> Tensor:
        """[rows, pixels, 4]: encoded light, -1 to 1, premultiplied."""
        picture = self.pictures[rows[:, None], pixels[None]].long()
        alpha = picture[..., 3:].float() / 255
        return torch.cat([self.light[picture[..., :3]] * alpha, alpha], dim=-1) * 2 - 1

    def _chances(self) -> Tensor:
        """[128 * 128]: how often each pixel is asked for: the more, the more it changes."""
        some = self.pictures[: min(len(self.pictures), 256)].float()
        changes = some.std(dim=0).sum(dim=-1)
        return (1 - _EVENLY) * changes / changes.sum() + _EVENLY / len(changes)


class FaceLesson:
    """What a step of the face's training asks, and how far the answers are off."""

    def __init__(self, network: FaceNetwork, faces: Faces, recipe: Recipe, seed: int) -> None:
        self.network, self.faces, self.recipe = network, faces, recipe
        self.chance = torch.Generator(faces.poses.device).manual_seed(seed)

    def loss(self) -> Tensor:
        count = len(self.faces.poses)
        device = self.faces.poses.device
        rows = torch.randint(count, (self.recipe.face_poses,), generator=self.chance, device=device)
        pixels = torch.multinomial(self.faces.chances, self.recipe.face_pixels, generator=self.chance)
        answers = self.faces.answers(rows, pixels)
        off = self.network(self.faces.poses[rows], pixels) - answers
        loss: Tensor = (off.square() * _seen(answers)).mean()
        return loss


def draw_faces(seed: int, count: int, *, bar: bool) -> tuple[Poses, NDArray[np.uint8]]:
    """Poses [count, 45] by chance, and their faces [count, 128, 128, 4]."""
    drawn = poses(np.random.default_rng(seed), count)
    pictures = np.empty((count, FACE_SIDE, FACE_SIDE, 4), np.uint8)
    for number, pose in enumerate(tqdm(drawn, desc="drawing faces", unit="face", disable=not bar)):
        pictures[number] = draw_face(pose)
    return drawn, pictures


def _seen(answers: Tensor) -> Tensor:
    """How much an error shows: in the dark the eye, and sRGB, tell finer differences of light."""
    light = ((answers[..., :3] + 1) / 2).clamp(0.02, 1)
    slope = light ** (1 / 2.4 - 1) / 2.4
    return torch.cat([slope, torch.ones_like(slope[..., :1])], dim=-1)
