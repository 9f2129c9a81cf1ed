"""What a teacher says to chance poses, and the two lessons that are made of it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from soulstrain.character.bodies import MoveLesson
from soulstrain.character.chances import Poses, poses
from soulstrain.character.faces import FaceLesson, Faces
from soulstrain.character.folder import Student
from soulstrain.character.learning import Lesson
from soulstrain.character.networks import BODY_SIDE, FACE_SIDE
from soulstrain.character.paintings import Frames, PaintLesson
from soulstrain.character.recipe import Recipe
from soulstrain.character.shelf import Answers, Shelf, check_space, fill
from soulstrain.character.teacher import FRAME_VALUES, Teacher

FACES, FRAMES = "faces", "frames"
_FACE = (FACE_SIDE, FACE_SIDE, 4)
_FRAME = (BODY_SIDE, BODY_SIDE, FRAME_VALUES)


@dataclass(frozen=True)
class Order:
    """How much is asked of a teacher. folder: where the answers of one that paints are kept.

    frames: under the first of the faces' poses, so that each frame's own face is known.
    """

    recipe: Recipe
    frames: int
    seed: int
    folder: Path

    def count(self, teacher: Teacher) -> int:
        return max(self.recipe.faces, self.frames) if teacher.paints else self.recipe.faces

    def drawn(self, teacher: Teacher) -> Poses:
        return poses(np.random.default_rng(self.seed), self.count(teacher))

    def shelves(self, teacher: Teacher) -> tuple[Shelf, Shelf]:
        count = self.count(teacher)
        mark = json.dumps({"seed": self.seed, "poses": count, **teacher.mark}, sort_keys=True)
        return (
            Shelf(self.folder / f"{FACES}.f16", (count, *_FACE), mark),
            Shelf(self.folder / f"{FRAMES}.f16", (self.frames, *_FRAME), mark),
        )


def make(
    student: Student, teacher: Teacher, order: Order, device: torch.device, *, bar: bool
) -> dict[str, Lesson]:
    """Of face and body. Asks the teacher, which takes its time where it paints.

    Raises TrainingError where a disk has too little room for the answers.
    """
    drawn = order.drawn(teacher)
    if not teacher.paints:
        faces = np.empty((len(drawn), *_FACE), np.float16)
        fill(faces, teacher.faces, drawn, FACES, bar=bar)
        return {
            "face": _face(student, drawn, faces, order, device),
            "body": MoveLesson(student.body, teacher, order.recipe, order.seed, device),
        }
    faces, frames = _kept(teacher, drawn, order, bar=bar)
    told = Frames(drawn[: order.frames], teacher.picture, faces[: order.frames], frames)
    return {
        "face": _face(student, drawn, faces, order, device),
        "body": PaintLesson(student.body, told, order.recipe, order.seed, device),
    }


def _face(student: Student, drawn: Poses, faces: Answers, order: Order, device: torch.device) -> FaceLesson:
    return FaceLesson(student.face, Faces(drawn, faces, device), order.recipe, order.seed)


def _kept(teacher: Teacher, drawn: Poses, order: Order, *, bar: bool) -> tuple[Answers, Answers]:
    shelves = order.shelves(teacher)
    check_space(order.folder, shelves)
    if bar:
        size = sum(shelf.size for shelf in shelves) / 1e9
        said = f"{len(drawn)} faces and {order.frames} frames of the teacher, {size:.1f} GB in {order.folder}"
        tqdm.write(f"{said} until the end", file=sys.stderr)
    faces, frames = shelves
    return (
        faces.filled(teacher.faces, drawn, FACES, bar=bar),
        frames.filled(teacher.frames, drawn[: order.frames], FRAMES, bar=bar),
    )
