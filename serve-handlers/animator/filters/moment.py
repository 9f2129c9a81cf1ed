"""When frames are, and chance that depends on nothing else.

Chance is a hash of (seed, filter, name, what is asked, step of time), as in Jarzynski and Olano, Hash
Functions for GPU Rendering (2020), here MurmurHash3's finaliser: a frame looks the same however often, in
whatever order and beside whichever others it is drawn.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from animator.filters.maps import kept

# What filters call a frame: grain changes and glitches are counted in it at any rate of drawing.
FRAMES_PER_SECOND = 25
# Of a frame: 0.04 s times 29 is a hair less than 29 frames.
_HAIR = 1e-3
_BITS = 0xFFFFFFFF
# Rows of a field's numbering are this far apart, so that a picture's size moves none of its grains.
_STRIDE = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """times: [n] seconds, float64, of each frame. salt: 32 bits of whose chance it is."""

    times: Tensor
    salt: int

    @property
    def steps(self) -> Tensor:
        """[n] int64: the frame of 1/25 s that each time is in."""
        return torch.floor(self.times * FRAMES_PER_SECOND + _HAIR).long()

    def turns(self, hertz: float) -> Tensor:
        """[n] float32 from 0 to 1: how far something is that turns so often."""
        return torch.remainder(self.times * hertz, 1).float()

    def holds(self, shortest: int, longest: int) -> Tensor:
        """[n] int64: number of the span each time is in; spans last from `shortest` to `longest` steps.

        Their ends are a grid's, each moved by chance: so any span is found without those before it.
        """
        shortest, longest = sorted((shortest, longest))
        period, play = (shortest + longest) / 2, (longest - shortest) / 2
        steps = self.steps
        near = torch.floor(steps / period).long()
        begun = near - 1
        for number in (near, near + 1):
            chance = self.chances(number, 1, "hold")[:, 0].double()
            begun = begun + (torch.floor(number * period + play * chance + 0.5) <= steps)
        return begun

    def chances(self, numbers: Tensor, count: int, what: str) -> Tensor:
        """[n, count] from 0 to 1, of `numbers` [n] int64."""
        places = torch.arange(count, dtype=torch.int32, device=numbers.device)
        return _shares(_mixed(_mixed(places) + self._keys(numbers, what)[:, None]))

    def field(self, height: int, width: int, what: str, numbers: Tensor | None = None) -> Tensor:
        """[n, 1, height, width] from -1 to 1: each value by itself, new at each step, or of `numbers` [n]."""
        keys = self._keys(self.steps if numbers is None else numbers, what)[:, None, None, None]
        return _shares(_mixed(_places(height, width, keys.device) + keys)).mul_(2).sub_(1)

    def _keys(self, numbers: Tensor, what: str) -> Tensor:
        salt = _signed(_text_hash(f"{self.salt} {what}"))
        return _mixed(_mixed((numbers & 0x7FFFFFFF).to(torch.int32)) ^ salt)


def salt_of(*parts: object) -> int:
    return _text_hash("\n".join(str(part) for part in parts))


def _text_hash(words: str) -> int:
    """32 bits, FNV-1a (Fowler, Noll, Vo)."""
    value = 2166136261
    for byte in words.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 16777619) & _BITS
    return value


def _signed(bits: int) -> int:
    return bits - (1 << 32) if bits >> 31 else bits


def _mixed(bits: Tensor) -> Tensor:
    """MurmurHash3's finaliser (Appleby) of int32, whose products wrap around; a new tensor."""
    bits = bits ^ ((bits >> 16) & 0xFFFF)
    bits.mul_(_signed(0x85EBCA6B))
    bits.bitwise_xor_((bits >> 13) & 0x7FFFF)
    bits.mul_(_signed(0xC2B2AE35))
    return bits.bitwise_xor_((bits >> 16) & 0xFFFF)


def _shares(bits: Tensor) -> Tensor:
    """24 of 32 bits, which is what a float32 holds, as 0 up to 1."""
    return ((bits >> 8) & 0xFFFFFF).float().mul_(2.0**-24)


@kept(8)
def _places(height: int, width: int, device: torch.device) -> Tensor:
    rows = torch.arange(height, dtype=torch.int32, device=device)[:, None] * _STRIDE
    return _mixed(rows + torch.arange(width, dtype=torch.int32, device=device))
