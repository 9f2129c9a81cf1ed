"""A picture that somebody uploads: read with limits, and brought to the size that characters have."""

import io
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from soulsgen.errors import SoulsgenError

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 512
# Sixteen times what is kept of it.
MOST_PIXELS = 2048 * 2048
_FORMATS = ("PNG", "WEBP")


@dataclass(frozen=True)
class Portrait:
    """pixels: 512 rows of 512, red, green, blue, straight alpha."""

    pixels: bytes

    @cached_property
    def digest(self) -> str:
        """As the archive tells it of its characters."""
        return sha256(self.pixels).hexdigest()

    def png(self) -> bytes:
        from PIL import Image

        file = io.BytesIO()
        Image.frombytes("RGBA", (SIDE, SIDE), self.pixels).save(file, "PNG", compress_level=1)
        return file.getvalue()


def read_portrait(content: bytes, name: str = "file") -> Portrait:
    """Raises SoulsgenError, beginning with `name`, for what is no picture of a figure before nothing."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            fault = _unfit(image)
            pixels = b"" if fault else _placed(image.convert("RGBA")).tobytes()
    except UnidentifiedImageError as error:  # its words name an object of ours
        raise SoulsgenError(f"{name}: no PNG or WebP that can be read") from error
    except Exception as error:  # decoders raise what they please
        raise SoulsgenError(f"{name}: no PNG or WebP that can be read ({error})") from error
    if fault:
        raise SoulsgenError(f"{name}: {fault}")
    return Portrait(pixels)


def _unfit(image: "Image") -> str:
    """What of the header speaks against it; nothing is decoded yet."""
    if image.width * image.height > MOST_PIXELS:
        return f"{image.width}x{image.height} pixels; at most {MOST_PIXELS} in all"
    if "A" not in image.getbands() and "transparency" not in image.info:
        return "it has no transparency; a character stands before nothing"
    return ""


def _placed(image: "Image") -> "Image":
    """The whole of it in the middle of a square, as large as fits."""
    from PIL import Image

    if image.size == (SIDE, SIDE):
        return image
    share = SIDE / max(image.size)
    width, height = (max(1, round(side * share)) for side in image.size)
    # Colours of what cannot be seen must not bleed into what can.
    small = image.convert("RGBa").resize((width, height), Image.Resampling.LANCZOS).convert("RGBA")
    square = Image.new("RGBA", (SIDE, SIDE))
    square.paste(small, ((SIDE - width) // 2, (SIDE - height) // 2))
    return square
