"""A character's folder, as the animator archive and other programs of the THA4 student format read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from soulstrain.character.networks import BodyNetwork, FaceNetwork, Shape
from soulstrain.character.siren import exported, imported
from soulstrain.character.teacher import Picture
from soulstrain.errors import TrainingError
from soulstrain.output import replaced

DESCRIPTION = "character_model.yaml"
PICTURE, FACE, BODY, METRICS = "character.png", "face_morpher.pt", "body_morpher.pt", "metrics.json"
_LEVELS = 3
_DESCRIBED = f"""\
character_image_file_name: {PICTURE}
face_morpher_file_name: {FACE}
body_morpher_file_name: {BODY}
"""


@dataclass(frozen=True)
class Student:
    """Two networks of one shape."""

    face: FaceNetwork
    body: BodyNetwork

    @property
    def shape(self) -> Shape:
        return self.face.shape


def write(
    out_dir: Path, student: Student, picture: Picture, layers: Mapping[str, Picture], metrics: str
) -> None:
    """The picture, the networks, and `layers` by path, in place of what `out_dir` held before."""
    with replaced(out_dir) as folder:
        (folder / DESCRIPTION).write_text(_DESCRIBED, "utf-8")
        (folder / METRICS).write_text(metrics, "utf-8")
        torch.save(exported(student.face), folder / FACE)
        torch.save(exported(student.body), folder / BODY)
        for name, layer in {PICTURE: picture, **layers}.items():
            _save(folder / name, layer)


def read(folder: Path) -> Student:
    """Raises TrainingError where the folder holds no student."""
    try:
        face, body = (
            torch.load(folder / name, map_location="cpu", weights_only=True) for name in (FACE, BODY)
        )
    except FileNotFoundError as error:
        raise TrainingError(f"{error.filename} is missing; `soulsgen train character` makes it") from error
    shape = Shape(
        _widths(face, "siren.sine_layers.{}.linear.weight"),
        tuple(_widths(body, f"siren_layers.{level}.{{}}.linear.weight") for level in range(_LEVELS)),
    )
    student = Student(FaceNetwork(shape), BodyNetwork(shape))
    imported(student.face, face)
    imported(student.body, body)
    return student


def check(out_dir: Path) -> None:
    """Raises TrainingError when `out_dir` holds anything but a character: it would be replaced."""
    if out_dir.is_dir() and any(out_dir.iterdir()) and not (out_dir / DESCRIPTION).is_file():
        raise TrainingError(f"{out_dir} holds something else than a character; name another folder with -o")


def _widths(state: dict[str, torch.Tensor], name: str) -> tuple[int, ...]:
    layers = takewhile(lambda key: key in state, (name.format(number) for number in count()))
    return tuple(len(state[key]) for key in layers)


def _save(path: Path, layer: Picture) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(np.ascontiguousarray(layer)).save(path, optimize=True)
