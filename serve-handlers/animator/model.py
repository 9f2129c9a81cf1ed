"""What a character's folder holds, and how it becomes an engine.

NAME/  character_model.yaml and what it names           a student, in the THA4 format
       character.png and five files of weights          a picture that THA3 or the THA4 teacher poses
       cels/*.png, effects/*.png                        what can be laid over it, if it has any
"""

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from animator.character import is_character, picture_file, read_character
from animator.engine import Engine
from animator.picture import CharacterError, read_picture
from animator.portrait import Portrait, read_networks
from animator.student.company import Companies
from animator.student.fast import FastStudent
from animator.student.workers import Workers

STUDENT, TEACHER, THA3 = "student", "tha4", "tha3"
PICTURE = "character.png"
CELS, EFFECTS = "cels", "effects"
# Weights by which a folder is known: the first all have, the second the teacher alone.
_FIRST, _TEACHERS = "eyebrow_decomposer", "upscaler"
_SUFFIXES = (".pt", ".safetensors")
_OURS = (".yaml", ".png", ".webp", *_SUFFIXES)
# Names, times and sizes of a character's files.
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Desk:
    """Where engines draw. workers: of a CPU. batch: frames at once, at most. companies: of a GPU."""

    device: torch.device
    workers: Workers
    batch: int
    companies: Companies = field(default_factory=Companies)


def kind_of(folder: Path) -> str | None:
    """None for a folder that is no character, or that may not be looked into."""
    try:
        return _kind(folder)
    except OSError:
        return None


def _kind(folder: Path) -> str | None:
    if is_character(folder):
        return STUDENT
    if not (folder / PICTURE).is_file() or not _holds(folder, _FIRST):
        return None
    return TEACHER if _holds(folder, _TEACHERS) else THA3


def _holds(folder: Path, name: str) -> bool:
    return any((folder / f"{name}{suffix}").is_file() for suffix in _SUFFIXES)


def picture_of(folder: Path) -> Path:
    """The file of a character's picture. Raises CharacterError."""
    return picture_file(folder) if is_character(folder) else folder / PICTURE


def stamp_of(folder: Path) -> Stamp:
    """Changes when a file of the character does. Raises CharacterError when there is none any more."""
    try:
        listed = [each for part in (".", CELS, EFFECTS) for each in (folder / part).glob("*")]
        ours = (each for each in sorted(listed) if each.suffix in _OURS and each.is_file())
        told = ((each, each.stat()) for each in ours)
        return tuple((str(each), stat.st_mtime_ns, stat.st_size) for each, stat in told)
    except OSError as error:
        raise CharacterError(f"{folder}: is being changed, or cannot be read ({error.strerror})") from error


def load_engine(folder: Path, desk: Desk, mask: Tensor | None = None) -> Engine:
    """mask: of a FastStudent that had loaded this character before. Raises CharacterError."""
    if kind_of(folder) != STUDENT:
        networks = read_networks(folder, desk.device)
        return Portrait(networks, read_picture(folder / PICTURE), desk.batch)
    character = read_character(folder)
    if desk.device.type == "cuda":
        return desk.companies.join(character, desk.device, desk.batch)
    return FastStudent(character, desk.workers, mask)
