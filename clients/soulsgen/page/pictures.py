"""The scenes' image files and their thumbnails; no other file of the folder can be asked for."""

import asyncio
import io
import stat
from collections import OrderedDict
from pathlib import Path

from aiohttp import web

from soulsgen.page.view import IMAGE_NAME

THUMB_SIZE = (384, 220)  # pixels at most; shown at half of it, for sharp screens
_KEPT = 600
_MAX_FILE_BYTES = 50_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


class Pictures:
    """Of one session folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thumbs: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        # Decoding takes a core: one at a time, whoever scrolls.
        self._one = asyncio.Lock()

    async def image(self, request: web.Request) -> web.StreamResponse:
        """GET /image/{name}"""
        return web.FileResponse(self._path(request.match_info["name"]), headers={"Content-Type": "image/png"})

    async def thumb(self, request: web.Request) -> web.StreamResponse:
        """GET /thumb/{name}"""
        path = self._path(request.match_info["name"])
        about = path.stat()
        key = (path.name, about.st_mtime_ns, about.st_size)
        async with self._one:
            if key not in self._thumbs:
                self._keep(key, await asyncio.to_thread(_thumb, path))
        headers = {"Cache-Control": "private, max-age=86400"}
        return web.Response(body=self._thumbs[key], content_type="image/jpeg", headers=headers)

    def _keep(self, key: tuple[str, int, int], content: bytes) -> None:
        self._thumbs[key] = content
        while len(self._thumbs) > _KEPT:
            self._thumbs.popitem(last=False)

    def _path(self, name: str) -> Path:
        """Raises HTTPNotFound for what is not an image of this folder; a link to elsewhere is none."""
        path = self._folder / name
        if not IMAGE_NAME.fullmatch(name):
            raise web.HTTPNotFound
        try:
            about = path.lstat()
            with path.open("rb") as file:
                begins = file.read(len(_PNG))
        except OSError:
            raise web.HTTPNotFound from None
        if not stat.S_ISREG(about.st_mode) or about.st_size > _MAX_FILE_BYTES or begins != _PNG:
            raise web.HTTPNotFound
        return path


def _thumb(path: Path) -> bytes:
    """A JPEG. Raises HTTPNotFound for a file that is not whole."""
    from PIL import Image

    file = io.BytesIO()
    try:
        with Image.open(path, formats=["PNG"]) as pixels:
            small = pixels.convert("RGB")
            small.thumbnail(THUMB_SIZE)
            small.save(file, "JPEG", quality=82)
    except Exception as error:  # decoders raise what they please
        raise web.HTTPNotFound from error
    return file.getvalue()
