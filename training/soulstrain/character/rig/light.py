"""Between straight-alpha sRGB in bytes and premultiplied linear light, and sampling there.

Resampling straight sRGB would bleed the colour of empty pixels into edges; students blend in this space too.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import grid_sample

# As in layer.py, which needs skia; who only converts does not.
Layer = NDArray[np.uint8]
Light = NDArray[np.float32]  # [height, width, 4] in [0, 1], premultiplied
STEPS = 1 << 14

_srgb = np.arange(256) / 255
TO_LIGHT = np.where(_srgb <= 0.04045, _srgb / 12.92, ((_srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)
_light = np.arange(STEPS + 1) / STEPS
_encoded = np.where(_light <= 0.0031308, 12.92 * _light, 1.055 * _light ** (1 / 2.4) - 0.055)
TO_SRGB = np.rint(255 * _encoded).astype(np.uint8)
# Less cover than half a level has no colour.
NOTHING = 0.5 / 255


def to_light(layer: Layer) -> Light:
    alpha = layer[..., 3:] * np.float32(1 / 255)
    return np.concatenate([TO_LIGHT[layer[..., :3]] * alpha, alpha], axis=-1)


def to_layer(light: Light) -> Layer:
    alpha = np.clip(light[..., 3:], 0, 1)
    layer = np.zeros(light.shape, np.uint8)
    seen = alpha[..., 0] >= NOTHING
    straight = np.clip(light[seen, :3] / alpha[seen], 0, 1)
    layer[seen, :3] = np.take(TO_SRGB, np.rint(straight * STEPS).astype(np.intp))
    layer[seen, 3:] = np.rint(255 * alpha[seen])
    return layer


def sample(light: Light, grid: NDArray[np.float32]) -> Light:
    """The picture at the grid's places as students take it: bilinear, border, corners not aligned."""
    picture = torch.from_numpy(light).permute(2, 0, 1)[None].contiguous()
    sampled = grid_sample(
        picture, torch.from_numpy(grid)[None], "bilinear", padding_mode="border", align_corners=False
    )
    return np.ascontiguousarray(sampled[0].permute(1, 2, 0).numpy())
