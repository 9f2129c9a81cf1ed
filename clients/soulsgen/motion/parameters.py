"""The 45 pose parameters of Talking Head Anime 3 and 4, by name.

A pose is a float array of 45 in this order. Values are 0 to 1, those of irises, head and body -1 to 1. `left`
is the character's own left, at the right of the picture.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from soulsgen.errors import SoulsgenError

Floats = NDArray[np.float64]


def _pairs(group: str, names: str) -> list[str]:
    return [f"{group}_{name}_{side}" for name in names.split() for side in ("left", "right")]


NAMES = (
    *_pairs("eyebrow", "troubled angry lowered raised happy serious"),
    *_pairs("eye", "wink happy_wink surprised relaxed unimpressed raised_lower_eyelid"),
    *("iris_small_left", "iris_small_right"),
    *("mouth_aaa", "mouth_iii", "mouth_uuu", "mouth_eee", "mouth_ooo", "mouth_delta"),
    *_pairs("mouth", "lowered_corner raised_corner"),
    *("mouth_smirk", "iris_rotation_x", "iris_rotation_y"),
    *("head_x", "head_y", "neck_z", "body_y", "body_z", "breathing"),
)
SIZE = len(NAMES)
INDEX = {name: number for number, name in enumerate(NAMES)}
SIGNED = slice(INDEX["iris_rotation_x"], INDEX["breathing"])
MOUTHS = slice(INDEX["mouth_aaa"], INDEX["mouth_delta"] + 1)
LEAST = np.zeros(SIZE)
LEAST[SIGNED] = -1.0
# Names that carry no `_index` in the files and calls of other avatars' programs; all others do.
_PLAIN = ("mouth_delta", "mouth_smirk")


def indices(names: Iterable[str]) -> NDArray[np.intp]:
    return np.array([INDEX[name] for name in names], dtype=np.intp)


def clipped(poses: Floats) -> Floats:
    """`poses` [..., 45], each value within what its parameter allows."""
    return np.clip(poses, LEAST, 1.0)


def place(name: str, where: str = "pose") -> int:
    """Where in a pose the parameter stands. Raises SoulsgenError, beginning with `where`, for none."""
    number = INDEX.get(name.removesuffix("_index"))
    if number is None:
        raise SoulsgenError(f"{where}: {name} is no pose parameter; they begin with {_groups()}")
    return number


def vector(values: Mapping[str, float], where: str = "pose") -> Floats:
    """The pose [45] of the parameters named, with or without `_index`; all others are 0.

    Raises SoulsgenError, beginning with `where`, for a name that is none and a value out of its range.
    """
    pose = np.zeros(SIZE)
    for key, value in values.items():
        number = place(key, where)
        least = LEAST[number]
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= 1:
            raise SoulsgenError(f"{where}: {key} is {value!r}: a number from {least:g} to 1")
        pose[number] = value
    return pose


def named(pose: Floats) -> dict[str, float]:
    """What of `pose` [45] is not 0, under the names that other avatars' programs read too."""
    return {spelt(name): round(float(value), 6) for name, value in zip(NAMES, pose, strict=True) if value}


def spelt(name: str) -> str:
    """The parameter's name as other avatars' programs write it."""
    return name if name in _PLAIN else f"{name}_index"


def _groups() -> str:
    return ", ".join(dict.fromkeys(name.partition("_")[0] for name in NAMES))
