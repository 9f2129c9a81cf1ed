"""Pictures for browsers and programs that read multipart/x-mixed-replace: each one replaces the one before.

Every viewer is given the newest picture whenever it has taken the one before, and each of them is put into
bytes once, for all of them. A part's boundary and headers are sent in one piece with it, and before it: there
are programs that read no further when they come apart.
"""

import asyncio
import json
from contextlib import suppress
from weakref import WeakKeyDictionary

from aiohttp import web

from soulsgen.avatar.animator import WHOLE
from soulsgen.studio.broadcast import Newest
from soulsgen.studio.household import HOUSEHOLD
from soulsgen.studio.shot import Shot
from soulsgen.studio.viewers import Seat

BOUNDARY = "frame"
# A picture that nothing follows is sent again: viewers tell by it that the stream is alive.
REPEAT_S = 1.0
_NEVER_KEPT = "no-store"


def head_of(shot: Shot) -> dict[str, str]:
    """What is said of a picture."""
    left, top, right, bottom = shot.crop
    edges = {"enabled": shot.crop != WHOLE, "left": left, "top": top, "right": right, "bottom": bottom}
    return {
        "Content-Type": shot.media_type,
        "Content-Length": str(len(shot.content)),
        "X-Crop": json.dumps(edges),
        "X-Full-Size": "{} {}".format(*shot.full_size),
        "X-Server-Stats": json.dumps(dict(shot.stats)),
        "X-Time": f"{shot.moment_s:.4f}",
    }


class Feed:
    """The streams of all instances."""

    def __init__(self) -> None:
        self._parts: WeakKeyDictionary[Newest[Shot], tuple[Shot, bytes]] = WeakKeyDictionary()

    async def result_feed(self, request: web.Request) -> web.StreamResponse:
        """GET /api/avatar/result_feed?instance_id=…"""
        instance = request.app[HOUSEHOLD].find(request.query.get("instance_id"))
        return await self.stream(request, instance.shots)

    async def stream(self, request: web.Request, shots: Newest[Shot]) -> web.StreamResponse:
        with request.app[HOUSEHOLD].viewers.seat(request) as seat, shots.watching():
            response = web.StreamResponse(
                headers={
                    "Content-Type": f"multipart/x-mixed-replace; boundary={BOUNDARY}",
                    "Cache-Control": _NEVER_KEPT,
                    "X-Accel-Buffering": "no",
                }
            )
            # A viewer who hangs up, or was given up, is no fault of ours.
            with suppress(ConnectionError):
                await response.prepare(request)
                await self._send(seat, response, shots)
        return response

    async def _send(self, seat: Seat, response: web.StreamResponse, shots: Newest[Shot]) -> None:
        shown: Shot | None = None
        while not seat.transport.is_closing():
            with suppress(TimeoutError):
                async with asyncio.timeout(REPEAT_S):
                    newest = await shots.after(shown)
                    if newest is None:
                        await response.write(f"--{BOUNDARY}--\r\n".encode())
                        return
                    shown = newest
            if shown is not None:
                part = self._part(shots, shown)
                seat.given += len(part)
                await response.write(part)

    def _part(self, shots: Newest[Shot], shot: Shot) -> bytes:
        of, part = self._parts.get(shots, (None, b""))
        if of is not shot:
            head = "".join(f"{name}: {value}\r\n" for name, value in head_of(shot).items())
            part = b"".join((f"--{BOUNDARY}\r\n{head}\r\n".encode(), shot.content, b"\r\n"))
            self._parts[shots] = shot, part
        return part


async def frame(request: web.Request) -> web.Response:
    """GET /api/avatar/frame?instance_id=…: the newest picture alone."""
    shot = request.app[HOUSEHOLD].find(request.query.get("instance_id")).shots.last
    if shot is None:
        raise web.HTTPServiceUnavailable(text="there is no picture of her yet")
    return web.Response(body=shot.content, headers={"Cache-Control": _NEVER_KEPT, **head_of(shot)})
