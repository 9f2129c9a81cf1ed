"""Pictures laid over a character's: cels on the face before it moves, effects over what has moved.

A folder of PNGs of 512x512. Each is read when it is first asked for and kept as light, without its empty rim.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor

from animator.colour import light_of, shrunk
from animator.engine import SIDE, Cel
from animator.picture import read_picture
from handlerkit.checks import SettingsError, shown

# Lowest first; a kind that is not here lies above them. The lids' shade dims no eye that glows, tears run
# over all that is painted on a cheek.
CEL_KINDS = ("blush", "shadow", "data", "waver", "tears", "sweat")
SUFFIX = ".png"
# Each is 4 MB. A character of the project has 16 cels and 20 effects.
_COMBINATIONS, _MOST_READ = 4, 64


@dataclass(frozen=True)
class Layer:
    """light: [4, height, width], of those rows and columns of a frame."""

    light: Tensor
    rows: slice
    columns: slice

    def cover(self, light: Tensor, strength: float) -> None:
        """Lay it over the light of just its place, in place."""
        light.mul_(1 - strength * self.light[3]).add_(self.light, alpha=strength)


class Layers:
    """By name; `what` they are is for refusals."""

    def __init__(self, folder: Path, what: str) -> None:
        self.folder, self.what = folder, what
        self.names = tuple(sorted(path.stem for path in folder.glob(f"*{SUFFIX}")))
        self.read = lru_cache(_MOST_READ)(self._read)
        self.combined = lru_cache(_COMBINATIONS)(self._combined)

    def layer(self, name: str, side: int = SIDE) -> Layer:
        """Raises SettingsError for a name that is not there, CharacterError for a fault."""
        if name not in self.names:
            known = ", ".join(self.names) or "none"
            raise SettingsError(f"{self.what}: this character has no {shown(name)}. Known: {known}")
        return self.read(name, side)

    def ordered(self, strengths: Mapping[str, float], side: int = SIDE) -> list[tuple[Layer, float]]:
        """Lowest first."""
        return [(self.layer(name, side), strengths[name]) for name in sorted(strengths, key=_height)]

    def cel(self, strengths: Mapping[str, float]) -> Cel:
        """All of them as one."""
        return self.combined(frozenset(strengths.items())) if strengths else None

    def _read(self, name: str, side: int) -> Layer:
        return _cut(shrunk(light_of(read_picture(self.folder / f"{name}{SUFFIX}")), side))

    def _combined(self, strengths: frozenset[tuple[str, float]]) -> Tensor:
        light = torch.zeros(4, SIDE, SIDE)
        for layer, strength in self.ordered(dict(strengths)):
            layer.cover(light[:, layer.rows, layer.columns], strength)
        return light


def _height(name: str) -> tuple[int, str]:
    kind = name.rstrip("0123456789")
    return CEL_KINDS.index(kind) if kind in CEL_KINDS else len(CEL_KINDS), name


def _cut(light: Tensor) -> Layer:
    filled = light[3] > 0
    rows, columns = (_extent(filled.any(axis)) for axis in (1, 0))
    return Layer(light[:, rows, columns].clone(), rows, columns)


def _extent(filled: Tensor) -> slice:
    places = filled.nonzero().flatten().tolist()
    return slice(places[0], places[-1] + 1) if places else slice(0, 0)
