"""An instance's emotions, as templates and as pictures. All raise as `Studio.send` does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from soulsgen.avatar.client.cast import Avatar
from soulsgen.avatar.client.fetching import fetch


def emotion_templates(avatar: Avatar) -> dict[str, Any]:
    """Those she has, as `load_emotion_templates` takes them."""
    told = avatar.studio.get("emotion_templates", avatar.told()).get("emotions")
    if not isinstance(told, dict):
        raise avatar.studio.strange("emotion_templates")
    return told


def still(avatar: Avatar, emotion: str, size: int = 512, face: bool = False) -> bytes:
    """A WebP of her with an emotion, and nothing else. size: of the whole picture; face: that alone."""
    query = {**avatar.told(emotion=emotion, size=str(size)), **({"face": "1"} if face else {})}
    return avatar.studio.send("GET", "still", params=query).content


def export(
    avatar: Avatar,
    path: Path | str,
    emotions: Sequence[str] | None = None,
    size: int | None = None,
    format: Literal["png", "webp"] | None = None,  # noqa: A002 - the API's name
) -> Path:
    """A ZIP with a picture of each, or of those named, to `path`; whole or not at all."""
    named = None if emotions is None else list(emotions)
    table = avatar.told(emotions=named, size=size, format=format)
    return fetch(avatar.studio, "POST", "export", Path(path), json=table)
