"""A student's network over rows of pixels, chunk by chunk, level by level."""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor

from animator.student.affine import Affine
from animator.student.folded import First, Level, Network
from animator.student.pixels import Pixels, Plan
from animator.student.workers import Workers

# Of a chunk's widest buffer: two of them and a layer's weights stay in a core's second-level cache.
CHUNK_BYTES = 1 << 19
_LEAST_ROWS = 64


def chunk_rows(network: Network) -> list[int]:
    """The most pixels of a chunk, for each level."""
    return [max(CHUNK_BYTES // 4 // level.widest, _LEAST_ROWS) for level in network.levels]


class NetworkRun:
    """A network over the pixels of a plan, ready for one pose after another; not for two threads at once."""

    def __init__(self, network: Network, plan: Plan, workers: Workers) -> None:
        self.workers = workers
        after = (*(level.first for level in network.levels[1:]), None)
        self.levels = [LevelRun(*each) for each in zip(network.levels, plan.levels, after, strict=True)]
        self.last = Affine(network.last.weight, plan.levels[-1].chunk)
        self.bias = network.last.bias

    def run(self, pose: Tensor, finish: Callable[[slice, Tensor], None]) -> None:
        """`finish(rows, outputs [rows, channels])` for every chunk of the finest level, by the workers."""
        before: Tensor | None = None
        for level in self.levels[:-1]:
            level.begin(pose)
            self.workers.run(level.pixels.chunks, partial(level.hand_on, before=before))
            before = level.handed
        finest = self.levels[-1]
        finest.begin(pose)

        def end(chunk: int) -> None:
            finish(finest.pixels.rows(chunk), self.last(finest.features(chunk, before), self.bias))

        self.workers.run(finest.pixels.chunks, end)


class KeptRun:
    """The same, whose outputs stay until something of the pose changes that the network reads.

    A body trained to be a pure warp reads six numbers of 45: while a head is still the face may move.
    """

    def __init__(self, network: Network, plan: Plan, workers: Workers) -> None:
        self.network = NetworkRun(network, plan, workers)
        self.workers, self.pixels, self.reads = workers, plan.levels[-1], network.reads
        self.out = torch.empty(len(plan.index), len(network.last.bias))
        self.read: Tensor | None = None

    def fresh(self, pose: Tensor) -> bool:
        """Whether `out` is not what this pose makes."""
        return self.read is None or not torch.equal(pose[self.reads], self.read)

    def run(self, pose: Tensor, finish: Callable[[slice, Tensor], None]) -> None:
        """As `NetworkRun.run`."""
        if not self.fresh(pose):
            rows = self.pixels.rows
            self.workers.run(self.pixels.chunks, lambda chunk: finish(rows(chunk), self.out[rows(chunk)]))
            return

        def keep(rows: slice, values: Tensor) -> None:
            self.out[rows] = values
            finish(rows, values)

        # Half of it is anything when it breaks off.
        self.read = None
        self.network.run(pose, keep)
        self.read = pose[self.reads]


class LevelRun:
    """One level over its pixels. handed: [rows, width] what the next level's first layer makes of it."""

    def __init__(self, level: Level, pixels: Pixels, after: First | None) -> None:
        rows = pixels.chunk
        self.first, self.pixels, self.after = level.first, pixels, after
        self.place = Affine(level.first.place, rows)
        self.rest = [(Affine(layer.weight, rows), layer.bias) for layer in level.rest]
        self.handed = torch.empty(0)
        if after is not None and after.carried is not None:
            self.handed = torch.empty(len(pixels.place), len(after.bias))
            self.hand, self.hand_place = Affine(after.carried, rows), Affine(after.place, rows)

    def begin(self, pose: Tensor) -> None:
        self.offset = self.first.offset(pose)
        if self.after is not None:
            self.after_offset = self.after.offset(pose)

    def features(self, chunk: int, before: Tensor | None) -> Tensor:
        """[rows, width] behind the level's last sine."""
        rows, between = self.pixels.rows(chunk), self.pixels.between
        if before is None:
            x = self.place(self.pixels.place[rows], self.offset)
        else:
            # In place: the next frame is handed on anew.
            x = before[rows] if between is None else between.of(before, rows)
        sine_(x)
        for layer, bias in self.rest:
            x = sine_(layer(x, bias))
        return x

    def hand_on(self, chunk: int, before: Tensor | None) -> None:
        rows = self.pixels.rows(chunk)
        place = self.hand_place(self.pixels.handed[rows], self.after_offset)
        self.handed[rows] = self.hand.added(self.features(chunk, before), place)


def sine_(x: Tensor) -> Tensor:
    """In place. NumPy's is as exact as torch's and, on one thread, two to three times as fast."""
    values = x.numpy()
    np.sin(values, out=values)
    return x
