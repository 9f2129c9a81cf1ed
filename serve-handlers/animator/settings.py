"""The two kinds of settings: the stage's, from model-config.yaml, and a request's, from its body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from animator.cost import check_cost
from animator.look import Look
from animator.look_settings import LOOK_CHECKS, read_look
from animator.sequence import LAYERS, POSES, TIMES, Strengths, read_layers, read_poses, read_times
from handlerkit.checks import Check, choice, integer, model_table, refuse_unknown, text

_LONGEST_NAME = 100
_MOST_SEED = 2**32 - 1
OPS = ("draw", "characters", "filters")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The `animator` table of model-config.yaml.

    characters: a folder of characters' folders outside the archive; "" is the archive's own.
    anime4k: a folder of Anime4K's shaders, for pictures to be enlarged by; "" is none.
    resident: characters that stay loaded; the one that was longest not asked for leaves.
    batch: frames that are drawn before the first of them is encoded; on a GPU at once.
    batch_seconds: rows that are not drawn by then are told to come again; less than responseTimeout.
    threads: 0 is one a core.
    """

    characters: str = ""
    anime4k: str = ""
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
    """poses: [n, 45]. cels, effects: one a pose. times: [n], seconds. character "": the first.

    seed: of filters that draw lots; the same one at the same time draws the same.
    """

    poses: Tensor
    cels: tuple[Strengths, ...]
    effects: tuple[Strengths, ...]
    times: Tensor
    look: Look
    character: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CharactersRequest:
    """Which characters are there."""


@dataclass(frozen=True, slots=True)
class FiltersRequest:
    """Which filters there are, and what they take."""


Request = DrawRequest | CharactersRequest | FiltersRequest

MODEL_CHECKS: dict[str, Check] = {
    "characters": text(4096),
    "anime4k": text(4096),
    "resident": integer(1, 1000),
    "batch": integer(1, 128),
    "batch_seconds": integer(1, 3600),
    "threads": integer(0, 1024),
}
REQUEST_CHECKS: dict[str, Check] = {
    "character": text(_LONGEST_NAME),
    **LOOK_CHECKS,
    "seed": integer(0, _MOST_SEED),
}


def parse_request(body: Mapping[str, Any]) -> Request:
    """Request of a decoded JSON object; a key that is absent or null has its default.

    Raises SettingsError with a sentence that says what is allowed.
    """
    op = choice(*OPS)("op", body.get("op") or "draw")
    given = {name: value for name, value in body.items() if name != "op" and value is not None}
    if op != "draw":
        refuse_unknown(given, (), op)
        return CharactersRequest() if op == "characters" else FiltersRequest()
    refuse_unknown(given, ("op", *POSES, *LAYERS, *TIMES, *REQUEST_CHECKS), "request")
    checked = {name: check(name, given[name]) for name, check in REQUEST_CHECKS.items() if name in given}
    character, seed = checked.pop("character", ""), checked.pop("seed", 0)
    look = read_look(checked)
    poses = read_poses(given)
    check_cost(look, len(poses))
    cels, effects = (read_layers(name, given.get(name, {}), len(poses)) for name in LAYERS)
    return DrawRequest(poses, cels, effects, read_times(given, len(poses)), look, character, seed)
