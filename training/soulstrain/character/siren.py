"""Networks of sines in the THA4 student format, in the form that is trained.

A layer is sin(30 (W x + b)) (Sitzmann et al. 2020). The format keeps W as a 1x1 convolution. The inputs of a
level's first layer are what the level before tells, the place x and y in (-1, 1), and the pose.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

OMEGA = 30.0
PLACE = 2
# The first layer's weights of the place: with the format's usual beginning, 1 / inputs, a face stays a blur
# for hours.
PLACE_REACH = 0.5


class Sine(nn.Module):
    """Weights and biases of one layer; `placed` is a level's first, which is told place and pose."""

    def __init__(self, inputs: int, outputs: int, *, placed: bool, reach: float) -> None:
        super().__init__()
        self.placed = placed
        self.linear = nn.Linear(inputs, outputs)
        with torch.no_grad():
            self.linear.weight.uniform_(-reach, reach)

    def forward(self, inputs: Tensor, pose: Tensor | None = None) -> Tensor:
        """inputs [poses, places, k]; pose [poses, inputs - k], whose product is the same at all places."""
        weight, bias = self.linear.weight, self.linear.bias
        if pose is None:
            return torch.sin(OMEGA * functional.linear(inputs, weight, bias))
        own = inputs.shape[-1]
        shared = functional.linear(pose, weight[:, own:], bias)
        return torch.sin(OMEGA * (functional.linear(inputs, weight[:, :own]) + shared[:, None]))


class Level(nn.ModuleList):
    """The layers of a level that is told `told` features of the one before it, none if it is the first."""

    def __init__(self, told: int, poses: int, widths: Sequence[int]) -> None:
        sizes = [told + PLACE + poses, *widths]
        super().__init__(
            Sine(before, after, placed=number == 0, reach=math.sqrt(6 / before) / OMEGA)
            for number, (before, after) in enumerate(pairwise(sizes))
        )
        if not told:
            with torch.no_grad():
                first = next(self.parameters())
                first.uniform_(-1 / sizes[0], 1 / sizes[0])
                first[:, :PLACE].uniform_(-PLACE_REACH, PLACE_REACH)

    def forward(self, inputs: Tensor, poses: Tensor) -> Tensor:
        """[n, places, widths[-1]] of inputs [n, places, told + 2] and poses [n, poses]."""
        features = inputs
        for number, layer in enumerate(self):
            features = layer(features, None if number else poses)
        return features


def matrices(network: nn.Module) -> tuple[list[Tensor], list[Tensor]]:
    """The matrices between features, and all other weights."""
    inside = [
        module.linear.weight for module in network.modules() if isinstance(module, Sine) and not module.placed
    ]
    known = {id(weight) for weight in inside}
    return inside, [weight for weight in network.parameters() if id(weight) not in known]


def exported(network: nn.Module) -> dict[str, Tensor]:
    """The state dict of the format: matrices as 1x1 convolutions."""
    return {name: value[:, :, None, None] if value.dim() == 2 else value for name, value in _state(network)}


def imported(network: nn.Module, state: dict[str, Tensor]) -> None:
    """Weights of the format into `network`. Raises RuntimeError for those of another shape."""
    network.load_state_dict(
        {name: value[:, :, 0, 0] if value.dim() == 4 else value for name, value in state.items()}
    )


def _state(network: nn.Module) -> Iterator[tuple[str, Tensor]]:
    for name, value in network.state_dict().items():
        yield name, value.detach().cpu().contiguous()


def places(side: int) -> Tensor:
    """[side * side, 2]: x and y of a picture's pixels, row by row, as `affine_grid` places them."""
    axis = (2 * torch.arange(side) + 1) / side - 1
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x.reshape(-1), y.reshape(-1)], dim=1)
