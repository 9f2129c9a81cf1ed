"""How like its teacher's pictures a student's look, on poses it has not learnt from."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import grid_sample
from tqdm import tqdm

from soulstrain.character.chances import Poses, poses
from soulstrain.character.folder import Student
from soulstrain.character.networks import ALPHA, BODY_SIDE, COLOUR, FACE_POSES, FACE_SIDE, GRID
from soulstrain.character.rig.light import to_layer, to_light
from soulstrain.character.rig.measures import FACE_BOX
from soulstrain.character.siren import places
from soulstrain.character.teacher import Picture, Teacher

COUNT = 24
SEED = 2**31
# Pictures are compared over this grey, in sRGB: what is transparent has no colour to be wrong.
_GREY = 128
_HOT = 0.1  # of the face's pixels, those that change most


@dataclass(frozen=True)
class Score:
    """Peak signal to noise, dB, over COUNT pictures: whole ones, and where faces change."""

    whole_db: float
    face_db: float


def held_out() -> Poses:
    """[COUNT, 45] that no training draws."""
    return poses(np.random.default_rng(SEED), COUNT)


def score(drawn: NDArray[np.uint8], wanted: NDArray[np.uint8], faces: NDArray[np.uint8]) -> Score:
    """Of pictures [n, 512, 512, 4] under held-out poses; faces [n, 128, 128, 4] tell where they change."""
    off = _over_grey(drawn) - _over_grey(wanted)
    changes = _over_grey(faces).std(axis=0).sum(axis=-1)
    hot = changes >= np.quantile(changes, 1 - _HOT)
    left, top, right, bottom = FACE_BOX
    return Score(_decibels(off), _decibels(off[:, top:bottom, left:right][:, hot]))


def examine(student: Student, teacher: Teacher, *, bar: bool) -> Score:
    """Of the student, on the CPU, under poses that no training draws."""
    asked = held_out()
    one_by_one = tqdm(asked[:, None], desc="comparing", unit="picture", disable=not bar)
    wanted = np.concatenate([teacher.pictures(pose) for pose in one_by_one])
    drawn = np.stack([drawn_by(student, teacher.picture, pose) for pose in asked])
    return score(drawn, wanted, to_layer(teacher.faces(asked)))


@torch.inference_mode()
def drawn_by(student: Student, picture: Picture, pose: NDArray[np.float64]) -> Picture:
    """[512, 512, 4] as the student draws the picture under the pose."""
    asked = torch.from_numpy(pose.astype(np.float32))[None]
    square = student.face(asked[:, :FACE_POSES], torch.arange(FACE_SIDE**2))
    light = torch.from_numpy(to_light(picture))
    left, top, right, bottom = FACE_BOX
    light[top:bottom, left:right] = (square.reshape(FACE_SIDE, FACE_SIDE, 4) + 1) / 2
    told = student.body(asked, torch.zeros(1, 2, dtype=torch.long), BODY_SIDE)
    grid = told[..., GRID] + places(BODY_SIDE).reshape(1, BODY_SIDE, BODY_SIDE, 2)
    moved = grid_sample(light.permute(2, 0, 1)[None], grid, padding_mode="border", align_corners=False)
    painted = (told[0, ..., COLOUR] + 1) / 2
    return to_layer(torch.lerp(moved[0].permute(1, 2, 0), painted, told[0, ..., ALPHA, None]).numpy())


def _over_grey(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    alpha = pictures[..., 3:] / 255
    return (pictures[..., :3] * alpha + _GREY * (1 - alpha)).astype(np.float32)


def _decibels(off: NDArray[np.float32]) -> float:
    return 20 * math.log10(255) - 10 * math.log10(max(float((off.astype(np.float64) ** 2).mean()), 1e-10))
