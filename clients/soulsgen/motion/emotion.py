"""Emotions: a pose and cels each, as JSON that other avatars' programs read and write too.

A file is `{name: {"pose": {"eyebrow_happy_left_index": 0.8, …}, "cels": {"blush1": 0.5, …}}}`; what it leaves
out is 0.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.motion.parameters import Floats, named, vector

CELS = (
    *("blush1", "blush2", "blush3", "shadow1", "sweat1", "sweat2", "sweat3", "tears1", "tears2", "tears3"),
    *("data1", "data2", "data3", "data4", "waver1", "waver2"),
)
_BUILT_IN = Path(__file__).with_name("emotions.json")
_MOST_BYTES = 4 << 20
_MOST_EMOTIONS, _LONGEST_NAME = 512, 100


@dataclass(frozen=True)
class Emotion:
    """pose: [45]. cels: how strongly each is seen, 0 to 1; those left out are not."""

    pose: Floats
    cels: Mapping[str, float] = field(default_factory=dict)


@cache
def built_in() -> Mapping[str, Emotion]:
    """The 28 of GoEmotions (Demszky et al. 2020), and `zero`."""
    return MappingProxyType(read_emotions(_BUILT_IN))


def read_emotions(path: Path) -> dict[str, Emotion]:
    """Raises SoulsgenError naming the file, the emotion and what is wrong with it."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        table = json.loads(content) if len(content) <= _MOST_BYTES else None
    except (OSError, ValueError) as error:
        raise SoulsgenError(f"{path}: {error}") from error
    return emotions_of(table, str(path))


def emotions_of(table: object, where: str) -> dict[str, Emotion]:
    """Of such a file's JSON. Raises SoulsgenError, beginning with `where`."""
    if not isinstance(table, dict) or not all(isinstance(value, dict) for value in table.values()):
        raise SoulsgenError(f"{where}: not an object of emotions, each with its pose and cels")
    if len(table) > _MOST_EMOTIONS or any(len(name) > _LONGEST_NAME for name in table):
        raise SoulsgenError(
            f"{where}: at most {_MOST_EMOTIONS} emotions, with names of at most {_LONGEST_NAME} characters"
        )
    return {name: _emotion(value, f"{where}: {name}") for name, value in table.items()}


def write_emotions(path: Path, emotions: Mapping[str, Emotion]) -> None:
    """As `read_emotions` reads it."""
    table = {name: {"pose": named(each.pose), "cels": dict(each.cels)} for name, each in emotions.items()}
    write_text(path, json.dumps(table, indent=2) + "\n")


def _emotion(value: Mapping[str, Any], where: str) -> Emotion:
    pose, cels = value.get("pose", {}), value.get("cels", {})
    if not isinstance(pose, dict) or not isinstance(cels, dict):
        raise SoulsgenError(f"{where}: pose and cels are objects of numbers")
    for name, strength in cels.items():
        if name not in CELS:
            raise SoulsgenError(f"{where}: {name} is no cel; there are {', '.join(CELS)}")
        if isinstance(strength, bool) or not isinstance(strength, int | float) or not 0 <= strength <= 1:
            raise SoulsgenError(f"{where}: {name} is {strength!r}: a number from 0 to 1")
    return Emotion(
        vector(pose, where), {name: float(strength) for name, strength in cels.items() if strength}
    )
