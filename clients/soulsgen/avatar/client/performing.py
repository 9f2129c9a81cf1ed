"""What an instance says, and films of her. All raise as `Studio.send` does."""

from pathlib import Path
from typing import Any, Literal

from soulsgen.avatar.client.cast import Avatar
from soulsgen.avatar.client.fetching import fetch
from soulsgen.avatar.client.session import Studio


def speak(
    avatar: Avatar,
    text: str,
    emotion: str | None = None,
    voice: str | None = None,
    speed: float | None = None,
    pitch: float | None = None,
) -> dict[str, Any]:
    """Behind what she says already; {"utterance", "waiting"} as soon as its first sentence is there.

    speed: 0.5 to 3. pitch: semitones up or down, at most 12.
    """
    manner = {"emotion": emotion, "voice": voice, "speed": speed, "pitch": pitch}
    return avatar.studio.ask("speak", avatar.told(text=text, **manner))


def stop_speaking(avatar: Avatar) -> dict[str, Any]:
    """{"stopped": how many texts were left unsaid, "silent_at": seconds on her clock}."""
    return avatar.studio.ask("stop_speaking", avatar.told())


def voices(studio: Studio) -> list[dict[str, Any]]:
    """Of the tts archive, the default first."""
    return studio.listed("voices", "voices")


def performance(avatar: Avatar) -> dict[str, Any]:
    """What she says, what waits, whether she is recorded, and what went wrong."""
    return avatar.studio.get("performance", avatar.told())


def start_recording(
    avatar: Avatar,
    format: Literal["mp4", "webm", "gif"] = "mp4",  # noqa: A002 - the API's name
    fps: int | None = None,
    seconds: float | None = None,
    background: str | None = None,
) -> dict[str, Any]:
    """Film what viewers get. seconds: after which it ends by itself. background: #rrggbb, or transparent."""
    plan = {"format": format, "fps": fps, "seconds": seconds, "background": background}
    return avatar.studio.ask("start_recording", avatar.told(**plan))


def stop_recording(avatar: Avatar) -> dict[str, Any]:
    """When the film is whole: {"file", "frames", "seconds", "bytes", "ended_because"}."""
    return avatar.studio.ask("stop_recording", avatar.told())


def recording(avatar: Avatar, path: Path | str, file: str | None = None) -> Path:
    """Her last film to `path`, whole or not at all; or `file`, by the name that `stop_recording` told."""
    query = avatar.told() if file is None else {"file": file}
    return fetch(avatar.studio, "GET", "recording", Path(path), params=query)
