"""The two kinds of settings: the stage's, from model-config.yaml, and a request's, from its body."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from animator.encoding import FORMATS
from animator.engine import SIDE
from animator.look import TRANSPARENT, WHITE, Look
from animator.pose import COUNT, named_pose, poses_tensor
from handlerkit.checks import (
    Check,
    SettingsError,
    choice,
    integer,
    model_table,
    number,
    refuse_unknown,
    shown,
    text,
)

MOST_POSES = 256
MOST_SIDE = 2048
# Of all frames of a request: 256 of 512x512.
MOST_PIXELS = MOST_POSES * SIDE * SIDE
# Of the drawn picture, in each direction; less is no part of a character.
LEAST_CROP = 16
_MOST_LAYERS = 64
_LONGEST_NAME = 100
OPS = ("draw", "characters")
# Names of cels or effects, and how much of each: above 0, up to 1.
Strengths = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `animator` table of model-config.yaml.

    characters: a folder of characters' folders outside the archive; "" is the archive's own.
    resident: characters that stay loaded; the one that was longest not asked for leaves.
    batch: frames that are drawn before the first of them is encoded; on a GPU at once.
    batch_seconds: rows that are not drawn by then are told to come again; less than responseTimeout.
    threads: 0 is one a core.
    """

    characters: str = ""
    resident: int = 8
    batch: int = 8
    batch_seconds: int = 240
    threads: int = 0

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ModelSettings":
        """Raises SettingsError for unknown keys and impossible values."""
        return cls(**model_table(table, MODEL_CHECKS, "animator"))


@dataclass(frozen=True, slots=True, eq=False)
class DrawRequest:
    """poses: [n, 45]. cels, effects: one a pose. character "": the first."""

    poses: Tensor
    cels: tuple[Strengths, ...]
    effects: tuple[Strengths, ...]
    look: Look
    character: str = ""


@dataclass(frozen=True, slots=True)
class CharactersRequest:
    """Which characters are there."""


Request = DrawRequest | CharactersRequest


def _background(name: str, value: Any) -> str:
    if type(value) is not str or not re.fullmatch(rf"{TRANSPARENT}|#[0-9a-fA-F]{{6}}", value):
        raise SettingsError(f"{name} must be {TRANSPARENT} or a colour as #rrggbb, not {shown(value)}")
    return value


def _crop(name: str, value: Any) -> tuple[float, ...]:
    """Shares of the picture; `parse_request` looks at what is left of it."""
    share = number(0.0, 1.0)
    if type(value) not in (list, tuple) or len(value) != 4:
        raise SettingsError(
            f"{name} must be [left, top, right, bottom], shares from 0 to 1, not {shown(value)}"
        )
    return tuple(share(f"{name}[{place}]", each) for place, each in enumerate(value))


def _filters(name: str, value: Any) -> tuple[()]:
    if value not in ([], ()):
        raise SettingsError(f"{name} must be an empty list, for there are none yet, not {shown(value)}")
    return ()


def _strengths(name: str, value: Any) -> Strengths:
    if type(value) is not dict or len(value) > _MOST_LAYERS:
        raise SettingsError(
            f"{name} must be {{name: strength}} of at most {_MOST_LAYERS}, not {shown(value)}"
        )
    of_one = number(0.0, 1.0)
    checked = {each: of_one(f"{name}.{shown(each)}", strength) for each, strength in value.items()}
    return {each: strength for each, strength in checked.items() if strength}


MODEL_CHECKS: dict[str, Check] = {
    "characters": text(4096),
    "resident": integer(1, 1000),
    "batch": integer(1, 128),
    "batch_seconds": integer(1, 3600),
    "threads": integer(0, 1024),
}
LOOK_CHECKS: dict[str, Check] = {
    "size": integer(64, 1024),
    "format": choice(*FORMATS),
    "quality": integer(1, 100),
    "background": _background,
    "crop": _crop,
    "upscale": number(1.0, 4.0),
    "filters": _filters,
}
REQUEST_CHECKS: dict[str, Check] = {"character": text(_LONGEST_NAME), **LOOK_CHECKS}
# What is for each pose, or for all.
LAYERS = ("cels", "effects")
POSES = ("poses", "pose")


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    op = choice(*OPS)("op", body.get("op") or "draw")
    given = {name: value for name, value in body.items() if name != "op" and value is not None}
    if op == "characters":
        refuse_unknown(given, (), "characters")
        return CharactersRequest()
    refuse_unknown(given, ("op", *POSES, *LAYERS, *REQUEST_CHECKS), "request")
    checked = {name: check(name, given[name]) for name, check in REQUEST_CHECKS.items() if name in given}
    character = checked.pop("character", "")
    look = _look(checked)
    poses = _poses(given)
    if len(poses) * look.width * look.height > MOST_PIXELS:
        most = MOST_PIXELS // (look.width * look.height)
        raise SettingsError(f"at most {most} poses of {look.width}x{look.height} pixels go into one request")
    cels, effects = (_layers(name, given.get(name, {}), len(poses)) for name in LAYERS)
    return DrawRequest(poses, cels, effects, look, character)


def _look(checked: dict[str, Any]) -> Look:
    if checked.get("format") == "jpeg" and checked.setdefault("background", WHITE) == TRANSPARENT:
        raise SettingsError("background must be a colour as #rrggbb: jpeg knows no transparency")
    look = Look(**checked)
    for way, part in (("right of left", look.columns), ("below top", look.rows)):
        if part.stop - part.start < LEAST_CROP:
            raise SettingsError(
                f"crop must end {LEAST_CROP / SIDE:g} or more {way}, not {shown(list(look.crop))}"
            )
    if max(look.width, look.height) > MOST_SIDE:
        raise SettingsError(
            f"size, crop and upscale make {look.width}x{look.height} pixels; {MOST_SIDE} is the most a side"
        )
    return look


def _poses(given: Mapping[str, Any]) -> Tensor:
    if len(given.keys() & set(POSES)) != 1:
        raise SettingsError("give either poses, a list of them, or pose, {parameter: value}")
    if "pose" in given:
        if type(given["pose"]) is not dict:
            raise SettingsError(f"pose must be {{parameter: value}}, not {shown(given['pose'])}")
        return poses_tensor([named_pose(given["pose"])])
    poses = given["poses"]
    if type(poses) is not list or not 1 <= len(poses) <= MOST_POSES:
        told = f"{len(poses)}" if type(poses) is list else shown(poses)
        raise SettingsError(f"poses must be 1 to {MOST_POSES} lists of {COUNT} numbers, not {told}")
    return poses_tensor(poses)


def _layers(name: str, value: Any, count: int) -> tuple[Strengths, ...]:
    """One a pose; an object is for all."""
    each: Callable[[str, Any], Strengths] = _strengths
    if type(value) is not list:
        return (each(name, value),) * count
    if len(value) != count:
        raise SettingsError(f"{name} must be one object, or one for each of {count} poses, not {len(value)}")
    return tuple(each(f"{name}[{place}]", one) for place, one in enumerate(value))
