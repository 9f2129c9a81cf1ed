"""Viewers by WebSocket: pictures, sound, captions and state, all on the instance's clock.

To the viewer go binary messages: four bytes of a length, big-endian, so many bytes of JSON, and a picture's
file or samples; and texts, JSON objects that have a `kind`. A viewer that is late loses pictures, not sound;
one that is too late for that is told so and let go.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, TypeVar

from aiohttp import WSCloseCode, web

from soulsgen.studio.broadcast import Each, FellBehind
from soulsgen.studio.instance import Instance
from soulsgen.studio.line import Line
from soulsgen.studio.shot import Shot, Sound
from soulsgen.studio.speaking import Caption

# A viewer gets no picture while it owes more than this, and nothing at all after that.
LATE_S, TOO_LATE_S = 0.5, 10.0
_BEAT_S = 1.0
_LENGTH_BYTES = 4
# Viewers say nothing; so much is enough for a ping.
_HEARD_BYTES = 1024
# How long a viewer may take to read why it was let go.
_LEAVE_S = 5.0
T = TypeVar("T")
Message = bytes | Mapping[str, Any]
# A close code and its words.
End = tuple[int, str]

_DONE = (int(WSCloseCode.OK), "")
_GONE = (int(WSCloseCode.GOING_AWAY), "the avatar was unloaded")
_TOO_LATE = (
    int(WSCloseCode.TRY_AGAIN_LATER),
    f"more than {TOO_LATE_S:g} s late: the line is too slow for this size and rate",
)


def message_of(header: Mapping[str, Any], payload: bytes) -> bytes:
    told = json.dumps(header, separators=(",", ":")).encode()
    return len(told).to_bytes(_LENGTH_BYTES, "big") + told + payload


def caption_message(caption: Caption) -> Message:
    return {"kind": "caption", "t": round(caption.at_s, 6), "text": caption.text}


def frame_message(shot: Shot) -> bytes:
    header = {"kind": "frame", "t": round(shot.moment_s, 6), "type": shot.media_type}
    return message_of({**header, "width": shot.width, "height": shot.height}, shot.content)


def sound_message(sound: Sound) -> bytes:
    """`t` to a microsecond: pieces follow one another without a gap."""
    return message_of({"kind": "sound", "t": round(sound.at_s, 6), "rate": sound.rate_hz}, sound.pcm)


class Socket:
    """The WebSockets of one instance; `state` is what viewers are told whenever it is another."""

    def __init__(
        self, instance: Instance, captions: Each[Caption], state: Callable[[], Mapping[str, Any]]
    ) -> None:
        self.instance = instance
        self.captions = captions
        self.state = state
        self._framed: tuple[Shot, bytes] | None = None

    def framed(self, shot: Shot) -> bytes:
        """Its message, the same bytes for every viewer."""
        if self._framed is None or self._framed[0] is not shot:
            self._framed = shot, frame_message(shot)
        return self._framed[1]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Until the viewer hangs up, is too late, or the instance is closed."""
        socket = web.WebSocketResponse(
            autoping=False, compress=False, timeout=_LEAVE_S, max_msg_size=_HEARD_BYTES
        )
        await socket.prepare(request)
        viewer = _Viewer(self, Line(socket, self.instance.clock))
        with self.instance.shots.watching():
            try:
                await _leave(request, socket, await viewer.look())
            except FellBehind:
                await _leave(request, socket, _TOO_LATE)
            except ConnectionError:
                pass  # it broke: nobody is there to be told
        return socket


class _Viewer:
    """Of what waits for one, pictures wait in no queue: the newest is sent when there is time for it."""

    def __init__(self, socket: Socket, line: Line) -> None:
        self.socket = socket
        self.line = line
        self._waiting: deque[tuple[float, Message]] = deque()
        self._shown: Shot | None = None
        self._told: Mapping[str, Any] | None = None
        self._beat_due = True
        self._news = asyncio.Event()

    async def look(self) -> End:
        """Why it ended. Raises ConnectionError when the line broke."""
        instance = self.socket.instance
        with instance.sounds.subscribe() as sounds, self.socket.captions.subscribe() as captions:
            doing = [
                asyncio.create_task(each)
                for each in (
                    self._pictures(),
                    self._each(sounds, sound_message),
                    self._each(captions, caption_message),
                    self._beat(),
                    self._send(),
                    self.line.listen(),
                )
            ]
            try:
                done, _ = await asyncio.wait(doing, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in doing:
                    task.cancel()
                await asyncio.gather(*doing, return_exceptions=True)
        return next(iter(done)).result() or _DONE

    async def _pictures(self) -> End:
        shot: Shot | None = None
        while (shot := await self.socket.instance.shots.after(shot)) is not None:
            self._news.set()
        return _GONE

    async def _each(self, items: AsyncIterator[T], message: Callable[[T], Message]) -> End:
        """All of them, in their order; this never waits for the viewer."""
        async for item in items:
            self._waiting.append((self._now_s(), message(item)))
            self._news.set()
        return _GONE

    async def _beat(self) -> End:
        while self._late_s() <= TOO_LATE_S:
            self._beat_due = True
            self._news.set()
            await asyncio.sleep(_BEAT_S)
        return _TOO_LATE

    async def _send(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._tell()
            while self._waiting:
                await self.line.send(self._waiting[0][1])
                self._waiting.popleft()
            shot = self.socket.instance.shots.last
            if shot is not None and shot is not self._shown and self.line.behind_s <= LATE_S:
                self._shown = shot
                await self.line.send(self.socket.framed(shot))

    async def _tell(self) -> None:
        """What time it is, now and then, and how she is, whenever that is new."""
        if self._beat_due:
            self._beat_due = False
            await self.line.send({"kind": "clock", "t": round(self._now_s(), 6)})
        if (state := self.socket.state()) != self._told:
            self._told = state
            await self.line.send({"kind": "status", **state})

    def _now_s(self) -> float:
        return self.socket.instance.clock.now_s()

    def _late_s(self) -> float:
        """By what it has not read, or what could not even be sent."""
        unsent_s = self._now_s() - self._waiting[0][0] if self._waiting else 0.0
        return max(self.line.behind_s, unsent_s)


async def _leave(request: web.Request, socket: web.WebSocketResponse, end: End) -> None:
    """Say why, to a viewer who may read it late, and not wait for it."""
    code, reason = end
    try:
        async with asyncio.timeout(_LEAVE_S):
            await socket.close(code=code, message=reason.encode())
    except (TimeoutError, ConnectionError):
        if request.transport is not None:
            request.transport.abort()
