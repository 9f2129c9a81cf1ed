"""A character's picture, read with a limit before anything of it is decoded."""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from animator.engine import SIDE

# A 512x512 RGBA picture is 1 MiB before it is compressed.
_MOST_BYTES = 4 << 20
_FORMATS = ("PNG", "WEBP")


class CharacterError(ValueError):
    """A character that cannot be used: which file, what is wrong with it, what it should be."""


def read_picture(path: Path) -> NDArray[np.uint8]:
    """[512, 512, 4] sRGB with straight alpha, of a file. Raises CharacterError."""
    check_size(path, _MOST_BYTES)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CharacterError(f"{path}: cannot be read ({error.strerror})") from error
    return decoded(content, str(path))


def decoded(content: bytes, name: str) -> NDArray[np.uint8]:
    """The same of a file's bytes; `name` is what errors call it."""
    if len(content) > _MOST_BYTES:
        raise CharacterError(f"{name}: {len(content)} bytes; at most {_MOST_BYTES} are read")
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            fault = _unfit(image)
            pixels = None if fault else np.array(image.convert("RGBA"))
    except Exception as error:  # Pillow raises OSError, SyntaxError, ValueError, struct.error, ...
        raise CharacterError(f"{name}: no PNG or WebP that can be read ({error})") from error
    if pixels is None:
        raise CharacterError(f"{name}: {fault}")
    return pixels


def _unfit(image: Image.Image) -> str:
    """What of the header speaks against the picture; nothing is decoded yet."""
    if image.size != (SIDE, SIDE):
        return f"{image.width}x{image.height} pixels; a character is {SIDE}x{SIDE}"
    if "A" not in image.getbands() and "transparency" not in image.info:
        return "no transparency; a character stands before nothing"
    return ""


def check_size(path: Path, most_bytes: int) -> None:
    """Raises CharacterError unless `path` is a file of at most so many bytes."""
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError as error:
        raise CharacterError(f"{path}: cannot be read ({error.strerror})") from error
    if size is None:
        raise CharacterError(f"{path}: no such file")
    if size > most_bytes:
        raise CharacterError(f"{path}: {size} bytes; at most {most_bytes} are read")
