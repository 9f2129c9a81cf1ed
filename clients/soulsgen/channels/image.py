"""Images as a channel takes them: read, checked, and encoded anew when they are too large for it."""

import io
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from soulsgen.channels.post import Image, ImageLimit
from soulsgen.errors import Refused, SoulsgenError

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

# What is opened at all: among what Pillow knows besides is PostScript, which it hands to a program.
_FORMATS = ("BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")
# What every channel here takes as it is; anything else is encoded anew.
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_QUALITIES = (90, 80, 70)  # of JPEG, 0-95; below 70 a smaller picture looks better
_BARE_QUALITY = 95
_SHRINK = 0.8
_LEAST_SIDE = 64  # pixels
# More than any photograph. A small file can claim any size, so both are checked before it is decoded.
MAX_FILE_BYTES = 100_000_000
MAX_PIXELS = 64_000_000
MAX_SIDE = 65_500  # pixels, of JPEG
# 32 bits a value, of which nobody knows which is white.
_WITHOUT_WHITE = ("F", "I")
# Where a file keeps who took the picture, when, and where.
_PRIVATE = frozenset(
    ("Raw profile type APP1", "Raw profile type exif", "XML:com.adobe.xmp", "exif", "photoshop", "xmp")
)
_KEPT = ("icc_profile", "transparency")


def read_image(path: Path, alt: str) -> Image:
    """The image in `path`, upright and without its metadata.

    Raises SoulsgenError for a file that is none or too large, OSError for no file.
    """
    from PIL import Image as Pillow

    if (size := path.stat().st_size) > MAX_FILE_BYTES:
        raise SoulsgenError(f"{path} has {size} bytes; an image may have {MAX_FILE_BYTES}")
    content = path.read_bytes()
    try:
        with warnings.catch_warnings():
            # What Pillow warns of is refused below.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            pixels: Pixels = Pillow.open(io.BytesIO(content), formats=_FORMATS)
        with pixels:
            if reason := _refusal(pixels):
                raise ValueError(reason)  # noqa: TRY301
            pixels.load()
            kind = pixels.format or "unknown"
            if kind in MEDIA_TYPES and not _PRIVATE.isdisjoint(pixels.info):
                content, pixels = _bare(pixels, kind)
            media_type = MEDIA_TYPES.get(kind, f"image/{kind.lower()}")
            return Image(content, media_type, alt.strip(), pixels.width, pixels.height)
    except Exception as error:  # decoders raise what they please
        raise SoulsgenError(f"{path} is not an image that can be read ({error})") from error


def _refusal(pixels: "Pixels") -> str | None:
    if pixels.width * pixels.height > MAX_PIXELS:
        return f"{pixels.width}x{pixels.height} pixels; it may have {MAX_PIXELS}"
    if max(pixels.size) > MAX_SIDE:
        return f"{pixels.width}x{pixels.height} pixels; a side may have {MAX_SIDE}"
    if pixels.mode in _WITHOUT_WHITE:
        return "32 bits a value; save it with 8 or 16"
    return None


def _bare(pixels: "Pixels", kind: str) -> "tuple[bytes, Pixels]":
    """Encoded anew: upright, with its colour profile and transparency, and nothing else."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(pixels)
    upright.info = {name: upright.info[name] for name in _KEPT if name in upright.info}
    file = io.BytesIO()
    upright.save(file, kind, quality=_BARE_QUALITY, icc_profile=upright.info.get("icc_profile"))
    return file.getvalue(), upright


def fit_images(images: tuple[Image, ...], limit: ImageLimit, title: str) -> tuple[Image, ...]:
    """`images` as the channel called `title` takes them. Raises Refused for too many or too long an alt."""
    if len(images) > limit.count:
        raise Refused(f"{len(images)} images, {title} takes {limit.count}")
    for image in images:
        if len(image.alt) > limit.alt:
            raise Refused(f"an alt text has {len(image.alt)} characters, {title} takes {limit.alt}")
    return tuple(fit_image(image, limit) for image in images)


def fit_image(image: Image, limit: ImageLimit) -> Image:
    """`image` itself when it is within `limit`, else a JPEG of it that is. Raises Refused when none is."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    small = len(image.content) <= limit.max_bytes and image.width * image.height <= limit.max_pixels
    if small and image.media_type in MEDIA_TYPES.values():
        return image
    with Pillow.open(io.BytesIO(image.content), formats=_FORMATS) as opened:
        pixels = _on_white(ImageOps.exif_transpose(opened))
    share = min(1.0, (limit.max_pixels / (pixels.width * pixels.height)) ** 0.5)
    while True:
        size = int(pixels.width * share), int(pixels.height * share)
        if min(size) < min(_LEAST_SIDE, pixels.width, pixels.height):
            raise Refused(f"an image of {len(image.content)} bytes cannot be made as small as the limit")
        scaled = pixels if share == 1.0 else pixels.resize(size)
        for quality in _QUALITIES:
            content = _jpeg(scaled, quality)
            if len(content) <= limit.max_bytes:
                return replace(
                    image, content=content, media_type="image/jpeg", width=scaled.width, height=scaled.height
                )
        share *= _SHRINK


def _on_white(pixels: "Pixels") -> "Pixels":
    """JPEG has no transparency, and black is what it would become; nor has it 16 bits a value."""
    from PIL import Image as Pillow

    if pixels.mode.startswith("I;16"):
        pixels = pixels.convert("I").point([value >> 8 for value in range(65_536)], "L")
    layer = pixels.convert("RGBA")
    ground = Pillow.new("RGBA", layer.size, "white")
    ground.alpha_composite(layer)
    return ground.convert("RGB")


def _jpeg(pixels: "Pixels", quality: int) -> bytes:
    file = io.BytesIO()
    pixels.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()
