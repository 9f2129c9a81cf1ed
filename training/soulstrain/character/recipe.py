"""Named recipes: how large a student is and how it is trained."""

from dataclasses import dataclass, replace
from typing import Any

from soulstrain.character.networks import Shape
from soulstrain.errors import TrainingError

SMALL = Shape(body=((128, 128, 64), (64, 64, 32), (32, 32, 32)))
TINY = Shape(face=(32, 32, 32), body=((16, 16), (16, 16), (16, 16)))


@dataclass(frozen=True)
class Recipe:
    """Everything that shapes the weights but the seed.

    faces: pictures to learn the face from; a step asks `face_pixels` pixels of `face_poses` of them.
    body_grids: poses at hand to learn movement from; a step asks of `body_poses` of them a square of
    `body_square` pixels a side.
    face_minutes, body_minutes: wall clock of each; the learning rate falls along a cosine until then.
    """

    shape: Shape = SMALL
    faces: int = 6000
    face_poses: int = 96
    face_pixels: int = 128
    body_grids: int = 64
    body_poses: int = 96
    body_square: int = 8
    learning_rate: float = 3e-4
    face_minutes: float = 40.0
    body_minutes: float = 15.0


PRESETS = {
    "default": Recipe(),
    # The very shape of the published students, for programs that know no other.
    "full": Recipe(shape=Shape(), body_minutes=30.0),
    "tiny-test": Recipe(
        TINY,
        faces=24,
        face_poses=8,
        face_pixels=32,
        body_grids=4,
        body_poses=8,
        face_minutes=0.02,
        body_minutes=0.02,
    ),
}


def recipe(preset: str, **changes: Any) -> Recipe:
    """The preset with `changes` that are not None. Raises TrainingError for a preset that is none."""
    if preset not in PRESETS:
        raise TrainingError(f"{preset} is no preset; there are {', '.join(PRESETS)}")
    given = {name: value for name, value in changes.items() if value is not None}
    return replace(PRESETS[preset], **given)
