"""Scenes to pictures: what to paint, and who can paint it.

Two painters: the archive on TorchServe, and any OpenAI-compatible endpoint (`images_endpoint`).
"""

from dataclasses import dataclass
from typing import Any, Protocol

from soulsgen.errors import SoulsgenError
from soulsgen.torchserve import TorchServe

# What the page, the channels and a browser show; by the first bytes of the file.
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))


@dataclass(frozen=True)
class PaintOrder:
    """One picture; None leaves a setting to the painter. width, height: pixels."""

    prompt: str
    negative: str = ""
    width: int = 1792
    height: int = 1024
    seed: int | None = None
    steps: int | None = None
    style: str | None = None


@dataclass(frozen=True)
class Painted:
    """A picture's file as it came; tokens: what an endpoint charges for, 0 where it says nothing."""

    content: bytes
    media_type: str
    tokens: int = 0


class Painter(Protocol):
    """Paints one picture a call.

    Raises Refused for an order it will never take, Unavailable when it could not be reached, SoulsgenError
    for an answer that is no picture.
    """

    def paint(self, order: PaintOrder) -> Painted: ...


class ServedPainter:
    """The painter archive on TorchServe."""

    def __init__(self, client: TorchServe, model: str = "painter") -> None:
        self.client = client
        self.model = model

    def paint(self, order: PaintOrder) -> Painted:
        content, _ = self.client.predict_bytes(self.model, _payload(order))
        return picture(content, f"{self.model} at {self.client.base}")


def _payload(order: PaintOrder) -> dict[str, Any]:
    """The archive's request: what is None keeps the archive's default."""
    given = {
        "prompt": order.prompt,
        "negative": order.negative or None,
        "width": order.width,
        "height": order.height,
        "seed": order.seed,
        "steps": order.steps,
        "style": order.style,
    }
    return {name: value for name, value in given.items() if value is not None}


def picture(content: bytes, source: str, tokens: int = 0) -> Painted:
    """`content` as a picture. Raises SoulsgenError naming `source` when it is none."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic) and (media_type != "image/webp" or content[8:12] == b"WEBP"):
            return Painted(content, media_type, tokens)
    raise SoulsgenError(f"{source} replied with {len(content)} bytes that are no PNG, JPEG or WebP picture")
