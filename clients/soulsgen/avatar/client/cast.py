"""Who is live in a studio: characters that come by their name or their picture, and go."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from soulsgen.avatar.client.session import Parts, Studio

# A PNG or WebP: where it lies, or what is in it.
Picture = Path | str | bytes


@dataclass(frozen=True)
class Avatar:
    """An instance of a studio.

    id: by that alone she can be directed: Avatar(studio, id). token: lets its holder look at her where there
    is a key, and nothing else. character: who she was loaded as.
    """

    studio: Studio
    id: str
    token: str = field(default="", repr=False)
    character: str = ""

    def told(self, **more: Any) -> dict[str, Any]:
        """What is sent to direct her; None is left out."""
        given = {name: value for name, value in more.items() if value is not None}
        return {"instance_id": self.id, **given}

    def looking(self) -> dict[str, str]:
        """What is sent to look at her. A token stands in the address, where a key is not seen."""
        shown = {} if self.studio.has_key or not self.token else {"token": self.token}
        return {"instance_id": self.id, **shown}


def load(
    studio: Studio,
    character: str | None = None,
    picture: Picture | None = None,
    layers: Mapping[str, Picture] | None = None,
) -> Avatar:
    """A new instance of one of the archive's, by its name or its picture; it rests until `start`.

    Of any other picture too, where the studio has THA3's weights: layers are then its cels and effects.
    Raises as `Studio.send` does, OSError for a file that cannot be read.
    """
    if picture is None:
        reply = studio.ask("load", {"character": character})
    else:
        reply = studio.upload("load", _parts(picture, layers or {}))
    return _avatar(studio, "load", reply)


def reload(
    avatar: Avatar,
    character: str | None = None,
    picture: Picture | None = None,
    layers: Mapping[str, Picture] | None = None,
) -> None:
    """Her stream goes on as somebody else. Raises as `load` does."""
    if picture is None:
        avatar.studio.tell("reload", avatar.told(character=character))
    else:
        told = {"json": (None, json.dumps(avatar.told()).encode())}
        avatar.studio.hand("reload", {**_parts(picture, layers or {}), **told})


def unload(avatar: Avatar) -> None:
    """Her streams end; also where she has gone already. A recording is finished first."""
    avatar.studio.tell("unload", avatar.told())


def instances(studio: Studio) -> list[Avatar]:
    """The oldest first. Raises as `Studio.send` does."""
    return [_avatar(studio, "instances", each) for each in studio.listed("instances", "instances")]


def _avatar(studio: Studio, name: str, told: Any) -> Avatar:
    try:
        return Avatar(studio, str(told["instance_id"]), str(told["token"]), str(told["character"]))
    except (KeyError, TypeError) as error:
        raise studio.strange(name) from error


def _parts(picture: Picture, layers: Mapping[str, Picture]) -> Parts:
    given = {"file": picture, **layers}
    return {name: (f"{name}.png", _content(each)) for name, each in given.items()}


def _content(picture: Picture) -> bytes:
    return picture if isinstance(picture, bytes) else Path(picture).read_bytes()
