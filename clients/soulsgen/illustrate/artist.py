"""A painter that gives every picture of a session the same form: a whole PNG."""

import io
import warnings
from dataclasses import replace

from soulsgen.errors import SoulsgenError
from soulsgen.painting import Painter, PaintOrder

_MOST_BYTES = 50_000_000
_MOST_PIXELS = 33_000_000
_LONGEST_PROMPT = 4000  # as the archive's settings allow


class BadImage(SoulsgenError):
    """An answer came and is no picture; another try may bring one."""


class Artist:
    """`canvas` is what every picture has; `usd` is the price of one, None where it is not known.

    seeded: whether the painter takes a seed, which endpoints do not.
    """

    def __init__(
        self, painter: Painter, canvas: PaintOrder, seeded: bool = True, usd: float | None = 0.0
    ) -> None:
        self._painter = painter
        self._canvas = canvas
        self._seeded = seeded
        self._usd = usd
        self._count = 0

    def paint(self, prompt: str, seed: int) -> bytes:
        """Raises SoulsgenError as the painter does, BadImage for what is no picture."""
        order = replace(self._canvas, prompt=prompt[:_LONGEST_PROMPT], seed=seed if self._seeded else None)
        content = self._painter.paint(order).content
        self._count += 1
        return as_png(content)

    def spent(self) -> float | None:
        """US dollars so far."""
        return None if self._usd is None and self._count else (self._usd or 0.0) * self._count


def as_png(content: bytes) -> bytes:
    """A PNG as it came, with what it says of itself; JPEG and WebP anew. Raises BadImage."""
    from PIL import Image

    if len(content) > _MOST_BYTES:
        raise BadImage(f"a picture of {len(content)} bytes came, more than {_MOST_BYTES}")
    try:
        with warnings.catch_warnings():
            # What Pillow warns of is refused below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as pixels:
                if pixels.width * pixels.height > _MOST_PIXELS:
                    raise ValueError(f"{pixels.width}x{pixels.height} pixels")  # noqa: TRY301
                pixels.load()
                if pixels.format == "PNG":
                    return content
                file = io.BytesIO()
                pixels.convert("RGB").save(file, "PNG")
                return file.getvalue()
    except Exception as error:  # decoders raise what they please
        raise BadImage(f"the picture that came cannot be read ({error})") from error
