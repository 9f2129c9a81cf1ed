"""Directing an instance. All raise as `Studio.send` does; what is allowed the studio says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from soulsgen.avatar.client.cast import Avatar
from soulsgen.errors import SoulsgenError
from soulsgen.reply import json_of

# What the studio takes of a body.
_MOST_BYTES = 4 << 20


def start(avatar: Avatar) -> None:
    """She moves."""
    avatar.studio.tell("start", avatar.told())


def stop(avatar: Avatar) -> None:
    """She rests: her last picture stays, her clock goes on."""
    avatar.studio.tell("stop", avatar.told())


def load_emotion_templates(avatar: Avatar, emotions: Mapping[str, Any] | None = None) -> None:
    """`{name: {"pose": {parameter: value}, "cels": {cel: strength}}}`; those left out are built in."""
    avatar.studio.tell("load_emotion_templates", avatar.told(emotions=emotions))


def load_emotion_templates_from_file(avatar: Avatar, path: Path | str) -> None:
    load_emotion_templates(avatar, _read(path))


def load_animator_settings(avatar: Avatar, settings: Mapping[str, Any] | None = None) -> None:
    """The original's keys and a few more (docs/studio.md); those left out are the defaults."""
    avatar.studio.tell("load_animator_settings", avatar.told(animator_settings=settings))


def load_animator_settings_from_file(avatar: Avatar, path: Path | str) -> None:
    load_animator_settings(avatar, _read(path))


def set_emotion(avatar: Avatar, emotion_name: str) -> None:
    avatar.studio.tell("set_emotion", avatar.told(emotion_name=emotion_name))


def look_at(avatar: Avatar, point: tuple[float, float] | Literal["camera"] | None = None) -> None:
    """Shares of the picture from its left and its top, or whoever looks at her; None: wherever she likes."""
    avatar.studio.tell("look_at", avatar.told(point=point))


def start_talking(avatar: Avatar) -> None:
    """Her mouth moves to no known sound, until `stop_talking`."""
    avatar.studio.tell("start_talking", avatar.told())


def stop_talking(avatar: Avatar) -> None:
    avatar.studio.tell("stop_talking", avatar.told())


def start_data_eyes(avatar: Avatar) -> None:
    """Data scrolls over her eyes, until `stop_data_eyes`."""
    avatar.studio.tell("start_data_eyes", avatar.told())


def stop_data_eyes(avatar: Avatar) -> None:
    avatar.studio.tell("stop_data_eyes", avatar.told())


def set_overrides(avatar: Avatar, overrides: Mapping[str, float]) -> None:
    """These parameters and cels, and no others, stay where they are put."""
    avatar.studio.tell("set_overrides", avatar.told(overrides=overrides))


def modify_overrides(avatar: Avatar, action: Literal["set", "unset"], overrides: Mapping[str, float]) -> None:
    """Hold these too, or give them back; what they are is then of no account."""
    avatar.studio.tell("modify_overrides", avatar.told(action=action, overrides=overrides))


def _read(path: Path | str) -> dict[str, Any]:
    """Raises SoulsgenError naming the file."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ValueError(f"it has more than {_MOST_BYTES >> 20} MB")  # noqa: TRY301
        table = json_of(content)
    except (OSError, ValueError) as error:
        raise SoulsgenError(f"{path}: {error}") from error
    if not isinstance(table, dict):
        raise SoulsgenError(f"{path}: it must hold a JSON object")
    return table
