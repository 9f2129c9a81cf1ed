"""A student's weights as the fast paths want them.

The 30 of sin(30 * layer) goes into weights and biases. The pose is the same at all pixels, so its columns
times the pose are one vector a frame. A 1x1 convolution commutes with bilinear interpolation, so the columns
that read the level before are applied there, at a quarter of the pixels. And what is zero costs nothing:
numbers of the pose that nothing reads, colour of a body that blends none in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from animator.character import Character
from animator.student.reference import OMEGA
from animator.student.shape import ALPHA, BODY_LAST, BODY_LAYER, FACE_LAST, FACE_LAYER, PLACE


@dataclass(frozen=True)
class Layer:
    """weight [outputs, inputs], bias [outputs]."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True)
class First:
    """A level's first layer by what its columns read.

    carried: [outputs, width of the level before] or None; place: [outputs, 2]; pose: [outputs, inputs].
    """

    carried: Tensor | None
    place: Tensor
    pose: Tensor
    bias: Tensor

    def offset(self, pose: Tensor) -> Tensor:
        """[outputs] of one pose: what it adds at every pixel."""
        return torch.addmv(self.bias, self.pose, pose[: self.pose.shape[1]])


@dataclass(frozen=True)
class Level:
    first: First
    rest: tuple[Layer, ...]

    @property
    def widest(self) -> int:
        return max(len(self.first.bias), *(len(layer.bias) for layer in self.rest), 0)


@dataclass(frozen=True)
class Network:
    """`last` has no sine."""

    levels: tuple[Level, ...]
    last: Layer

    @property
    def reads(self) -> Tensor:
        """Places of the numbers of a pose that make any difference."""
        return torch.cat([level.first.pose for level in self.levels]).any(0).nonzero().flatten()


def without_blend(body: Network) -> Network:
    """`body` with the warp alone of its outputs where its alpha is 0 everywhere; else as it is."""
    weight, bias = body.last.weight, body.last.bias
    if weight[ALPHA].any() or bias[ALPHA].any():
        return body
    return replace(body, last=Layer(weight[:ALPHA], bias[:ALPHA]))


def folded_face(character: Character) -> Network:
    names = [FACE_LAYER.format(layer) for layer in range(len(character.shape.face))]
    return Network((_level(character.face, names, 0),), _layer(character.face, FACE_LAST, 1.0))


def folded_body(character: Character) -> Network:
    levels, carried = [], 0
    for level, widths in enumerate(character.shape.body):
        names = [BODY_LAYER.format(level, layer) for layer in range(len(widths))]
        levels.append(_level(character.body, names, carried))
        carried = widths[-1]
    return Network(tuple(levels), _layer(character.body, BODY_LAST, 1.0))


def _level(state: Mapping[str, Tensor], names: list[str], carried: int) -> Level:
    head, *rest = (_layer(state, name, OMEGA) for name in names)
    parts = [carried, PLACE, head.weight.shape[1] - carried - PLACE]
    before, place, pose = torch.split(head.weight, parts, dim=1)
    first = First(before if carried else None, place, pose, head.bias)
    return Level(first, tuple(rest))


def _layer(state: Mapping[str, Tensor], name: str, scale: float) -> Layer:
    return Layer(state[f"{name}.weight"][:, :, 0, 0] * scale, state[f"{name}.bias"] * scale)
