"""From the rig to a character's folder: draw, learn, examine, write."""

import json
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from soulstrain.character import exam
from soulstrain.character.bodies import BodyLesson
from soulstrain.character.faces import FaceLesson, Faces, draw_faces
from soulstrain.character.folder import Student, check, read, write
from soulstrain.character.learning import Pupil
from soulstrain.character.networks import BodyNetwork, FaceNetwork
from soulstrain.character.recipe import Recipe
from soulstrain.character.rig.face import draw_face
from soulstrain.errors import TrainingError


@dataclass(frozen=True)
class CharacterSettings:
    """out_dir: the character's folder. work_dir: checkpoints. preset: the recipe's name, for the record.

    init_dir: a character of the same shape to learn on from; may be out_dir.
    """

    out_dir: Path
    work_dir: Path
    preset: str
    recipe: Recipe
    seed: int = 42
    fresh: bool = False
    init_dir: Path | None = None


def train(settings: CharacterSettings, device: torch.device, *, bar: bool) -> dict[str, Any]:
    """The metrics that stand in the folder's metrics.json too. Goes on where an interrupted run was.

    Raises TrainingError when the folder holds something else than a character, or init_dir another shape.
    """
    recipe, seed = settings.recipe, settings.seed
    check(settings.out_dir)
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    student = _begin(settings)
    face, body = student.face.to(device), student.body.to(device)
    began = time.monotonic()
    faces = Faces(*draw_faces(seed, recipe.faces, bar=bar), device)
    drawing_s = time.monotonic() - began
    mark = {"preset": settings.preset, "seed": seed, "recipe": asdict(recipe)}
    if settings.init_dir:
        mark["init"] = str(settings.init_dir)
    pupils = {
        "face": Pupil(FaceLesson(face, faces, recipe, seed), recipe.face_minutes, recipe.learning_rate, mark),
        "body": Pupil(
            BodyLesson(body, recipe, seed, device), recipe.body_minutes, recipe.learning_rate, mark
        ),
    }
    for name, pupil in pupils.items():
        checkpoint = settings.work_dir / f"{name}.pt"
        if settings.fresh:
            checkpoint.unlink(missing_ok=True)
        pupil.learn(checkpoint, f"learning the {name}", bar=bar)
    metrics = {
        **mark,
        "psnr_db": asdict(examine(Student(face.cpu(), body.cpu()))),
        "drawing_s": round(drawing_s, 1),
        **{name: _course(pupil) for name, pupil in pupils.items()},
        "machine": {"device": str(device), "torch": torch.__version__, "python": platform.python_version()},
    }
    write(settings.out_dir, Student(face, body), json.dumps(metrics, indent=2) + "\n")
    return metrics


def _begin(settings: CharacterSettings) -> Student:
    """Chance weights out of the seed, or those that are learnt on from."""
    torch.manual_seed(settings.seed)
    shape = settings.recipe.shape
    if settings.init_dir is None:
        return Student(FaceNetwork(shape), BodyNetwork(shape))
    student = read(settings.init_dir)
    if student.shape != shape:
        raise TrainingError(f"{settings.init_dir} has another shape than the preset {settings.preset}")
    return student


def examine(student: Student) -> exam.Score:
    """Of the student beside the rig, on poses that no training draws."""
    asked = exam.held_out()
    faces = np.stack([draw_face(pose) for pose in asked])
    return exam.score(exam.drawn_by(student.face, student.body, asked), exam.wanted(asked), faces)


def examine_folder(folder: Path) -> exam.Score:
    """Raises TrainingError where the folder holds no student."""
    return examine(read(folder))


def _course(pupil: Pupil) -> dict[str, Any]:
    return {"steps": pupil.step, "minutes": round(pupil.seconds / 60, 1), "loss": pupil.history[-20:]}
