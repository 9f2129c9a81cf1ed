"""A character's folder in the THA4 format: what `character_model.yaml` names, read and checked.

character_model.yaml   character_image_file_name, face_morpher_file_name, body_morpher_file_name
character.png          512x512, with transparency
face_morpher.pt        plain state dicts, or .safetensors
body_morpher.pt
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from torch import Tensor

from animator.picture import CharacterError, check_size, read_picture
from animator.student.shape import StudentShape, read_shape
from animator.weights import read_weights

MODEL = "character_model.yaml"
IMAGE, FACE, BODY = "character_image_file_name", "face_morpher_file_name", "body_morpher_file_name"
_MOST_YAML_BYTES = 4096
# The published students' are 0.5 and 1.3 MB.
_MOST_WEIGHT_BYTES = 32 << 20


@dataclass(frozen=True)
class Character:
    """picture: [512, 512, 4] sRGB, straight alpha. face, body: state dicts in float32, names as in files."""

    folder: Path
    picture: NDArray[np.uint8]
    face: Mapping[str, Tensor]
    body: Mapping[str, Tensor]
    shape: StudentShape


def is_character(folder: Path) -> bool:
    return (folder / MODEL).is_file()


def read_character(folder: Path) -> Character:
    """Raises CharacterError that names the file and what is wrong with it."""
    files = _named(folder / MODEL)
    face, body = (read_weights(files[key], _MOST_WEIGHT_BYTES) for key in (FACE, BODY))
    shape = read_shape(face, body, (files[FACE], files[BODY]))
    return Character(folder, read_picture(files[IMAGE]), _single(face), _single(body), shape)


def picture_file(folder: Path) -> Path:
    """Where the picture is; nothing of it is read. Raises CharacterError."""
    return _named(folder / MODEL)[IMAGE]


def _single(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    # Parameters are tensors too, which would have every frame remembered for training.
    return {name: value.detach().float() for name, value in state.items()}


def _named(path: Path) -> dict[str, Path]:
    """The three files, each beside `path` or below it."""
    check_size(path, _MOST_YAML_BYTES)
    try:
        table = yaml.safe_load(path.read_text("utf-8"))
    except Exception as error:  # Of hostile YAML PyYAML raises RecursionError, KeyError, AttributeError, ...
        raise CharacterError(f"{path}: not YAML in UTF-8 ({str(error).partition(chr(10))[0]})") from error
    if not isinstance(table, Mapping) or not set(table) == {IMAGE, FACE, BODY}:
        raise CharacterError(f"{path}: must name exactly {IMAGE}, {FACE} and {BODY}")
    return {key: _beside(path, key, name) for key, name in table.items()}


def _beside(path: Path, key: str, name: object) -> Path:
    if not isinstance(name, str) or not name:
        raise CharacterError(f"{path}: {key} must be the name of a file")
    file = path.parent / name
    try:
        beside = file.resolve().is_relative_to(path.parent.resolve())
    except (OSError, ValueError, RuntimeError) as error:  # Too long, a null byte, links in a circle.
        raise CharacterError(f"{path}: {key} is no name of a file ({error})") from error
    if not beside:
        raise CharacterError(f"{path}: {key} names {name}, which is outside this folder")
    return file
