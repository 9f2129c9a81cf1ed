"""The pose vector: 45 numbers, in the order that THA3 and THA4 share.

`left` is the character's left, which is the picture's right. Every value is in [0, 1] except those from
`iris_rotation_x` to `body_z`, which are in [-1, 1]; all zero is the figure at rest with its mouth closed.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIDES = ("left", "right")
BROWS = ("troubled", "angry", "lowered", "raised", "happy", "serious")
EYES = ("wink", "happy_wink", "surprised", "relaxed", "unimpressed", "raised_lower_eyelid")
MOUTHS = ("aaa", "iii", "uuu", "eee", "ooo", "delta")
NAMES: tuple[str, ...] = (
    *(f"eyebrow_{brow}_{side}" for brow in BROWS for side in SIDES),
    *(f"eye_{eye}_{side}" for eye in EYES for side in SIDES),
    *(f"iris_small_{side}" for side in SIDES),
    *(f"mouth_{mouth}" for mouth in MOUTHS),
    *(f"mouth_{corner}_corner_{side}" for corner in ("lowered", "raised") for side in SIDES),
    "mouth_smirk",
    *("iris_rotation_x", "iris_rotation_y", "head_x", "head_y", "neck_z", "body_y", "body_z", "breathing"),
)
INDEX = {name: number for number, name in enumerate(NAMES)}
FACE = slice(0, 39)
MOTION = slice(39, 45)
SIGNED = slice(37, 44)

Pose = NDArray[np.float64]


def pose(values: Mapping[str, float] | None = None) -> Pose:
    """The vector with these values and 0 for all others; KeyError for a name that is none of the 45."""
    vector = np.zeros(len(NAMES))
    for name, value in (values or {}).items():
        vector[INDEX[name]] = value
    return vector


def clipped(values: ArrayLike) -> Pose:
    """A pose with every value brought into its range; ValueError unless it has 45 finite numbers."""
    vector = np.asarray(values, dtype=np.float64)
    if vector.shape != (len(NAMES),) or not np.isfinite(vector).all():
        raise ValueError(f"a pose is {len(NAMES)} finite numbers, not {vector.shape}")
    lowest = np.zeros(len(NAMES))
    lowest[SIGNED] = -1
    return np.clip(vector, lowest, 1)


def of(vector: Pose, group: str, names: tuple[str, ...], side: str = "") -> dict[str, float]:
    """The values of one group's parameters by their short names: `of(v, "eye", EYES, "left")["wink"]`."""
    tail = f"_{side}" if side else ""
    return {name: float(vector[INDEX[f"{group}_{name}{tail}"]]) for name in names}
