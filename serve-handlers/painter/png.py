"""PNG files that say how they were made: the request's settings in their text chunks."""

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from painter.engine import Picture
from painter.settings import Request

# Of zlib: higher ones take several times as long for a few percent, on painted textures.
_COMPRESSION = 3


def encoded(picture: Picture, request: Request) -> bytes:
    """The picture as PNG. Texts are in iTXt chunks (UTF-8), the rest in tEXt."""
    info = PngInfo()
    info.add_itxt("prompt", request.prompt)
    if request.negative:
        info.add_itxt("negative", request.negative)
    for name, value in described(picture, request).items():
        info.add_text(name, value)
    file = io.BytesIO()
    Image.fromarray(picture.pixels).save(file, "PNG", pnginfo=info, compress_level=_COMPRESSION)
    return file.getvalue()


def described(picture: Picture, request: Request) -> dict[str, str]:
    """What a picture is painted again with, besides its texts."""
    steps = {"steps": str(picture.steps)} if picture.steps is not None else {}
    return {
        "seed": str(picture.seed),
        "size": f"{request.width}x{request.height}",
        "style": request.style,
        **steps,
        "Software": picture.made_by,
    }
