"""Routes by which she speaks, is recorded, and is watched with her sound."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import web

from soulsgen.avatar.film import FORMS
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.studio.asked import Table, asked, text_of
from soulsgen.studio.booth import Booth
from soulsgen.studio.household import Household
from soulsgen.studio.instance import Instance
from soulsgen.studio.kinds import COLOUR, TRANSPARENT, WORDS, Kind, choice, maybe, number, whole
from soulsgen.studio.recording import MOST_S, Plan
from soulsgen.studio.utterance import NotServed, Stopped, Utterance
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker

FOLDER = Path("recordings")
# Whoever waits longer for the first sentence learns of a fault by the state.
_ANSWER_S = 5.0
# The archive is asked once more: who waits for a voice does not wait for long.
_RETRIES = 1
_LONGEST_S = 3600.0
_BEHIND = "#ffffff"
_FILE = re.compile(r"avatar-[0-9]{8}-[0-9]{6}-[0-9a-f]{4}\.(mp4|webm|gif)", re.ASCII)
_MANNER: Mapping[str, Kind] = {
    "emotion": maybe(WORDS),
    "voice": maybe(WORDS),
    "speed": maybe(number(0.5, 3.0)),
    "pitch": maybe(number(-12.0, 12.0, "semitones")),
}
_PLAN: Mapping[str, Kind] = {
    "format": choice(*(ending.removeprefix(".") for ending in FORMS)),
    "fps": maybe(whole(1, 60, "pictures a second")),
    "seconds": maybe(number(0.1, _LONGEST_S, "s")),
    "background": maybe(COLOUR),
}


def routes(
    household: Household, endpoint: Endpoint, folder: Path = FOLDER, model: str = "tts"
) -> list[web.RouteDef]:
    """`model`: the tts archive on the TorchServe at `endpoint`."""
    return [*Performing(household, endpoint, folder, model).routes()]


class Performing:
    """The booths of a household's instances."""

    def __init__(self, household: Household, endpoint: Endpoint, folder: Path, model: str) -> None:
        self._household = household
        self._folder = folder
        self._speaker = Speaker(TorchServe(replace(endpoint, retries=_RETRIES)), model)
        self._booths: dict[str, Booth] = {}
        household.leaving.append(self.leave)

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post("/api/avatar/speak", self.speak)
        yield web.post("/api/avatar/stop_speaking", self.stop_speaking)
        yield web.post("/api/avatar/start_recording", self.start_recording)
        yield web.post("/api/avatar/stop_recording", self.stop_recording)
        yield web.get("/api/avatar/recording", self.recording)
        yield web.get("/api/avatar/performance", self.performance)
        yield web.get("/api/avatar/socket", self.socket, allow_head=False)

    def booth(self, instance: Instance) -> Booth:
        if instance.id not in self._booths:
            self._booths[instance.id] = Booth(instance, self._speaker, self._folder)
        return self._booths[instance.id]

    async def leave(self, instance: Instance) -> None:
        if booth := self._booths.pop(instance.id, None):
            await booth.close()

    async def speak(self, request: web.Request) -> web.Response:
        """`text`, and `emotion`, `voice`, `speed`, `pitch`; behind what she says already."""
        instance, table = await asked(request)
        manner = _read(table, _MANNER, "text")
        emotion = manner.pop("emotion", None)
        voice = self.booth(instance).voice
        utterance = voice.speak(Order(text_of(table, "text"), **manner), emotion)
        await _begun(utterance)
        return web.json_response({"utterance": utterance.name, "waiting": voice.state()["waiting"]})

    async def stop_speaking(self, request: web.Request) -> web.Response:
        instance, table = await asked(request)
        _read(table, {})
        return web.json_response(await self.booth(instance).voice.stop())

    async def start_recording(self, request: web.Request) -> web.Response:
        """`format`, and `fps`, `seconds`, `background`."""
        instance, table = await asked(request)
        recorder = self.booth(instance).recorder
        await recorder.start(_plan(instance, _read(table, _PLAN)))
        return web.json_response(recorder.state())

    async def stop_recording(self, request: web.Request) -> web.Response:
        """When it is whole."""
        instance, table = await asked(request)
        _read(table, {})
        kept = await self.booth(instance).recorder.stop()
        return web.json_response(kept.told())

    async def recording(self, request: web.Request) -> web.StreamResponse:
        """The instance's last one; or `file`, by the name that was told when it ended."""
        name = request.query.get("file")
        if name is None:
            instance = self._household.find(request.query.get("instance_id"))
            kept = self.booth(instance).recorder.kept
            if kept is None:
                raise web.HTTPNotFound(text="nothing has been recorded, or not to its end yet")
            name = kept.path.name
        path = self._folder / name
        if not _FILE.fullmatch(name) or not path.is_file():
            raise web.HTTPNotFound(text="there is no such recording")
        return web.FileResponse(path, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    async def performance(self, request: web.Request) -> web.Response:
        """What she says, what waits, whether she is recorded, and what went wrong."""
        instance = self._household.find(request.query.get("instance_id"))
        return web.json_response(self.booth(instance).state())

    async def socket(self, request: web.Request) -> web.StreamResponse:
        instance = self._household.find(request.query.get("instance_id"))
        with self._household.viewers.seat(request):
            return await self.booth(instance).socket.serve(request)


async def _begun(utterance: Utterance) -> None:
    """Wait for its first sentence, though not for long; raises what went wrong until then."""
    try:
        async with asyncio.timeout(_ANSWER_S):
            await asyncio.shield(utterance.answered)
    except TimeoutError:
        return
    except Stopped as error:
        raise web.HTTPConflict(text=str(error)) from error
    except NotServed as error:
        raise web.HTTPServiceUnavailable(text=str(error)) from error
    except (Refused, Unavailable):
        raise
    except SoulsgenError as error:
        raise web.HTTPBadGateway(text=str(error)) from error


def _plan(instance: Instance, given: dict[str, Any]) -> Plan:
    """Raises SoulsgenError for what a form cannot show."""
    ending = f".{given.get('format', 'mp4')}"
    form = FORMS[ending]
    if (given.get("fps") or 0) > form.fps:
        raise SoulsgenError(f"fps is {given['fps']}: {ending[1:]} shows at most {form.fps}")
    background = given.get("background")
    if background is None:
        background = TRANSPARENT if form.transparent else _BEHIND
    if background == TRANSPARENT and not form.transparent:
        raise SoulsgenError(f"background is {TRANSPARENT}: {ending[1:]} has none; webm has")
    fps = given.get("fps") or max(1, min(form.fps, round(instance.settings.fps)))
    return Plan(form, ending, fps, background, given.get("seconds") or MOST_S)


def _read(table: Table, kinds: Mapping[str, Kind], *others: str) -> dict[str, Any]:
    """Raises SoulsgenError for a value that is none, and for a key that is not known."""
    known = {*kinds, *others, "instance_id"}
    if unknown := sorted(table.keys() - known):
        raise SoulsgenError(f"{', '.join(unknown)}: not known; there are {', '.join(sorted(known))}")
    return {name: kind.read(table[name], name) for name, kind in kinds.items() if name in table}
