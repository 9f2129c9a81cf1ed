"""Which pixels of each level a frame needs, and what each reads of the level before.

A frame's visible pixels need, at half their resolution, the four around each; these need, at a quarter, the
four around each of them; and so on. All the others are never computed.

Interpolation clamps at the picture's edge, and a place in the picture does not. What a level hands on is a
function of both, so a level has a rim of places outside the picture: features of the pixel inside, at the
place outside.

A frame of fewer pixels than the finest level has is what the network is at fewer places: a level that is as
fine as the one before it there reads just what that one hands on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

# torch.embedding_bag's mode: the only operator of torch that gathers, weighs and adds rows in one go.
_SUM = 0


@dataclass(frozen=True)
class Between:
    """around: [rows * 4] int32, rows of the level before. share: [rows * 4], how much of each."""

    around: Tensor
    share: Tensor

    def of(self, before: Tensor, rows: slice) -> Tensor:
        """[rows, width] interpolated from `before` [rows of the level before, width]."""
        four = slice(rows.start * 4, rows.stop * 4)
        around, share = self.around[four], self.share[four]
        bags = torch.arange(0, len(around), 4, dtype=torch.int32)
        out: Tensor = torch.embedding_bag(before, around, bags, False, _SUM, False, share)[0]
        return out


@dataclass(frozen=True)
class Pixels:
    """Some pixels of one level, as rows; the last is repeated until the rows fill whole chunks.

    place: [rows, 2] x and y where the level's own layers are evaluated. handed: [rows, 2] where the next
    level's first layer is. between: None at the first level, and where the level before has the same rows
    (and perhaps more behind them). chunk: rows in one piece of work.
    """

    place: Tensor
    handed: Tensor
    between: Between | None
    chunk: int

    @property
    def chunks(self) -> int:
        return len(self.place) // self.chunk

    def rows(self, chunk: int) -> slice:
        return slice(chunk * self.chunk, (chunk + 1) * self.chunk)


@dataclass(frozen=True)
class Plan:
    """levels: coarsest first. index: [rows of the finest] int64, y * side + x of each."""

    levels: tuple[Pixels, ...]
    index: Tensor


def plan_of(mask: Tensor, rows: Sequence[int], whole: int | None = None) -> Plan:
    """What drawing the true pixels of `mask` [side, side] takes, a level in chunks of at most its `rows`.

    whole: side of the finest level as it was trained; None is the mask's.
    """
    side = len(mask)
    trained = whole or side
    # A figure that never shows still has a first pixel to work on.
    wanted = _filled(mask.nonzero() if mask.any() else torch.zeros(1, 2, dtype=torch.int64), rows[-1])
    index = wanted[:, 0] * side + wanted[:, 1]
    found = []
    for most, most_before in zip(rows[:0:-1], rows[-2::-1], strict=True):
        trained //= 2
        if trained >= side:
            found.append(_pixels(wanted, side, None, most))
            wanted = _filled(wanted, most_before)
            continue
        before, around, share = _around(wanted.clamp(0, side - 1), side)
        found.append(_pixels(wanted, side, Between(around, share), most))
        wanted, side = _filled(before, most_before), side // 2
    found.append(_pixels(wanted, side, None, rows[0]))
    return Plan(tuple(reversed(found)), index)


def _filled(positions: Tensor, rows: int) -> Tensor:
    """`positions` [n, 2] in equal chunks of at most `rows`: the last one is repeated a few times."""
    chunks = max(-(-len(positions) // rows), 1)
    missing = -len(positions) % chunks
    return torch.cat([positions, positions[-1:].expand(missing, -1)])


def _pixels(positions: Tensor, side: int, between: Between | None, rows: int) -> Pixels:
    """Of [n, 2] (row, column), of which a rim of one pixel may be outside."""
    chunk = len(positions) // max(-(-len(positions) // rows), 1)
    return Pixels(_place(positions.clamp(0, side - 1), side), _place(positions, side), between, chunk)


def _place(positions: Tensor, side: int) -> Tensor:
    """x and y, -1 to 1 from edge to edge, of pixels' middles."""
    return (2 * positions.flip(1).double() + 1).div(side).sub(1).float()


def _around(pixels: Tensor, side: int) -> tuple[Tensor, Tensor, Tensor]:
    """Positions one level coarser that `pixels` [n, 2] lie between, and which four each is made of.

    Bilinear to twice the size, corners not aligned: an even row is a quarter before the middle of a coarse
    one, an odd row a quarter behind it.
    """
    coarse = side // 2
    first = torch.div(pixels - 1, 2, rounding_mode="floor")
    second = torch.where(pixels % 2 == 0, 0.75, 0.25)
    corners = torch.tensor([(0, 0), (0, 1), (1, 0), (1, 1)])
    four = first[:, None] + corners
    # The rim makes a row of positions two longer than one of pixels.
    known, around = torch.unique((four[..., 0] + 1) * (coarse + 2) + four[..., 1] + 1, return_inverse=True)
    positions = torch.stack([known // (coarse + 2), known % (coarse + 2)], 1) - 1
    share = torch.where(corners == 1, second[:, None], 1 - second[:, None]).prod(2)
    return positions, around.flatten().int(), share.flatten()
