"""Routes by which somebody comes and goes: a character by its name or its picture, and the end of it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from soulsgen.avatar.animator import Character
from soulsgen.errors import SoulsgenError
from soulsgen.reply import json_of
from soulsgen.studio.archive import Archive, chosen
from soulsgen.studio.asked import Table, asked_table
from soulsgen.studio.forms import Form, read_form
from soulsgen.studio.household import HOUSEHOLD, Household
from soulsgen.studio.portrait import Portrait, read_portrait
from soulsgen.studio.uploads import PREFIX, Uploads

PICTURE, PARAMETERS, CHARACTER = "file", "json", "character"
# Forms that are read, or pictures decoded, at once: 64 MB each.
_AT_ONCE = 2


@dataclass(frozen=True)
class Wish:
    """Somebody by name, or by a picture with what can be laid over it."""

    name: str | None
    portrait: Portrait | None
    layers: dict[str, Portrait]
    instance_id: Any


class Loading:
    """uploads: what becomes of a picture that is none of the archive's; None: it is refused."""

    def __init__(self, archive: Archive, uploads: Uploads | None = None) -> None:
        self._archive = archive
        self._uploads = uploads
        self._turn = asyncio.Semaphore(_AT_ONCE)

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post("/api/avatar/load", self.load)
        yield web.post("/api/avatar/reload", self.reload)
        yield web.post("/api/avatar/unload", self.unload)

    async def load(self, request: web.Request) -> web.Response:
        """A form with `file`, and a part for each cel; or `character`, there or as JSON."""
        household = request.app[HOUSEHOLD]
        household.check_room()
        instance = household.add(await self.character(await self.wish(request), household))
        return web.json_response(
            {"instance_id": instance.id, "token": instance.token, "character": instance.character.name}
        )

    async def reload(self, request: web.Request) -> web.Response:
        """The same, and `instance_id`: in a part `json` that is a JSON object."""
        household = request.app[HOUSEHOLD]
        wish = await self.wish(request)
        household.find(wish.instance_id)
        character = await self.character(wish, household)
        # She may have left meanwhile.
        household.find(wish.instance_id).character = character
        return web.Response(text="OK")

    async def unload(self, request: web.Request) -> web.Response:
        """The end of an instance; also of one that has ended already."""
        name = (await asked_table(request)).get("instance_id")
        if not isinstance(name, str) or not name:
            raise SoulsgenError('"instance_id" is required')
        await request.app[HOUSEHOLD].remove(name)
        return web.Response(text="OK")

    async def wish(self, request: web.Request) -> Wish:
        """Raises SoulsgenError for what cannot be granted."""
        if request.content_type == "application/json":
            return _wish(await asked_table(request), None, {})
        async with self._turn:
            form = await read_form(request)
            return await asyncio.to_thread(_read, form)

    async def character(self, wish: Wish, household: Household) -> Character:
        """Raises SoulsgenError when there is none such, Unavailable when the archive cannot be reached."""
        known = await asyncio.to_thread(self._archive.characters)
        if wish.portrait is None:
            return chosen(known, wish.name)
        drawn = [one for one in known if not one.name.startswith(PREFIX)]
        if found := next((one for one in drawn if one.picture == wish.portrait.digest), None):
            return found
        if self._uploads is None:
            raise SoulsgenError(
                "file: it is the picture of none of the archive's characters "
                f"({', '.join(one.name for one in drawn)}); any picture needs THA3: start the studio "
                "with --tha3 and --characters"
            )
        live = {each.character.name for each in household.instances.values()}
        return await asyncio.to_thread(self._uploaded, self._uploads, wish.portrait, wish.layers, live)

    def _uploaded(
        self, uploads: Uploads, portrait: Portrait, layers: dict[str, Portrait], live: set[str]
    ) -> Character:
        name = uploads.name_of(portrait, layers)
        uploads.write(name, portrait, layers, live)
        known = self._archive.characters()
        if name not in {one.name for one in known}:
            raise SoulsgenError(
                f"the archive does not see {uploads.folder / name}: name that folder in its model-config.yaml"
                ", as `characters` of `animator`"
            )
        return chosen(known, name)


def _read(form: Form) -> Wish:
    try:
        table = json_of(form.parts.get(PARAMETERS, b"{}"))
    except ValueError as error:
        raise SoulsgenError(f"{PARAMETERS} is no JSON: {error}") from error
    if not isinstance(table, dict):
        raise SoulsgenError(f"{PARAMETERS} must be a JSON object")
    name = form.text(CHARACTER)
    if PICTURE not in form.parts:
        return _wish(table if name is None else table | {CHARACTER: name}, None, {})
    layers = {
        part: read_portrait(content, part)
        for part, content in form.parts.items()
        if part not in (PICTURE, PARAMETERS, CHARACTER)
    }
    return _wish(table, read_portrait(form.parts[PICTURE], PICTURE), layers)


def _wish(table: Table, portrait: Portrait | None, layers: dict[str, Portrait]) -> Wish:
    name = table.get(CHARACTER)
    if portrait is None and not isinstance(name, str):
        raise SoulsgenError('send "file", a picture, or "character", the name of one of the archive\'s')
    return Wish(name if portrait is None else None, portrait, layers, table.get("instance_id"))
