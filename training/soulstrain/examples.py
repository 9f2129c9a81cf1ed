"""Sentences as token ids, and batches of them with little padding.

One example is `<s> sentence </s>`; none spans two sentences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils.data import Sampler

# Batches whose sentences are sorted by length together: more means less padding and less chance.
POOL = 16
IGNORED = -100  # the label that torch's cross entropy skips


@dataclass(frozen=True)
class Examples:
    """`ids` holds one list of token ids a sentence; `truncated` counts those that were cut."""

    ids: list[list[int]]
    truncated: int


def encode(sentences: Sequence[str], tokenizer: Any, length: int) -> Examples:
    """Examples of at most `length` ids.

    A sentence that was cut has no `</s>`: it does not end there, and the model must not learn that it does.
    """
    encoded = tokenizer(list(sentences), add_special_tokens=False)["input_ids"]
    whole = [[tokenizer.bos_token_id, *ids, tokenizer.eos_token_id] for ids in encoded]
    return Examples([ids[:length] for ids in whole], sum(len(ids) > length for ids in whole))


def collate(batch: Sequence[Sequence[int]], pad: int) -> dict[str, torch.Tensor]:
    """Right-padded tensors of shape (batch, longest); padding is masked and its labels ignored."""
    longest = max(len(ids) for ids in batch)

    def padded(rows: Sequence[Sequence[int]], fill: int) -> torch.Tensor:
        return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])

    return {
        "input_ids": padded(batch, pad),
        "attention_mask": padded([[1] * len(ids) for ids in batch], 0),
        "labels": padded(batch, IGNORED),
    }


class LengthGrouped(Sampler[int]):
    """Indices for `batches` batches in a row, each of sentences of similar length.

    Epoch follows epoch without a seam, and the order depends on nothing but the seed, so every process
    of a distributed run agrees on it and a resumed run skips to exactly where it was. (The Trainer's own
    grouping draws from the global generator, and promises neither.)
    """

    def __init__(self, lengths: Sequence[int], batch_size: int, batches: int, seed: int) -> None:
        self.lengths = lengths
        self.batch_size = batch_size
        self.batches = batches
        self.seed = seed

    def __len__(self) -> int:
        return self.batches * self.batch_size

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self.seed)
        waiting: list[int] = []
        given = 0
        while given < self.batches:
            waiting += torch.randperm(len(self.lengths), generator=generator).tolist()
            batches, waiting = self._grouped(waiting)
            for position in torch.randperm(len(batches), generator=generator).tolist()[
                : self.batches - given
            ]:
                yield from batches[position]
                given += 1

    def _grouped(self, indices: list[int]) -> tuple[list[list[int]], list[int]]:
        """Full batches out of `indices`, and the last few that fill none."""
        size, pool = self.batch_size, self.batch_size * POOL
        full = len(indices) // size * size
        batches = []
        for start in range(0, full, pool):
            together = sorted(indices[start : min(start + pool, full)], key=self.lengths.__getitem__)
            batches += [together[at : at + size] for at in range(0, len(together), size)]
        return batches, indices[full:]
