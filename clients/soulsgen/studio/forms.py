"""Files that somebody uploads: a multipart form, read as it comes and no further than its limits."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from soulsgen.errors import SoulsgenError

MOST_FILES = 64
MOST_FILE_BYTES = 16 << 20
MOST_FORM_BYTES = 64 << 20
# A megabit: a poor telephone's.
_SLOWEST_BYTES_S = 128 << 10
_PATIENCE_S = 30.0
_FORM = "multipart/form-data"
_NO_FORM = "the form is cut off, or is none; send multipart/form-data with a part `file`"


@dataclass(frozen=True)
class Form:
    """parts: by name; of those that have one name the last."""

    parts: Mapping[str, bytes]

    def text(self, name: str) -> str | None:
        """Raises SoulsgenError for what is no text."""
        try:
            return self.parts[name].decode() if name in self.parts else None
        except UnicodeDecodeError:
            raise SoulsgenError(f"{name} is no UTF-8 text") from None


async def read_form(request: web.Request) -> Form:
    """Raises SoulsgenError for what is no form, HTTPRequestEntityTooLarge, HTTPRequestTimeout."""
    if request.content_type != _FORM:
        raise SoulsgenError(f"send {_FORM}, not {request.content_type}")
    if (request.content_length or 0) > MOST_FORM_BYTES:
        raise _too_large("the form", MOST_FORM_BYTES)
    try:
        async with asyncio.timeout(_PATIENCE_S + MOST_FORM_BYTES / _SLOWEST_BYTES_S):
            return Form(await _parts(request))
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="the form takes too long") from None
    except (ValueError, AssertionError, RuntimeError, HttpProcessingError) as error:  # the reader's
        raise SoulsgenError(_NO_FORM) from error


async def _parts(request: web.Request) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_FORM_BYTES
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise SoulsgenError("each part of the form has a name, and no parts of its own")
        if len(parts) == MOST_FILES:
            raise SoulsgenError(f"the form has more than {MOST_FILES} parts")
        content = await _content(part, min(left, MOST_FILE_BYTES))
        left -= len(content)
        parts[part.name] = content
    return parts


async def _content(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        content += chunk
        if len(content) > most:
            raise _too_large(f"{part.name}", most)
    return bytes(content)


def _too_large(what: str, most: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(most, text=f"{what} is larger than {most >> 20} MB")
