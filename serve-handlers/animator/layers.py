"""Pictures laid over a character's: cels on the face before it moves, effects over what has moved.

A folder of PNGs of 512x512. Each is read when it is first asked for and kept as light, without its empty rim.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.colour import light_of
from animator.engine import SIDE, Cel
from animator.picture import read_picture
from handlerkit.checks import SettingsError, shown

# Lowest first; a kind that is not here lies above them. The lids' shade dims no eye that glows, tears run
# over all that is painted on a cheek.
CEL_KINDS = ("blush", "shadow", "data", "waver", "tears", "sweat")
SUFFIX = ".png"
# Each is 4 MB.
_COMBINATIONS = 4


@dataclass(frozen=True)
class Layer:
    """light: [4, height, width], of those rows and columns of 512x512."""

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
        self.read: dict[str, Layer] = {}
        self.combined = lru_cache(_COMBINATIONS)(self._combined)

    def __getitem__(self, name: str) -> Layer:
        """Raises SettingsError for a name that is not there, CharacterError for a broken picture."""
        if name not in self.names:
            known = ", ".join(self.names) or "none"
            raise SettingsError(f"{self.what}: this character has no {shown(name)}. Known: {known}")
        if name not in self.read:
            self.read[name] = _cut(read_picture(self.folder / f"{name}{SUFFIX}"))
        return self.read[name]

    def ordered(self, strengths: Mapping[str, float]) -> list[tuple[Layer, float]]:
        """Lowest first."""
        return [(self[name], strengths[name]) for name in sorted(strengths, key=_height)]

    def cel(self, strengths: Mapping[str, float]) -> Cel:
        """All of them as one."""
        return self.combined(frozenset(strengths.items())) if strengths else None

    def _combined(self, strengths: frozenset[tuple[str, float]]) -> Tensor:
        light = torch.zeros(4, SIDE, SIDE)
        for layer, strength in self.ordered(dict(strengths)):
            layer.cover(light[:, layer.rows, layer.columns], strength)
        return light


def _height(name: str) -> tuple[int, str]:
    kind = name.rstrip("0123456789")
    return CEL_KINDS.index(kind) if kind in CEL_KINDS else len(CEL_KINDS), name


def _cut(picture: NDArray[np.uint8]) -> Layer:
    filled = picture[..., 3] > 0
    rows, columns = (_extent(np.logical_or.reduce(filled, axis)) for axis in (1, 0))
    return Layer(light_of(picture[rows, columns]), rows, columns)


def _extent(filled: NDArray[np.bool_]) -> slice:
    places = np.flatnonzero(filled)
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0, 0)
