"""What is behind her: a colour, a picture, or nothing."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from soulsgen.avatar.animator import Frame
from soulsgen.errors import SoulsgenError

NOTHING = "transparent"
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True)
class Backdrop:
    """`behind`: [height, width, 3] in sRGB; None is nothing, and the film transparent."""

    behind: NDArray[np.uint8] | None

    def laid(self, frame: Frame) -> NDArray[np.uint8]:
        """`frame` before it: [height, width, 3], or as it was before nothing.

        Her edges, the only pixels in which the two mix, mix in linear light, as the archive does it.
        """
        if self.behind is None:
            return frame
        picture, alpha = self.behind.copy(), frame[..., 3]
        np.copyto(picture, frame[..., :3], where=(alpha == 255)[..., None])
        edge = (alpha > 0) & (alpha < 255)
        share = alpha[edge][:, None] / 255
        light = share * _LIGHT[frame[edge][:, :3]] + (1 - share) * _LIGHT[picture[edge]]
        picture[edge] = np.rint(255 * _srgb(light)).astype(np.uint8)
        return picture


def _srgb(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """IEC 61966-2-1."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def _light() -> NDArray[np.float64]:
    value = np.arange(256) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


_LIGHT = _light()


def read_backdrop(words: str, width: int, height: int) -> Backdrop:
    """Of `#rrggbb`, `transparent` or a picture's file, which is cut to fill the frame about its middle.

    Raises SoulsgenError for what is none of them.
    """
    if words == NOTHING:
        return Backdrop(None)
    if _COLOUR.fullmatch(words):
        return Backdrop(np.full((height, width, 3), [*bytes.fromhex(words[1:])], np.uint8))
    if words.startswith("#"):
        raise SoulsgenError(f"{words} is no colour such as #20242c")
    try:
        with Image.open(Path(words)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            filled = ImageOps.fit(upright, (width, height), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SoulsgenError(f"{words} is no picture that can be read: {error}") from error
    return Backdrop(np.asarray(filled))
