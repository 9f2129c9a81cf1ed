"""A shader's network as torch runs it: passes that read the same become one convolution."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import torch
from torch import Tensor
from torch.nn import functional

from animator.upscaling.passes import MAIN
from animator.upscaling.shader import Convolution, Shader
from animator.upscaling.statements import Source

# Of a texture's pixel.
_CHANNELS = 4
_COLOURS = 3
_PICTURE = -1


@dataclass(frozen=True)
class Part:
    """Channels of what a layer made, of the picture or of a layer before; `sign` as that of a Source."""

    layer: int
    channels: slice
    sign: int

    def of(self, made: Mapping[int, Tensor]) -> Tensor:
        values = made[self.layer][:, self.channels]
        if not self.sign:
            return values
        return values.clamp(min=0) if self.sign > 0 else values.neg().clamp_(min=0)


@dataclass(frozen=True)
class Layer:
    """weight: [made, channels of all parts, 1 or 3, 1 or 3]. left: layers that nobody reads after this."""

    parts: tuple[Part, ...]
    weight: Tensor
    bias: Tensor
    left: tuple[int, ...] = ()

    def of(self, made: Mapping[int, Tensor]) -> Tensor:
        if self.weight.shape[-1] > 1:
            values = torch.cat([part.of(made) for part in self.parts], 1)
            # A texture goes on as it is at its edge.
            around = functional.pad(values, (1, 1, 1, 1), mode="replicate")
            return functional.conv2d(around, self.weight, self.bias)
        # Of many layers: side by side they would take as much memory as all of them once more.
        widths = [part.channels.stop - part.channels.start for part in self.parts]
        total = self.bias[:, None, None]
        for part, weight in zip(self.parts, torch.split(self.weight, widths, 1), strict=True):
            total = total + functional.conv2d(part.of(made), weight)
        return total


class Network:
    """Enlarges or restores opaque colour in sRGB."""

    def __init__(self, shader: Shader, device: torch.device) -> None:
        layers, places = _layers(shader.convolutions, device)
        self.shuffled = [places[name] for name in shader.shuffled]
        self.layers = _forgetting(layers, {layer for layer, _ in self.shuffled})
        self.factor = 2 if shader.shuffled else 1
        self.least_growth = shader.least_growth

    def __call__(self, colour: Tensor) -> Tensor:
        """[n, 3, rows, columns], both `factor` times as many, of colour [n, 3, ..]; may go beyond 0 and 1."""
        made = {_PICTURE: torch.cat([colour, torch.ones_like(colour[:, :1])], 1)}
        for number, layer in enumerate(self.layers):
            made[number] = layer.of(made)
            for gone in layer.left:
                del made[gone]
        if not self.shuffled:
            return made[len(self.layers) - 1][:, :_COLOURS] + colour
        channels = [made[layer][:, start : start + _CHANNELS] for layer, start in self.shuffled]
        # One for all colours, or one for each.
        detail = functional.pixel_shuffle(torch.cat(channels, 1), 2)
        return detail + functional.interpolate(colour, scale_factor=2, mode="bilinear")


# Where a texture is: its layer, and the first of its channels there.
Place = tuple[int, int]


def _layers(
    convolutions: Sequence[Convolution], device: torch.device
) -> tuple[list[Layer], dict[str, Place]]:
    places: dict[str, Place] = {MAIN: (_PICTURE, 0)}
    layers: list[Layer] = []
    for _, group in groupby(convolutions, lambda each: (list(each.sum.products), each.sum.added)):
        same = list(group)
        layers.append(_layer(same, places, device))
        places |= {each.saved: (len(layers) - 1, at * _CHANNELS) for at, each in enumerate(same)}
    return layers, places


def _layer(same: Sequence[Convolution], places: Mapping[str, Place], device: torch.device) -> Layer:
    """Of passes with the same sources; sources that lie side by side are one part."""
    sources = list(same[0].sum.products)
    wide = any(step != (0, 0) for each in same for taps in each.sum.products.values() for step in taps)
    weights = torch.cat([_weights(each, sources, wide) for each in same]).to(device)
    bias = torch.tensor([number for each in same for number in each.sum.bias], device=device)
    return Layer(tuple(_parts(sources, places)), weights, bias)


def _weights(convolution: Convolution, sources: Sequence[Source], wide: bool) -> Tensor:
    """[4, 4 a source, 3, 3], or 1, 1."""
    side = 3 if wide else 1
    weights = torch.zeros(_CHANNELS, len(sources), _CHANNELS, side, side)
    for at, source in enumerate(sources):
        for (right, down), matrix in convolution.sum.products[source].items():
            # A column for each channel that is read.
            weights[:, at, :, down + side // 2, right + side // 2] = torch.tensor(matrix).view(4, 4).t()
    return weights.flatten(1, 2)


def _parts(sources: Sequence[Source], places: Mapping[str, Place]) -> Iterator[Part]:
    part: Part | None = None
    for source in sources:
        layer, start = places[source.texture]
        if part and (part.layer, part.sign, part.channels.stop) == (layer, source.sign, start):
            part = replace(part, channels=slice(part.channels.start, start + _CHANNELS))
            continue
        if part:
            yield part
        part = Part(layer, slice(start, start + _CHANNELS), source.sign)
    if part:
        yield part


def _forgetting(layers: Sequence[Layer], shown: set[int]) -> list[Layer]:
    """`shown` are read once all are made."""
    last = {part.layer: number for number, layer in enumerate(layers) for part in layer.parts}
    return [
        replace(
            layer,
            left=tuple(each for each, by in last.items() if by == number and each not in shown),
        )
        for number, layer in enumerate(layers)
    ]
