"""The files beside a page: its styles, scripts and pictures, as they are packed with the program."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from aiohttp import web

from soulsgen.page.door import Answer

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html"}


def assets(package: str) -> Iterator[web.RouteDef]:
    """Each of the folder `static` of `package` at /static/NAME."""
    for each in files(package).joinpath("static").iterdir():
        if Path(each.name).suffix in _TYPES:
            yield web.get(f"/static/{each.name}", asset(package, each.name))


def asset(package: str, name: str) -> Answer:
    """A handler that gives the same content to all."""
    content = files(package).joinpath("static", name).read_bytes()

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=content, content_type=_TYPES[Path(name).suffix], charset="utf-8")

    return answer
