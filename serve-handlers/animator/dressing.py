"""Drawn pictures with all that is costly: networks that enlarge them, and filters.

Frames of one look together, on the worker's device: effects, a part of each, its size, filters in linear
light, the background, and back to pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.coded import coded_of, light_of_coded
from animator.colour import pictures_of, shrunk, to_linear
from animator.encoding import Pixels
from animator.finishing import with_effects
from animator.layers import Layer
from animator.look import Look
from animator.upscaling.enlarging import enlarged_light, networked_light
from animator.upscaling.network import Network


@dataclass(frozen=True)
class Dressing:
    """What a look needs: the device, and the networks if there are any."""

    look: Look
    device: torch.device
    networks: Sequence[Network] = ()

    @torch.inference_mode()
    def dressed(
        self,
        pictures: Pixels,
        effects: Sequence[Sequence[tuple[Layer, float]]],
        times: Tensor,
        seed: int,
    ) -> NDArray[np.uint8]:
        """[n, look.height, look.width, 4], or 3 before a background, of pictures [n, side, side, 4].

        effects: of each picture, of that side too. times: [n] seconds.
        """
        part = self.look.part(pictures.shape[1])
        covered = [with_effects(each, layers)[part] for each, layers in zip(pictures, effects, strict=True)]
        light = self._sized(torch.from_numpy(np.stack(covered)).to(self.device))
        if self.look.filters:
            light = self.look.filters.apply(light, times, seed)
        if self.look.colour is None:
            return pictures_of(light)
        return pictures_of(_before(light, self.look.colour))[..., :3]

    def _sized(self, pictures: Tensor) -> Tensor:
        """Light of the look's size."""
        look, coded = self.look, coded_of(pictures)
        if look.height < coded.shape[2] or look.width < coded.shape[3]:
            return shrunk(light_of_coded(coded), look.height, look.width)
        if look.networked:
            return networked_light(coded, look.height, look.width, self.networks)
        if look.scale > 1:
            return enlarged_light(coded, look.height, look.width, look.kernel)
        return light_of_coded(coded)


def _before(light: Tensor, colour: tuple[int, int, int]) -> Tensor:
    """Opaque light."""
    backdrop = torch.ones(4, 1, 1)
    backdrop[:3, 0, 0] = to_linear(torch.tensor(colour) / 255)
    return light + (1 - light[:, 3:]) * backdrop.to(light.device)
