"""From a teacher to a character's folder: ask, learn, examine, write."""

import json
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from soulstrain.character import exam
from soulstrain.character.folder import METRICS, Student, check, read, write
from soulstrain.character.learning import Pupil
from soulstrain.character.lessons import Order, make
from soulstrain.character.networks import BodyNetwork, FaceNetwork
from soulstrain.character.recipe import Recipe
from soulstrain.character.teacher import Teacher
from soulstrain.errors import TrainingError


@dataclass(frozen=True)
class CharacterSettings:
    """out_dir: the character's folder. work_dir: checkpoints, and answers of a teacher that paints.

    preset: the recipe's name, for the record. init_dir: a character of the same shape to learn on from; may
    be out_dir. frames: asked of a teacher that paints.
    """

    out_dir: Path
    work_dir: Path
    preset: str
    recipe: Recipe
    seed: int = 42
    fresh: bool = False
    init_dir: Path | None = None
    frames: int = 1000

    def mark(self, teacher: Teacher) -> dict[str, Any]:
        """What must be the same for a training to go on."""
        mark = {"preset": self.preset, "seed": self.seed, "recipe": asdict(self.recipe), **teacher.mark}
        if teacher.paints:
            mark["frames"] = self.frames
        if self.init_dir:
            mark["init"] = self.init_dir.name
        return mark


def train(
    settings: CharacterSettings, device: torch.device, *, bar: bool, teacher: Teacher | None = None
) -> dict[str, Any]:
    """The metrics that stand in the folder's metrics.json too. Goes on where an interrupted run was.

    The teacher is the rig where none is given. Raises TrainingError when the folder holds something else than
    a character, init_dir another shape, and where the disk is too small for the teacher's answers.
    """
    teacher = teacher or rig()
    check(settings.out_dir)
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    order = Order(settings.recipe, settings.frames, settings.seed, settings.work_dir)
    if settings.fresh:
        _forget(settings.work_dir, order, teacher)
    student, mark = _begin(settings), settings.mark(teacher)
    for network in (student.face, student.body):
        network.to(device)
    began = time.monotonic()
    lessons = make(student, teacher, order, device, bar=bar)
    asking_s = time.monotonic() - began
    minutes = {"face": settings.recipe.face_minutes, "body": settings.recipe.body_minutes}
    pupils = {
        name: Pupil(lesson, minutes[name], settings.recipe.learning_rate, mark)
        for name, lesson in lessons.items()
    }
    for name, pupil in pupils.items():
        pupil.learn(settings.work_dir / f"{name}.pt", f"learning the {name}", bar=bar)
    student = Student(student.face.cpu(), student.body.cpu())
    metrics = {
        **mark,
        "psnr_db": asdict(exam.examine(student, teacher, bar=bar)),
        "asking_s": round(asking_s, 1),
        **{name: _course(pupil) for name, pupil in pupils.items()},
        "machine": {"device": str(device), "torch": torch.__version__, "python": platform.python_version()},
    }
    write(settings.out_dir, student, teacher.picture, teacher.layers, json.dumps(metrics, indent=2) + "\n")
    for shelf in order.shelves(teacher):
        shelf.remove()
    return metrics


def examine_folder(folder: Path, teacher: Teacher | None = None, *, bar: bool = False) -> exam.Score:
    """Beside the rig where no teacher is given.

    Raises TrainingError where the folder holds no student, and for another's student beside the rig.
    """
    student, teacher = read(folder), teacher or rig()
    if not teacher.mark and _of_another(folder):
        raise TrainingError(f"{folder} has learnt from another teacher than the rig; name it with --teacher")
    return exam.examine(student, teacher, bar=bar)


def rig() -> Teacher:
    """The default character's. Raises ImportError without skia, which students of others do not need."""
    from soulstrain.character.rig.teacher import Rig

    return Rig()


def _of_another(folder: Path) -> bool:
    metrics = folder / METRICS
    return metrics.is_file() and "teacher" in json.loads(metrics.read_text("utf-8"))


def _forget(work_dir: Path, order: Order, teacher: Teacher) -> None:
    for name in ("face", "body"):
        (work_dir / f"{name}.pt").unlink(missing_ok=True)
    for shelf in order.shelves(teacher):
        shelf.remove()


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


def _course(pupil: Pupil) -> dict[str, Any]:
    return {"steps": pupil.step, "minutes": round(pupil.seconds / 60, 1), "loss": pupil.history[-20:]}
