"""The 45 numbers that pose a character: their names, ranges and groups, and poses out of a request.

THA3, THA4 and Raven order them alike. "left" is the character's own left, at the right of the picture.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from handlerkit.checks import SettingsError, refuse_unknown, shown

_BROWS = ("troubled", "angry", "lowered", "raised", "happy", "serious")
_EYES = ("wink", "happy_wink", "surprised", "relaxed", "unimpressed", "raised_lower_eyelid")
_SIDES = ("left", "right")
# Group to its parameters, in the vector's order.
GROUPS: dict[str, tuple[str, ...]] = {
    "eyebrow": tuple(f"eyebrow_{kind}_{side}" for kind in _BROWS for side in _SIDES),
    "eye": tuple(f"eye_{kind}_{side}" for kind in _EYES for side in _SIDES),
    "iris_size": tuple(f"iris_small_{side}" for side in _SIDES),
    "mouth": (
        "mouth_aaa", "mouth_iii", "mouth_uuu", "mouth_eee", "mouth_ooo", "mouth_delta",
        "mouth_lowered_corner_left", "mouth_lowered_corner_right",
        "mouth_raised_corner_left", "mouth_raised_corner_right", "mouth_smirk",
    ),
    "iris_rotation": ("iris_rotation_x", "iris_rotation_y"),
    "rotation": ("head_x", "head_y", "neck_z", "body_y", "body_z"),
    "breathing": ("breathing",),
}  # fmt: skip
NAMES: tuple[str, ...] = tuple(name for group in GROUPS.values() for name in group)
COUNT = len(NAMES)
INDEX = {name: place for place, name in enumerate(NAMES)}
# What each network of THA3 and THA4 reads of the vector.
EYEBROWS, FACE, ROTATION = slice(0, 12), slice(12, 39), slice(39, 45)
# The student's face network reads all that moves within the face.
FACE_INPUTS = 39
# Up to here a value outside its range is arithmetic of the caller's, and is put back to the edge.
_SLACK = 1e-6

_SIGNED = (*GROUPS["iris_rotation"], *GROUPS["rotation"])
RANGES: dict[str, tuple[float, float]] = {name: (-1.0 if name in _SIGNED else 0.0, 1.0) for name in NAMES}
# Raven's key of each parameter: two lack the suffix there.
RAVEN_KEYS = {name: name if name in ("mouth_delta", "mouth_smirk") else f"{name}_index" for name in NAMES}
FROM_RAVEN = {key: name for name, key in RAVEN_KEYS.items()}


def neutral() -> list[float]:
    """The picture as it was drawn."""
    return [0.0] * COUNT


def named_pose(values: Mapping[str, Any], where: str = "pose") -> list[float]:
    """The vector of `{name: value}`; names are ours or Raven's, and one that is absent is 0.

    Raises SettingsError for an unknown name, the same parameter twice, and what `checked` refuses.
    """
    known = {name: FROM_RAVEN.get(name, name) for name in values}
    refuse_unknown(dict.fromkeys(known.values()), NAMES, where)
    if len(set(known.values())) < len(known):
        raise SettingsError(f"{where}: one parameter twice, under our name and under Raven's")
    pose = neutral()
    for given, name in known.items():
        pose[INDEX[name]] = checked(f"{where}.{given}", name, values[given])
    return pose


def poses_tensor(poses: Sequence[Any], where: str = "poses") -> Tensor:
    """[n, 45] float32 of n lists of 45 numbers. Raises SettingsError naming the pose and the parameter."""
    listed = [_listed(pose, f"{where}[{place}]") for place, pose in enumerate(poses)]
    return torch.tensor(listed).view(-1, COUNT)


def _listed(pose: Any, where: str) -> list[float]:
    if type(pose) not in (list, tuple):
        raise SettingsError(f"{where} must be a list of {COUNT} numbers, not {shown(pose)}")
    if len(pose) != COUNT:
        raise SettingsError(f"{where} must hold {COUNT} numbers, not {len(pose)}")
    return [
        checked(f"{where}[{place}] ({name})", name, value)
        for place, (name, value) in enumerate(zip(NAMES, pose, strict=True))
    ]


def checked(where: str, name: str, value: Any) -> float:
    """`value` of the parameter `name`. Raises SettingsError for no number, NaN, and what is out of range."""
    low, high = RANGES[name]
    # NaN compares false, and so is refused with the rest.
    if type(value) not in (int, float) or not low - _SLACK <= value <= high + _SLACK:
        raise SettingsError(f"{where} must be a number from {low:g} to {high:g}, not {shown(value)}")
    return min(max(float(value), low), high)
