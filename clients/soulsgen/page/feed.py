"""Server-sent events: each viewer is told what it lacks as soon as it is there.

https://html.spec.whatwg.org/multipage/server-sent-events.html. A viewer keeps no queue here, only its mark in
what everybody shares, so a slow one costs nothing.
"""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from soulsgen.page.tail import Say
from soulsgen.page.view import Mark, SessionView, parse_mark

LOOK_S = 0.25
# A connection can die without a word; the page calls one dead that is silent for three of these.
BEAT_S = 5.0
RETRY_MS = 2000
MOST_VIEWERS = 500
_SEND_S = 30.0


class Feed:
    """The viewers of one session."""

    def __init__(self, view: SessionView, say: Say, beat_s: float = BEAT_S) -> None:
        self.view = view
        self._say = say
        self.viewers = 0
        self._beat_s = beat_s
        self._changed = asyncio.Event()
        self._closing = False

    async def watch(self) -> None:
        """Look at the folder until cancelled; a fault is told once, and may pass."""
        told = ""
        while True:
            try:
                if self.view.refresh():
                    self._wake()
                told = ""
            except Exception as error:  # whatever it is, the page must not stand still without a word
                if (fault := f"the page stands still: {type(error).__name__}: {error}") != told:
                    self._say(fault)
                told = fault
            await asyncio.sleep(LOOK_S)

    def close(self) -> None:
        """Every viewer's request ends now."""
        self._closing = True
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET /events; the mark comes as the header Last-Event-ID or, on a new connection, as `after`."""
        if self.viewers >= MOST_VIEWERS:
            raise web.HTTPServiceUnavailable(text="Too many viewers.\n")
        mark = parse_mark(request.headers.get("Last-Event-ID") or request.query.get("after"))
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        self.viewers += 1
        try:
            await response.write(f"retry: {RETRY_MS}\n\n".encode())
            # A viewer that hangs up, or takes nothing for so long, is no fault of ours.
            with suppress(ConnectionError, TimeoutError):
                await self._tell(response, mark)
        finally:
            self.viewers -= 1
        return response

    async def _tell(self, response: web.StreamResponse, mark: Mark | None) -> None:
        shown: tuple[object, ...] = ()
        while not self._closing:
            changed, now = self._changed, self.view.mark
            state = (now, self.view.about, self.view.status)
            if state != shown:
                await _send(response, _event("news", self.view.news(mark), now))
                mark, shown = now, state
            try:
                await asyncio.wait_for(changed.wait(), self._beat_s)
            except TimeoutError:
                await _send(response, _event("beat", {}, None))


async def _send(response: web.StreamResponse, event: bytes) -> None:
    await asyncio.wait_for(response.write(event), _SEND_S)


def _event(kind: str, data: object, mark: Mark | None) -> bytes:
    """JSON has no raw line breaks, which would end the event."""
    name = f"id: {mark}\n" if mark else ""
    return f"{name}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
