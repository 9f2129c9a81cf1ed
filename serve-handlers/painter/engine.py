"""What the handler asks of an engine: requests in, pictures out, one for each and in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from painter.settings import Request

VERSION = "1"


@dataclass(frozen=True)
class Picture:
    """pixels: (height, width, 3) sRGB. made_by: the engine's name, with its version or model.

    seed: the one to paint it again with. steps: None for an engine that has none.
    """

    pixels: NDArray[np.uint8]
    seed: int
    made_by: str
    steps: int | None = None


@dataclass(frozen=True)
class Fault:
    """Why one request got no picture, for its caller; `ours` when the request is not to blame."""

    sentence: str
    ours: bool = False


class Painter(Protocol):
    """Paints many pictures in one call; what goes wrong with one does not reach the others."""

    def paint(self, requests: Sequence[Request]) -> list[Picture | Fault]: ...


def seed_of(request: Request) -> int:
    """The request's seed, else one that follows from its text: another text is another picture."""
    if request.seed is not None:
        return request.seed
    text = f"{request.prompt}\0{request.negative}"
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")
