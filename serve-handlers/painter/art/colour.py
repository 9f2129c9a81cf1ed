"""Colour as painters think of it: OKLCH (lightness, chroma, hue in degrees) to and from linear sRGB.

Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
"""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Of float32, unless a name or a docstring says otherwise.
Array: TypeAlias = NDArray[Any]
Lch: TypeAlias = tuple[float, float, float]

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LMS_BACK, _LAB_BACK = np.linalg.inv(_LMS), np.linalg.inv(_LAB)


def vector(*values: float) -> Array:
    """A colour, a direction or a pair of numbers, as float32."""
    return np.array(values, np.float32)


LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def to_oklab(rgb: Array) -> Array:
    """Linear sRGB (..., 3) to OKLab."""
    lab: Array = (np.cbrt(np.maximum(rgb, 0) @ _LMS.T) @ _LAB.T).astype(np.float32)
    return lab


def from_oklab(lab: Array) -> Array:
    """OKLab (..., 3) to linear sRGB; what lies outside the gamut is cut at black."""
    rgb = ((lab @ _LAB_BACK.T) ** 3) @ _LMS_BACK.T
    made: Array = np.maximum(rgb, 0).astype(np.float32)
    return made


def lch(colour: Lch) -> Array:
    """Linear sRGB (3,) of an OKLCH colour."""
    light, chroma, hue = colour
    angle = math.radians(hue)
    lab = np.array([light, chroma * math.cos(angle), chroma * math.sin(angle)], np.float32)
    return from_oklab(lab)


def mix(one: Array, other: Array, share: float) -> Array:
    """A colour between two, `share` of the way to `other`, by OKLab: no grey or dark between hues."""
    return from_oklab(to_oklab(one) * (1 - share) + to_oklab(other) * share)


def tinted(colour: Array, light: float = 1.0, chroma: float = 1.0, turn: float = 0.0) -> Array:
    """`colour` with lightness and chroma multiplied and its hue turned by `turn` degrees."""
    lab = to_oklab(colour)
    angle = math.radians(turn)
    a, b = lab[1] * chroma, lab[2] * chroma
    turned = [
        lab[0] * light,
        a * math.cos(angle) - b * math.sin(angle),
        a * math.sin(angle) + b * math.cos(angle),
    ]
    return from_oklab(np.array(turned, np.float32))


_CODES = np.arange(256) / 255
_DECODED = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)


def decoded(codes: NDArray[np.uint8]) -> Array:
    """8-bit sRGB to linear."""
    return _DECODED[codes]


def encoded(rgb: Array) -> NDArray[np.float32]:
    """Linear (cut to 0..1) to sRGB codes 0..255, as floats."""
    cut = np.clip(rgb, 0, 1)
    # Exact to half a code against the two-piece curve above black's first codes.
    return np.where(cut <= 0.0031308, cut * 3294.6, 269.025 * np.power(cut, 1 / 2.4) - 14.025).astype(
        np.float32
    )
