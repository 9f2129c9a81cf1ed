"""Replies of the animator taken apart: the frames of many, and a picture's pixels."""

import io
import struct
from collections.abc import Iterator

import numpy as np
from PIL import Image


def unframed(content: bytes) -> Iterator[bytes]:
    """Files of a reply of application/x-frames."""
    at = 0
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        yield content[at + 4 : at + 4 + length]
        at += 4 + length


def pixels_of(file: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(file)) as image:
        return np.array(image)


def type_of(file: bytes) -> str:
    with Image.open(io.BytesIO(file)) as image:
        return str(image.get_format_mimetype())
