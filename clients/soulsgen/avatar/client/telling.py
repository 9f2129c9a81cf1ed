"""What a studio tells of itself and of its instances. All raise as `Studio.send` does."""

from typing import Any

from soulsgen.avatar.client.cast import Avatar
from soulsgen.avatar.client.session import Studio


def health(studio: Studio) -> None:
    """Raises Unavailable when it does not answer."""
    studio.send("GET", "/health")


def modules(studio: Studio) -> list[str]:
    """What clients of the original look for."""
    return studio.listed("/api/modules", "modules")


def characters(studio: Studio) -> list[dict[str, Any]]:
    """The archive's: [{"name", "cels", "effects"}, …]."""
    return studio.listed("characters", "characters")


def state(avatar: Avatar) -> dict[str, Any]:
    """How she is: `trouble` says why viewers get less than was asked for."""
    return avatar.studio.get("state", avatar.told())


def get_available_filters(studio: Studio) -> list[list[Any]]:
    """[[name, {"defaults", "ranges", …}], …], in the order in which they are best applied."""
    return studio.listed("get_available_filters", "filters")


def settings_metadata(studio: Studio) -> dict[str, Any]:
    """{"settings", "poses", "cels"}: what an editor is built from."""
    return studio.get("settings_metadata")
