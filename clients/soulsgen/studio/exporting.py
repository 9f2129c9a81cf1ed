"""Routes by which emotions leave the studio: as templates, as a picture of one, as a ZIP of all pictures."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any
from zipfile import ZipFile, ZipInfo

from aiohttp import web

from soulsgen.errors import SoulsgenError
from soulsgen.motion.emotion import Emotion
from soulsgen.motion.parameters import named
from soulsgen.studio.archive import ARCHIVE
from soulsgen.studio.asked import Table, asked
from soulsgen.studio.household import HOUSEHOLD
from soulsgen.studio.instance import Instance
from soulsgen.studio.kinds import Kind, choice, whole
from soulsgen.studio.stills import FACE, Shape, Stills

# No emotion: what others begin from.
ZERO = "zero"
_SHAPE: Mapping[str, Kind] = {"size": whole(64, 1024, "px"), "format": choice("png", "webp")}
_UNFIT = re.compile(r"[^\w-]+")
_LONGEST_NAME = 60


class Exporting:
    """`stills` draws what is asked for."""

    def __init__(self, stills: Stills) -> None:
        self._stills = stills

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/api/avatar/emotion_templates", emotion_templates)
        yield web.get("/api/avatar/still", self.still)
        yield web.post("/api/avatar/export", self.export)

    async def still(self, request: web.Request) -> web.Response:
        """GET /api/avatar/still?instance_id=…&emotion=…, and `size`; `face`: of that alone."""
        instance = request.app[HOUSEHOLD].find(request.query.get("instance_id"))
        name, size = request.query.get("emotion", ""), request.query.get("size", "512")
        if not size.isdecimal() or len(size) > 4:
            raise SoulsgenError(f"size is {size[:20]!r}: a whole number from 64 to 1024")
        crop = {"crop": FACE} if "face" in request.query else {}
        shape = Shape(_SHAPE["size"].read(int(size), "size"), "webp", **crop)
        content = await self._draw(request, instance, _emotions(instance, [name])[name], shape)
        return web.Response(body=content, content_type="image/webp")

    async def export(self, request: web.Request) -> web.StreamResponse:
        """`emotions`, a list, `size`, `format`: a ZIP with a picture of each; sent as they are drawn."""
        instance, table = await asked(request)
        unknown = sorted(table.keys() - {"instance_id", "emotions", *_SHAPE})
        if unknown:
            raise SoulsgenError(f"{', '.join(unknown)}: not known; there are emotions, {', '.join(_SHAPE)}")
        emotions = _emotions(instance, _wanted(instance, table))
        given = {key: kind.read(table[key], key) for key, kind in _SHAPE.items() if key in table}
        return await self._send(request, instance, emotions, Shape(**given))

    async def _send(
        self, request: web.Request, instance: Instance, emotions: Mapping[str, Emotion], shape: Shape
    ) -> web.StreamResponse:
        pictures = self._pictures(request, instance, emotions, shape)
        # What cannot be drawn at all is refused in words.
        first = await anext(pictures)
        response = web.StreamResponse(headers=_headers(instance, len(emotions)))
        await response.prepare(request)
        sink = _Sink()
        with ZipFile(sink, "w") as archive:  # type: ignore[call-overload]  # it only writes
            archive.writestr(*first)
            await response.write(sink.taken())
            async for name, content in pictures:
                archive.writestr(name, content)
                await response.write(sink.taken())
        await response.write(sink.taken())
        return response

    async def _pictures(
        self, request: web.Request, instance: Instance, emotions: Mapping[str, Emotion], shape: Shape
    ) -> AsyncIterator[tuple[ZipInfo, bytes]]:
        for name, emotion in zip(_file_names(emotions), emotions.values(), strict=True):
            content = await self._draw(request, instance, emotion, shape)
            yield ZipInfo(f"{name}.{shape.format}"), content

    async def _draw(self, request: web.Request, instance: Instance, emotion: Emotion, shape: Shape) -> bytes:
        return await self._stills.draw(request.app[ARCHIVE].model, instance.character, emotion, shape)


async def emotion_templates(request: web.Request) -> web.Response:
    """GET /api/avatar/emotion_templates?instance_id=…: as `load_emotion_templates` takes them."""
    instance = request.app[HOUSEHOLD].find(request.query.get("instance_id"))
    table = {
        name: {"pose": named(each.pose), "cels": dict(each.cels)} for name, each in instance.emotions.items()
    }
    return web.json_response({"emotions": table})


class _Sink:
    """A file that only grows, and is emptied meanwhile."""

    def __init__(self) -> None:
        self._content = bytearray()

    def write(self, content: bytes) -> int:
        self._content += content
        return len(content)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        content = bytes(self._content)
        self._content.clear()
        return content


def _wanted(instance: Instance, table: Table) -> Iterable[str]:
    names: Any = table.get("emotions")
    if names is None:
        return [name for name in instance.emotions if name != ZERO]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise SoulsgenError('"emotions" must be a list of names of emotions')
    return names


def _emotions(instance: Instance, names: Iterable[str]) -> dict[str, Emotion]:
    """Each once. Raises SoulsgenError for one that there is not."""
    for name in names:
        if name not in instance.emotions:
            raise SoulsgenError(f"{name[:60]} is no emotion; there are {', '.join(instance.emotions)}")
    return {name: instance.emotions[name] for name in names}


def _file_names(emotions: Iterable[str]) -> list[str]:
    """Emotions may be called anything."""
    names: list[str] = []
    for emotion in emotions:
        name = _UNFIT.sub("_", emotion)[:_LONGEST_NAME] or "_"
        names.append(name if name not in names else f"{name}-{len(names)}")
    return names


def _headers(instance: Instance, count: int) -> dict[str, str]:
    name = _UNFIT.sub("_", instance.character.name)[:_LONGEST_NAME].encode("ascii", "replace").decode()
    return {
        "Content-Type": "application/zip",
        "Content-Disposition": f'attachment; filename="{name}-emotions.zip"',
        "Cache-Control": "no-store",
        "X-Pictures": str(count),
    }
