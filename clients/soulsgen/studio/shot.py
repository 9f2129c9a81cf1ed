"""What viewers get: a picture that was encoded once for all of them, and a piece of sound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from soulsgen.avatar.animator import WHOLE, Crop


@dataclass(frozen=True, eq=False)
class Shot:
    """A picture, a file of `media_type`, of what she does at `moment_s` on her instance's clock.

    full_size: width and height before `crop`. stats: `render_ms` and `encode_ms` at the archive, `wait_ms`
    until its moment came, `output_ms` from the request to the viewers; `fps`, `target_fps`; `trouble`, why it
    is less than was asked for, or "".
    """

    moment_s: float
    content: bytes
    media_type: str
    width: int
    height: int
    full_size: tuple[int, int]
    crop: Crop = WHOLE
    stats: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Sound:
    """pcm: 16 bits, little-endian, mono, heard from `at_s` on."""

    at_s: float
    pcm: bytes
    rate_hz: int
