"""What a character's folder holds, and how it becomes an engine.

NAME/  character_model.yaml and what it names           a student, in the THA4 format
       character.png and five files of weights          a picture that THA3 or the THA4 teacher poses
       cels/*.png, effects/*.png                        what can be laid over it, if it has any
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.character import is_character, read_character
from animator.engine import Cel, Engine
from animator.picture import read_picture
from animator.portrait import Portrait, read_networks
from animator.student.fast import FastStudent
from animator.student.stacked import StackedStudents
from animator.student.workers import Workers

STUDENT, TEACHER, THA3 = "student", "tha4", "tha3"
PICTURE = "character.png"
CELS, EFFECTS = "cels", "effects"
# Weights by which a folder is known: the first all have, the second the teacher alone.
_FIRST, _TEACHERS = "eyebrow_decomposer", "upscaler"
_SUFFIXES = (".pt", ".safetensors")


@dataclass(frozen=True)
class Desk:
    """Where engines draw. workers: of a CPU. batch: frames at once, at most."""

    device: torch.device
    workers: Workers
    batch: int


def kind_of(folder: Path) -> str | None:
    """None for a folder that is no character."""
    if is_character(folder):
        return STUDENT
    if not (folder / PICTURE).is_file() or not _holds(folder, _FIRST):
        return None
    return TEACHER if _holds(folder, _TEACHERS) else THA3


def _holds(folder: Path, name: str) -> bool:
    return any((folder / f"{name}{suffix}").is_file() for suffix in _SUFFIXES)


def load_engine(folder: Path, desk: Desk, mask: Tensor | None = None) -> Engine:
    """mask: of a FastStudent that had loaded this character before. Raises CharacterError."""
    if kind_of(folder) != STUDENT:
        networks = read_networks(folder, desk.device)
        return Portrait(networks, read_picture(folder / PICTURE), desk.batch)
    character = read_character(folder)
    if desk.device.type == "cuda":
        return Alone(StackedStudents([character], desk.device, desk.batch))
    return FastStudent(character, desk.workers, mask)


class Alone:
    """An Engine of students that are stacked, of which there is one."""

    def __init__(self, students: StackedStudents) -> None:
        self.students = students

    def render(self, poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        return self.students.render(poses, [0] * len(poses), cels)

    def pictures(self, poses: Tensor, cels: Sequence[Cel] = ()) -> NDArray[np.uint8]:
        return self.students.pictures(poses, [0] * len(poses), cels)
