"""A reply that is a file: a picture, a sound, subtitles."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Media:
    """A file's bytes, what they are ("image/png"), and headers of the reply besides."""

    content: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
