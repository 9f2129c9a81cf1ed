"""Padding that convolutions do not hear: a row of a batch sounds as it does alone.

A convolution reaches over a row's end into its padding, which after the first layer is no longer zero.
transformers' vocoders and FastSpeech2 take no mask, so the ends are cleared again before each one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

_PADDING = 0.1
Stop = Callable[[], None]  # raises when nobody waits for the result any more


def go_on() -> None:
    """For work that is never broken off."""


class Masking:
    """Hooks on every convolution of a network, at work inside `over`.

    They also give a layer its input in the layer's own precision: one that is kept in float32 stands among
    others in 16 bits.
    """

    def __init__(self, network: nn.Module) -> None:
        self.lengths: list[int] = []
        self.stop: Stop = go_on
        for layer in network.modules():
            if isinstance(layer, nn.Conv1d | nn.ConvTranspose1d):
                layer.register_forward_pre_hook(self._before)
            if isinstance(layer, nn.ConvTranspose1d):
                layer.register_forward_hook(self._after)

    @contextmanager
    def over(self, lengths: Sequence[int], stop: Stop = go_on) -> Iterator[None]:
        """Of an input (rows, channels, time) row i has lengths[i] steps; `stop` is asked at each layer."""
        self.lengths, self.stop = list(lengths), stop
        try:
            yield
        finally:
            self.lengths, self.stop = [], go_on

    def _before(self, layer: nn.Conv1d | nn.ConvTranspose1d, inputs: tuple[Tensor]) -> tuple[Tensor]:
        self.stop()
        states = inputs[0].to(layer.weight.dtype)
        if layer.kernel_size[0] > 1:
            for row, length in enumerate(self.lengths):
                # In place: nothing else reads what is behind the end, and a copy takes a layer's time.
                states[row, :, length:] = 0
        return (states,)

    def _after(self, layer: nn.ConvTranspose1d, inputs: tuple[Tensor], states: Tensor) -> None:  # noqa: ARG002
        """More steps come out than went in."""
        kernel, stride, padding = layer.kernel_size[0], layer.stride[0], int(layer.padding[0])
        self.lengths = [(length - 1) * stride - 2 * padding + kernel for length in self.lengths]


def alike(lengths: Sequence[int], device: torch.device) -> Iterator[list[int]]:
    """Places of `lengths` in groups that a vocoder takes at once, the shortest first.

    On a GPU a group is padded by at most a tenth. On a CPU each goes alone: a batch has nothing to win there,
    and its layers fit into no cache (measured: eight rows together took longer than in turn).
    """
    order = sorted(range(len(lengths)), key=lambda place: lengths[place])
    group: list[int] = []
    for place in order:
        if group and (device.type == "cpu" or lengths[group[0]] < (1 - _PADDING) * lengths[place]):
            yield group
            group = []
        group.append(place)
    if group:
        yield group
