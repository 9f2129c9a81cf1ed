"""Poses to learn from: what faces do, more often than what they could.

Brows, eyes and mouth each take one shape, seldom two, mostly alike on both sides; a share of poses is any
mixture at all, so that nothing a slider can ask for is unknown.
"""

import numpy as np
from numpy.typing import NDArray

from soulstrain.character.rig.pose import BROWS, EYES, INDEX, MOTION, MOUTHS, NAMES, SIDES, SIGNED

Poses = NDArray[np.float64]

_WILD = 0.1  # of all poses
_WILD_SHARE = 0.25  # of a wild pose's parameters
_UNLIKE = 0.2  # of shapes, on one side other than on the other
_FULL = 0.25  # of values, at the very end of their range


def poses(chance: np.random.Generator, count: int) -> Poses:
    """[count, 45], every value within its range."""
    drawn = np.zeros((count, len(NAMES)))
    _pairs(chance, drawn, [f"eyebrow_{name}" for name in BROWS], (0.2, 0.6, 0.2))
    _pairs(chance, drawn, [f"eye_{name}" for name in EYES], (0.2, 0.65, 0.15))
    _pairs(chance, drawn, ["iris_small"], (0.75, 0.25))
    _pairs(chance, drawn, ["mouth_lowered_corner", "mouth_raised_corner"], (0.4, 0.55, 0.05))
    _some(chance, drawn, [[f"mouth_{name}"] for name in MOUTHS], (0.2, 0.6, 0.2))
    _some(chance, drawn, [["mouth_smirk"]], (0.85, 0.15))
    looking = chance.random(count) < 0.7
    drawn[looking, SIGNED.start : MOTION.start] = chance.uniform(-1, 1, (int(looking.sum()), 2))
    wild = chance.random(count) < _WILD
    drawn[wild] = _anything(chance, int(wild.sum()))
    drawn[:, MOTION] = _motions(chance, count)
    return drawn


def _anything(chance: np.random.Generator, count: int) -> Poses:
    values = chance.random((count, len(NAMES)))
    values[:, SIGNED] = 2 * values[:, SIGNED] - 1
    return np.where(chance.random(values.shape) < _WILD_SHARE, values, 0.0)


def _motions(chance: np.random.Generator, count: int) -> Poses:
    """Head and body, each still in a quarter of the poses."""
    values = chance.uniform(-1, 1, (count, 6))
    values[:, 5] = abs(values[:, 5])
    return np.where(chance.random(values.shape) < 0.25, 0.0, values)


def _pairs(chance: np.random.Generator, drawn: Poses, names: list[str], shares: tuple[float, ...]) -> None:
    _some(chance, drawn, [[f"{name}_{side}" for side in SIDES] for name in names], shares)


def _some(
    chance: np.random.Generator, drawn: Poses, groups: list[list[str]], shares: tuple[float, ...]
) -> None:
    """Set as many of the groups as `shares` says: none, one, two."""
    count = len(drawn)
    wanted = chance.choice(len(shares), count, p=shares)
    order = chance.permuted(np.tile(np.arange(len(groups)), (count, 1)), axis=1)
    for place in range(len(shares) - 1):
        values = _values(chance, count) / np.maximum(wanted, 1)
        unlike = chance.random(count) < _UNLIKE
        for side in range(len(groups[0])):
            columns = np.array([INDEX[group[side]] for group in groups])[order[:, place]]
            value = np.where(unlike & (side > 0), _values(chance, count), values)
            rows = np.flatnonzero(wanted > place)
            drawn[rows, columns[rows]] = value[rows]


def _values(chance: np.random.Generator, count: int) -> Poses:
    return np.where(chance.random(count) < _FULL, 1.0, chance.random(count))
