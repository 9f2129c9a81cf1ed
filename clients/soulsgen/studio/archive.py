"""The animator archive, asked about itself: which characters it has, which filters."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from soulsgen.avatar.animator import Character, characters
from soulsgen.errors import Refused, SoulsgenError
from soulsgen.torchserve import Endpoint, TorchServe

FILTERS = {"op": "filters"}
# Somebody waits in front of a page.
_PATIENCE_S = 15.0
_RETRIES = 1


class Archive:
    """The archive `model` at `endpoint`; its methods block, and are called in threads."""

    def __init__(self, endpoint: Endpoint, model: str = "animator") -> None:
        self.model = model
        self._client = TorchServe(
            replace(
                endpoint,
                timeout_s=min(endpoint.timeout_s, _PATIENCE_S),
                retries=min(endpoint.retries, _RETRIES),
            )
        )

    def characters(self) -> list[Character]:
        """Raises SoulsgenError, Unavailable when it cannot be reached."""
        return characters(self._client, self.model)

    def character(self, name: str | None = None) -> Character:
        """That of the name, or the first. Raises as `characters` does, and when there is none."""
        return chosen(self.characters(), name)

    def filters(self) -> list[Any]:
        """As the archive tells them. Raises as `characters` does."""
        try:
            told = self._client.predict(self.model, FILTERS).get("filters")
        except Refused as error:
            raise SoulsgenError(f"{self.model} knows of no filters: {error}") from error
        if not isinstance(told, list):
            raise SoulsgenError(f"{self.model} told of no filters: is it the animator archive?")
        return told


def chosen(known: Sequence[Character], name: str | None) -> Character:
    """Raises SoulsgenError naming those there are."""
    found = next((one for one in known if name in (None, one.name)), None)
    if found is None:
        there = ", ".join(one.name for one in known) or "none"
        raise SoulsgenError(f"there is no character {(name or '')[:40]!r}; there are {there}")
    return found


ARCHIVE = web.AppKey("archive", Archive)
