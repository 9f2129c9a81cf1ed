"""A viewer by WebSocket, in a thread: what it was sent, and what it heard and saw by the clock of it."""

import asyncio
import io
import json
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import aiohttp
import numpy as np
from PIL import Image

from clients.studio.opened import House
from waiting import LIMIT_S, wait_until


@dataclass
class Message:
    """payload: b"" of a text."""

    header: dict[str, Any]
    payload: bytes = b""

    def grey(self) -> float:
        with Image.open(io.BytesIO(self.payload)) as picture:
            return float(np.asarray(picture.convert("L")).mean())


def read_message(data: bytes) -> Message:
    end = 4 + int.from_bytes(data[:4], "big")
    return Message(json.loads(data[4:end]), data[end:])


@dataclass
class Viewer:
    """Looks from when it is entered until it is left, or the studio ends it: then `ended` says how."""

    house: House
    instance_id: str
    messages: list[Message] = field(default_factory=list)
    ended: tuple[int, str] | None = None

    def of(self, kind: str) -> list[Message]:
        return [one for one in [*self.messages] if one.header["kind"] == kind]

    def waits_for(self, kind: str, count: int = 1) -> list[Message]:
        return wait_until(lambda: len(found := self.of(kind)) >= count and found) or []

    def state(self) -> dict[str, Any]:
        return self.waits_for("status")[-1].header

    def __enter__(self) -> "Viewer":
        self._leave = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._look()))
        self._thread.start()
        self.waits_for("status")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave.set()
        self._thread.join(LIMIT_S)

    async def _look(self) -> None:
        url = f"{self.house.url}/api/avatar/socket?instance_id={self.instance_id}"
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            while not self._leave.is_set():
                try:
                    message = await socket.receive(timeout=0.1)
                except TimeoutError:
                    continue
                if message.type is aiohttp.WSMsgType.BINARY:
                    self.messages.append(read_message(message.data))
                elif message.type is aiohttp.WSMsgType.TEXT:
                    self.messages.append(Message(json.loads(message.data)))
                else:
                    self.ended = (socket.close_code or 0, message.extra or "")
                    return
