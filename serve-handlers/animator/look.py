"""How a frame is to look once it is drawn: which part of it, how large, before what, as which file."""

from dataclasses import dataclass

from animator.engine import HALF, SIDE
from animator.filters.chain import Chain
from animator.upscaling.anime4k import QUALITIES
from animator.upscaling.enlarging import LANCZOS

TRANSPARENT, WHITE = "transparent", "#ffffff"
WHOLE = (0.0, 0.0, 1.0, 1.0)
NO_FILTERS = Chain()


@dataclass(frozen=True, slots=True)
class Look:
    """size: side of the whole picture in pixels, of which `crop` (left, top, right, bottom; shares) is kept.

    upscale: how many times as large the result then is; upscale_quality: by which kernel, or by networks, and
    then upscale_preset: by which. quality: of webp and jpeg. background: or #rrggbb.
    """

    size: int = SIDE
    format: str = "webp"
    quality: int = 80
    background: str = TRANSPARENT
    crop: tuple[float, float, float, float] = WHOLE
    upscale: float = 1.0
    upscale_quality: str = LANCZOS
    upscale_preset: str = "C"
    filters: Chain = NO_FILTERS

    @property
    def columns(self) -> slice:
        """Of a whole frame; whole pixels, so that what is not resized stays as it is."""
        return slice(round(self.crop[0] * SIDE), round(self.crop[2] * SIDE))

    @property
    def rows(self) -> slice:
        return slice(round(self.crop[1] * SIDE), round(self.crop[3] * SIDE))

    @property
    def scale(self) -> float:
        """Of what is kept of a whole frame."""
        return self.size / SIDE * self.upscale

    @property
    def upscaled(self) -> bool:
        """Whether there is anything to enlarge: size and crop alone may leave fewer pixels than are drawn."""
        return self.upscale > 1 and self.scale > 1

    @property
    def networked(self) -> bool:
        return self.upscaled and self.upscale_quality in QUALITIES

    @property
    def kernel(self) -> str:
        """By which a picture becomes larger where no networks do it."""
        return self.upscale_quality if self.upscaled and not self.networked else LANCZOS

    @property
    def in_light(self) -> bool:
        """Whether frames are worked on as light, all of a request's together, and not as bare pixels."""
        return self.networked or bool(self.filters)

    @property
    def side(self) -> int:
        """What an engine is to draw: no more pixels than this look has a use for."""
        return HALF if self.scale <= HALF / SIDE else SIDE

    def part(self, side: int) -> tuple[slice, slice]:
        """Rows and columns of a frame of `side`; of half a pixel that is the one before it."""
        return _part(self.rows, side), _part(self.columns, side)

    @property
    def width(self) -> int:
        return _scaled(self.columns, self.scale)

    @property
    def height(self) -> int:
        return _scaled(self.rows, self.scale)

    @property
    def colour(self) -> tuple[int, int, int] | None:
        """The background's, sRGB."""
        if self.background == TRANSPARENT:
            return None
        red, green, blue = bytes.fromhex(self.background[1:])
        return red, green, blue


def _part(part: slice, side: int) -> slice:
    start = part.start * side // SIDE
    return slice(start, start + _scaled(part, side / SIDE))


def _scaled(part: slice, scale: float) -> int:
    length: int = part.stop - part.start
    return max(1, round(length * scale))
