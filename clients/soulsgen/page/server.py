"""The page's HTTP server: aiohttp, as a viewer is an open connection for a whole evening, not a thread.

GET /                the page
GET /events          what is new, as server-sent events
GET /lines?before=N  earlier lines
GET /image/NAME, /thumb/NAME
GET /static/NAME     its styles and scripts
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from soulsgen.page.assets import asset, assets
from soulsgen.page.door import Door, add_headers
from soulsgen.page.feed import BEAT_S, Feed
from soulsgen.page.hosting import Hosted, Place
from soulsgen.page.pictures import Pictures
from soulsgen.page.tail import Say
from soulsgen.page.view import SessionView

__all__ = ["Page", "Place"]


class Page(Hosted):
    """A running page; entering it raises SoulsgenError also when the folder cannot be read."""

    name = "page"
    warning = "Anybody in the network can read it; --key keeps it among those who know the key"

    def __init__(self, folder: Path, place: Place, say: Say, beat_s: float = BEAT_S) -> None:
        super().__init__(place)
        self._folder, self._say, self._beat_s = folder, say, beat_s
        self._door = Door(place.host, place.key)

    def application(self) -> web.Application:
        self._feed = Feed(SessionView(self._folder, self._say), self._say, self._beat_s)
        self._feed.view.refresh()
        return application(self._folder, self._feed, self._door)

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._feed.watch())
        try:
            yield
        finally:
            watching.cancel()
            self._feed.close()


def application(folder: Path, feed: Feed, door: Door) -> web.Application:
    pictures = Pictures(folder)

    async def lines(request: web.Request) -> web.Response:
        before = request.query.get("before", "")
        if not before.isdecimal() or len(before) > 9:
            raise web.HTTPBadRequest(text="before is the number of a line.\n")
        return web.json_response(feed.view.earlier(int(before)))

    app = web.Application(middlewares=[door.middleware()])
    app.on_response_prepare.append(add_headers)
    app.add_routes(
        [
            web.get("/", asset("soulsgen.page", "index.html")),
            web.get("/events", feed.handle),
            web.get("/lines", lines),
            web.get("/image/{name}", pictures.image),
            web.get("/thumb/{name}", pictures.thumb),
            *assets("soulsgen.page"),
        ]
    )
    return app
