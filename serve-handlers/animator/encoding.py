"""A frame's pixels to a file's bytes, in memory, and many frames to one reply."""

import io
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from animator import qoi

Pixels = NDArray[np.uint8]  # [height, width, 3 or 4], sRGB with straight alpha
# Media type of each format; `rgba` is bare pixels, four bytes each, row by row from the top.
CONTENT_TYPES = {
    "webp": "image/webp",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "qoi": "image/qoi",
    "rgba": "application/octet-stream",
}
FORMATS = tuple(CONTENT_TYPES)
FRAMES = "application/x-frames"
# Frames are made for the moment: more effort makes them a fifth smaller and takes twice as long.
_WEBP_EFFORT, _PNG_LEVEL = 2, 1


def encoded(pixels: Pixels, form: str, quality: int) -> bytes:
    """A file of `form`; jpeg takes three channels alone."""
    if form == "rgba":
        return _with_alpha(pixels).tobytes()
    if form == "qoi":
        return qoi.encoded(pixels)
    file = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if form == "webp":
        image.save(file, "WEBP", quality=quality, method=_WEBP_EFFORT)
    elif form == "jpeg":
        image.save(file, "JPEG", quality=quality)
    else:
        image.save(file, "PNG", compress_level=_PNG_LEVEL)
    return file.getvalue()


def _with_alpha(pixels: Pixels) -> Pixels:
    if pixels.shape[2] == 4:
        return pixels
    return np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])


def framed(files: Sequence[bytes]) -> bytes:
    """One after the other, the length of each before it: four bytes, the highest first."""
    return b"".join(struct.pack(">I", len(file)) + file for file in files)
