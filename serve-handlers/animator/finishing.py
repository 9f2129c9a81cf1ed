"""A drawn picture before it is encoded: effects over it, a part of it, its size, its background.

All that mixes colours does so in linear light, but enlarging: there Lanczos would give every dark line a
bright edge. What takes filters or networks is in `dressing.py`.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from animator.colour import picture_pixels, shrunk, to_linear
from animator.encoding import Pixels
from animator.layers import Layer
from animator.look import Look


def finished(picture: Pixels, effects: Sequence[tuple[Layer, float]], look: Look) -> Pixels:
    """[look.height, look.width, 4], or 3 before a background, of a picture [side, side, 4].

    effects: of that side too.
    """
    pixels = with_effects(picture, effects)[look.part(len(picture))]
    if look.height < len(pixels) or look.width < len(pixels[0]):
        pixels = _shrunk(pixels, look.height, look.width)
    if look.colour:
        pixels = _before(pixels, look.colour)
    return _enlarged(pixels, look) if look.scale > 1 else pixels


def with_effects(picture: Pixels, effects: Sequence[tuple[Layer, float]]) -> Pixels:
    covered = picture.copy() if effects else picture
    for layer, strength in effects:
        light = _light_of(covered[layer.rows, layer.columns])
        layer.cover(light, strength)
        covered[layer.rows, layer.columns] = _pixels_of(light)
    return covered


def _shrunk(pixels: Pixels, height: int, width: int) -> Pixels:
    return _pixels_of(shrunk(_light_of(pixels), height, width))


def _before(pixels: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """[height, width, 3]. Only edges are mixed: most of a picture is all there or not there at all."""
    alpha = pixels[..., 3]
    laid = np.where(alpha[..., None] > 0, pixels[..., :3], np.array(colour, np.uint8))
    edges = np.nonzero((alpha > 0) & (alpha < 255))
    light = _light_of(pixels[edges][None])
    backdrop = torch.tensor([*_linear_table()[list(colour)], 1.0])[:, None, None]
    laid[edges] = _pixels_of(light + (1 - light[3:]) * backdrop)[0, :, :3]
    return laid


def _enlarged(pixels: Pixels, look: Look) -> Pixels:
    """Pillow multiplies by alpha before it and divides again behind it."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(image.resize((look.width, look.height), Image.Resampling[look.kernel.upper()]))


def _light_of(picture: Pixels) -> Tensor:
    """`colour.light_of` by way of a table: a picture has 256 values of each channel."""
    light = np.empty((4, *picture.shape[:2]), np.float32)
    np.multiply(picture[..., 3], np.float32(1 / 255), out=light[3])
    for channel in range(3):
        np.multiply(_linear_table()[picture[..., channel]], light[3], out=light[channel])
    return torch.from_numpy(light)


def _pixels_of(light: Tensor) -> Pixels:
    """[height, width, 4] of [4, height, width]."""
    _, height, width = light.shape
    return picture_pixels(light.reshape(4, -1)).reshape(height, width, 4)


@cache
def _linear_table() -> NDArray[np.float32]:
    table: NDArray[np.float32] = to_linear(torch.arange(256).float() / 255).numpy()
    return table
