"""Colour between a picture's sRGB and the networks' linear light.

Three encodings, named so everywhere:
  picture  uint8 [.., height, width, 4]: sRGB, straight alpha; what a PNG holds and a browser expects
  light    float [.., 4, height, width]: linear, premultiplied by alpha, 0 to 1; what filters work in
  network  float, like light times 2 minus 1, so that nothing at all is -1 in all four channels;
           what THA4 reads, and writes unclamped
Formulas: IEC 61966-2-1.
"""

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

# Below it a colour is nobody's: division by so little alpha would show the networks' noise.
NO_ALPHA = 1e-5
_STEPS = 65535


def to_linear(encoded: Tensor) -> Tensor:
    """sRGB values 0 to 1 to linear light."""
    return torch.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: Tensor) -> Tensor:
    """Linear light 0 to 1 to sRGB values."""
    curve = 1.055 * linear.clamp(min=0.0031308) ** (1 / 2.4) - 0.055
    return torch.where(linear <= 0.0031308, linear * 12.92, curve)


def straight_light(picture: NDArray[np.uint8]) -> Tensor:
    """[4, height, width] linear and not premultiplied, of a picture [height, width, 4]."""
    values = torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1).float() / 255
    return torch.cat([to_linear(values[:3]), values[3:]])


def light_of(picture: NDArray[np.uint8]) -> Tensor:
    """Light [4, height, width] of a picture [height, width, 4]."""
    return premultiplied(straight_light(picture))


def premultiplied(straight: Tensor) -> Tensor:
    colour, alpha = torch.split(straight, [3, 1], -3)
    return torch.cat([colour * alpha, alpha], -3)


def straight_of(light: Tensor) -> Tensor:
    colour, alpha = torch.split(light, [3, 1], -3)
    return cleared(torch.cat([(colour / alpha.clamp(min=NO_ALPHA)).clamp(max=1), alpha], -3))


def cleared(straight: Tensor) -> Tensor:
    """No colour where there is no alpha, as THA3 wants its pictures."""
    return torch.where(straight.narrow(-3, 3, 1) < NO_ALPHA, 0, straight)


def network_of(light: Tensor) -> Tensor:
    return light * 2 - 1


def light_from(network: Tensor) -> Tensor:
    """Light of a network's output, whose overshoot is cut off."""
    return ((network + 1) / 2).clamp_(0, 1)


def shrunk(light: Tensor, height: int, width: int | None = None) -> Tensor:
    """[.., 4, height, width] of larger light, each pixel the mean of those under and around it."""
    size = (height, width or height)
    if light.shape[-2:] == size:
        return light
    flat = light.reshape(-1, *light.shape[-3:])
    small = functional.interpolate(flat, size=size, mode="bilinear", antialias=True)
    return small.view(*light.shape[:-2], *size)


def pictures_of(light: Tensor) -> NDArray[np.uint8]:
    """Pictures [n, height, width, 4] of light [n, 4, height, width].

    Colour is divided by alpha before it is encoded: encoded with alpha still in it, every soft edge shown
    as straight alpha gets a dark fringe.
    """
    if light.is_cuda:
        return computed_pictures(light).cpu().numpy()
    count, channels, height, width = light.shape
    pixels = light.transpose(0, 1).reshape(channels, -1)
    return picture_pixels(pixels).reshape(count, height, width, channels)


def computed_pictures(light: Tensor) -> Tensor:
    """The same without a table: where arithmetic is quick and the way to the CPU is not."""
    colour, alpha = torch.split(straight_of(light), [3, 1], -3)
    codes = torch.cat([to_srgb(colour), alpha], -3) * 255 + 0.5
    return codes.to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def picture_pixels(light: Tensor) -> NDArray[np.uint8]:
    """[n, 4] of a picture, of light [4, n]: by a table, for a power of each value takes ten times as long."""
    colour, alpha = light[:3].numpy(), light[3].numpy()
    # Where there is no alpha nothing is left of the colour, which is no larger than a network's noise.
    straight = colour * (_STEPS / np.where(alpha < NO_ALPHA, np.inf, alpha))
    np.minimum(straight, _STEPS, out=straight)
    codes = np.empty((len(alpha), 4), np.uint8)
    table = _srgb_table()
    for channel in range(3):
        codes[:, channel] = table[(straight[channel] + 0.5).astype(np.intp)]
    codes[:, 3] = alpha * 255 + 0.5
    return codes


@cache
def _srgb_table() -> NDArray[np.uint8]:
    """sRGB code of a linear value, in steps of 1/65535: at most a twentieth of a level each."""
    linear = torch.linspace(0, 1, _STEPS + 1, dtype=torch.float64)
    codes: NDArray[np.uint8] = np.rint(to_srgb(linear).numpy() * 255).astype(np.uint8)
    return codes


def viewer_pictures(network: Tensor) -> NDArray[np.uint8]:
    """[n, height, width, 4] as the reference viewer encodes [n, 4, height, width]: for comparison alone.

    It encodes colour that is still premultiplied and lets it pass for straight.
    """
    light = light_from(network)
    encoded = torch.cat([to_srgb(light[:, :3]), light[:, 3:]], 1)
    codes: NDArray[np.uint8] = np.rint(encoded.permute(0, 2, 3, 1).numpy() * 255).astype(np.uint8)
    return codes
