"""A coded picture in the size that a look wants, by weighing pixels or by networks."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from animator.coded import light_of_coded
from animator.colour import shrunk
from animator.upscaling.anime4k import QUALITIES, enlarged
from animator.upscaling.network import Network
from animator.upscaling.resampling import KERNELS, resized
from animator.upscaling.surroundings import spread

# How a picture becomes larger: the first are here, the others are Anime4K's.
METHODS = (*KERNELS, *QUALITIES)
LANCZOS = "lanczos"


def enlarged_light(coded: Tensor, height: int, width: int, kernel: str) -> Tensor:
    """Light [n, 4, height, width] of smaller coded pictures."""
    return light_of_coded(resized(coded, height, width, kernel))


def networked_light(coded: Tensor, height: int, width: int, networks: Sequence[Network]) -> Tensor:
    """The same by networks, whose result is brought to the size; alpha, which they do not know, bilinear."""
    rows, columns = coded.shape[2:]
    colour = enlarged(spread(coded), networks, max(height / rows, width / columns))
    alpha = functional.interpolate(coded[:, 3:], size=colour.shape[2:], mode="bilinear")
    made = torch.cat([colour * alpha, alpha], 1)
    if colour.shape[2] >= height and colour.shape[3] >= width:
        return shrunk(light_of_coded(made), height, width)
    return enlarged_light(made, height, width, LANCZOS)
