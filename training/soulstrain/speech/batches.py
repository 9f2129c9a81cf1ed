"""Batches, each a function of the seed and its number, so that a resumed training sees what it would have."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray

from soulstrain.speech.shards import Data
from soulstrain.speech.sounds import sounding
from soulstrain.speech.targets import IGNORED, NOWHERE, Target, prompt_for, target
from soulstrain.speech.tokens import END

PROMPTED = 6  # every so many batches have a prompt in each row
TIMESTAMPED = 0.5  # share of rows
# Masks of SpecAugment (Park et al. 2019), light: (how many, widest).
BAND_MASKS = (2, 12)
FRAME_MASKS = (2, 30)


@dataclass(frozen=True)
class Batch:
    """`features` [rows, bands, frames] float32; `ids`, `labels`, `times` [rows, longest].

    `sounds` [rows, positions of the encoder].
    """

    features: torch.Tensor
    ids: torch.Tensor
    labels: torch.Tensor
    times: torch.Tensor
    sounds: torch.Tensor

    def to(self, device: torch.device) -> "Batch":
        return Batch(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


class Batches:
    """Batch number n of a training on `data`, in an order shuffled anew each time all was seen."""

    def __init__(self, data: Data, rows: int, seed: int, parts: int = 1) -> None:
        """`parts` is into how many batches of equal size, to be worked on at the same time, each is cut."""
        self.data, self.rows, self.seed, self.parts = data, rows, seed, parts
        self._order: tuple[int, NDArray[np.int64]] = (-1, np.zeros(0, np.int64))

    def __getitem__(self, number: int) -> tuple[Batch, ...]:
        chance, dice = Random(f"{self.seed}/{number}"), np.random.default_rng([self.seed, number])
        windows = [self.data.window(index) for index in self._indices(number)]
        labels = [label for _, label in windows]
        prompted = number % PROMPTED == PROMPTED - 1
        targets = [
            target(
                label,
                timestamps=chance.random() < TIMESTAMPED,
                prompt=prompt_for(label, labels, chance) if prompted else "",
            )
            for label in labels
        ]
        features = [masked(features, dice) for features, _ in windows]
        cuts = [slice(part, None, self.parts) for part in range(min(self.parts, self.rows))]
        return tuple(_collated(features[cut], targets[cut], labels[cut]) for cut in cuts)

    def _indices(self, number: int) -> list[int]:
        """Rows of batch `number`; the last rows of a round that fill no batch wait for the next round."""
        a_round = max(1, len(self.data) // self.rows)
        this, place = divmod(number, a_round)
        if self._order[0] != this:
            order = np.random.default_rng([self.seed, this, 1]).permutation(len(self.data))
            self._order = (this, order)
        rows = self._order[1][place * self.rows : (place + 1) * self.rows]
        return [int(index) for index in rows]


def masked(features: NDArray[np.float16], dice: Generator) -> NDArray[np.float32]:
    """A copy with a few bands and a few stretches of time at its mean."""
    copy = features.astype(np.float32)
    mean = float(copy.mean())
    for _ in range(dice.integers(BAND_MASKS[0] + 1)):
        width, start = dice.integers(BAND_MASKS[1] + 1), dice.integers(copy.shape[0])
        copy[start : start + width] = mean
    for _ in range(dice.integers(FRAME_MASKS[0] + 1)):
        width, start = dice.integers(FRAME_MASKS[1] + 1), dice.integers(copy.shape[1])
        copy[:, start : start + width] = mean
    return copy


def _collated(
    features: list[NDArray[np.float32]], targets: list[Target], labels: list[dict[str, Any]]
) -> Batch:
    longest = max(len(target.ids) for target in targets)

    def padded(rows: Iterable[list[Any]], filler: float) -> torch.Tensor:
        return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])

    return Batch(
        features=torch.from_numpy(np.stack(features)),
        ids=padded((target.ids for target in targets), END),
        labels=padded((target.labels for target in targets), IGNORED),
        times=padded((target.times for target in targets), NOWHERE),
        sounds=torch.from_numpy(np.stack([sounding(label["segments"], IGNORED) for label in labels])),
    )
