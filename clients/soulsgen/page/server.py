"""The page's HTTP server: aiohttp, as a viewer is an open connection for a whole evening, not a thread.

GET /                the page
GET /events          what is new, as server-sent events
GET /lines?before=N  earlier lines
GET /image/NAME, /thumb/NAME
GET /static/NAME     its styles and scripts
"""

import asyncio
import threading
import webbrowser
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web

from soulsgen.errors import SoulsgenError
from soulsgen.page.door import LOOPBACK, Answer, Door, add_headers
from soulsgen.page.feed import BEAT_S, Feed
from soulsgen.page.pictures import Pictures
from soulsgen.page.tail import Say
from soulsgen.page.view import SessionView

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html"}


@dataclass(frozen=True)
class Place:
    """Where the page listens; port 0 is any free one. `key` is asked of viewers when it is given."""

    host: str = "127.0.0.1"
    port: int = 8090
    key: str | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether anybody in the network can read the table's talk."""
        return self.host not in LOOPBACK and self.key is None

    def url(self, port: int) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}/"


class Page:
    """A running page, in a thread of its own; a context manager."""

    def __init__(self, folder: Path, place: Place, say: Say, beat_s: float = BEAT_S) -> None:
        self._folder, self._place, self._say, self._beat_s = folder, place, say, beat_s
        self._door = Door(place.host, place.key)
        self._started = threading.Event()
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="page", daemon=True)
        self.url = ""

    def __enter__(self) -> "Page":
        """Raises SoulsgenError when the folder cannot be read or the address is taken."""
        self._thread.start()
        self._started.wait()
        if self._fault:
            raise SoulsgenError(self._why(self._fault)) from self._fault
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(10)

    def invitation(self) -> str:
        """Where it is, and who could look uninvited."""
        words = f"Page at {self.url}"
        if self._place.key:
            words += " (asks for the key)"
        if self._place.is_open:
            words += "\nAnybody in the network can read it; --key keeps it among those who know the key"
        return words

    def open(self) -> None:
        """In a browser of whoever started it, with the key."""
        key = f"?{urlencode({'key': self._place.key})}" if self._place.key else ""
        webbrowser.open(self.url + key)

    def _why(self, fault: Exception) -> str:
        if not isinstance(fault, OSError):
            return f"the page cannot be served: {type(fault).__name__}: {fault}"
        if fault.filename is not None:
            return f"the page cannot be served: {fault.filename}: {fault.strerror}"
        address = f"{self._place.host}:{self._place.port}"
        return f"the page cannot listen on {address}: {fault.strerror or fault}"

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # whatever it is: who starts the page waits for this
            self._fault = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        feed = Feed(SessionView(self._folder, self._say), self._say, self._beat_s)
        feed.view.refresh()
        runner = web.AppRunner(
            application(self._folder, feed, self._door), access_log=None, shutdown_timeout=1.0
        )
        try:
            await runner.setup()
            await web.TCPSite(runner, self._place.host, self._place.port).start()
            self.url = self._place.url(runner.addresses[0][1])
            self._started.set()
            watching = asyncio.create_task(feed.watch())
            await self._ended.wait()
            watching.cancel()
            feed.close()
        finally:
            await runner.cleanup()


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
            web.get("/", _static("index.html")),
            web.get("/events", feed.handle),
            web.get("/lines", lines),
            web.get("/image/{name}", pictures.image),
            web.get("/thumb/{name}", pictures.thumb),
        ]
    )
    for each in files("soulsgen.page").joinpath("static").iterdir():
        if Path(each.name).suffix in _TYPES:
            app.router.add_get(f"/static/{each.name}", _static(each.name))
    return app


def _static(name: str) -> Answer:
    """A handler that gives the same content to all."""
    content = files("soulsgen.page").joinpath("static", name).read_bytes()

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=content, content_type=_TYPES[Path(name).suffix], charset="utf-8")

    return answer
