"""Shots to the pictures of a film, all of one size and before one backdrop."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from soulsgen.avatar.backdrop import Backdrop
from soulsgen.errors import SoulsgenError
from soulsgen.studio.shot import Shot

_BARE = "application/octet-stream"


class Canvas:
    """width, height: of the film, in pixels; a shot of another size is fitted into it, whole."""

    def __init__(self, width: int, height: int, backdrop: Backdrop) -> None:
        self.size = width, height
        self.backdrop = backdrop

    def painted(self, shot: Shot) -> NDArray[np.uint8]:
        """[height, width, 3], or 4 before nothing. Raises SoulsgenError for what is no picture."""
        try:
            picture = _opened(shot)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise SoulsgenError(f"a picture of {shot.media_type} cannot be read: {error}") from error
        if picture.size != self.size:
            picture = self._fitted(picture)
        return self.backdrop.laid(np.asarray(picture))

    def _fitted(self, picture: Image.Image) -> Image.Image:
        scale = min(new / old for new, old in zip(self.size, picture.size, strict=True))
        width, height = (max(1, round(side * scale)) for side in picture.size)
        whole = Image.new("RGBA", self.size)
        place = (self.size[0] - width) // 2, (self.size[1] - height) // 2
        whole.paste(picture.resize((width, height), Image.Resampling.LANCZOS), place)
        return whole


def _opened(shot: Shot) -> Image.Image:
    if shot.media_type == _BARE:
        return Image.frombytes("RGBA", (shot.width, shot.height), shot.content)
    with Image.open(io.BytesIO(shot.content)) as picture:
        return picture.convert("RGBA")
