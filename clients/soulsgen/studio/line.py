"""A WebSocket to a viewer, and how far the viewer is behind.

What was sent may lie in buffers on the way for long. A ping among the messages is answered when all before it
has been read, however slow the line: its age says how late the viewer is.
"""

from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web

from soulsgen.studio.clock import Clock


class Line:
    """Messages to one viewer; `socket` is open and leaves pings to this."""

    def __init__(self, socket: web.WebSocketResponse, clock: Clock) -> None:
        self.socket = socket
        self._clock = clock
        self._pinged_s: float | None = None

    @property
    def behind_s(self) -> float:
        """For how long the viewer has owed an answer."""
        return 0.0 if self._pinged_s is None else self._clock.now_s() - self._pinged_s

    async def send(self, message: bytes | Mapping[str, Any]) -> None:
        """Bytes as they are, a mapping as JSON text; waits where the viewer's line takes no more."""
        if isinstance(message, bytes):
            await self.socket.send_bytes(message)
        else:
            await self.socket.send_json(message)
        if self._pinged_s is None:
            self._pinged_s = self._clock.now_s()
            await self.socket.ping()

    async def listen(self) -> None:
        """Until the viewer hangs up. What it says besides is not wanted."""
        while (message := await self.socket.receive()).type not in _LAST:
            if message.type is WSMsgType.PONG:
                self._pinged_s = None
            elif message.type is WSMsgType.PING:
                await self.socket.pong(message.data)


_LAST = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)
