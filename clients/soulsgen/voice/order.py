"""What the tts archive is asked to say."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The archive's formats; a file's ending names one of them.
FORMATS = ("wav", "pcm", "flac", "ogg", "opus")


@dataclass(frozen=True)
class Order:
    """A text and how it is spoken; None leaves a setting to the archive.

    speed: a factor, 0.5 to 3. pitch: semitones up or down, at most 12.
    """

    text: str
    voice: str | None = None
    speed: float | None = None
    pitch: float | None = None

    def payload(self, **more: Any) -> dict[str, Any]:
        """The request's JSON; `more` are its further keys."""
        given = {"text": self.text, "voice": self.voice, "speed": self.speed, "pitch": self.pitch, **more}
        return {name: value for name, value in given.items() if value is not None}


def format_of(path: Path) -> str | None:
    """The format that a file's ending names."""
    ending = path.suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else None
