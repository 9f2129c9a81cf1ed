"""The studio's page: its files, and what it asks for beside what programs do."""

import asyncio
from dataclasses import asdict, replace

from aiohttp import web

from soulsgen.errors import SoulsgenError
from soulsgen.page.assets import asset, assets
from soulsgen.page.door import Answer
from soulsgen.studio.exporting import Exporting
from soulsgen.studio.household import Household
from soulsgen.studio.stills import Stills
from soulsgen.studio.utterance import NotServed, in_words
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.speaking import Speaker

_PACKAGE = "soulsgen.studio"
# Somebody waits in front of the page.
_PATIENCE_S = 15.0


def routes(_: Household, endpoint: Endpoint, model: str = "tts") -> list[web.RouteDef]:
    """`model`: the tts archive on the TorchServe at `endpoint`."""
    quick = replace(endpoint, retries=0, timeout_s=min(endpoint.timeout_s, _PATIENCE_S))
    return [
        web.get("/", asset(_PACKAGE, "index.html")),
        *assets(_PACKAGE),
        *Exporting(Stills(endpoint)).routes(),
        web.get("/api/avatar/voices", _voices(Speaker(TorchServe(quick), model))),
    ]


def _voices(speaker: Speaker) -> Answer:
    async def voices(_: web.Request) -> web.Response:
        """The archive's, the default first."""
        try:
            found = await asyncio.to_thread(speaker.voices)
        except SoulsgenError as error:
            told = in_words(error, speaker.model)
            if isinstance(told, NotServed):
                raise web.HTTPServiceUnavailable(text=str(told)) from error
            raise
        return web.json_response({"voices": [asdict(voice) for voice in found]})

    return voices
