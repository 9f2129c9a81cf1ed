"""Connections that stay: how many there may be, and what becomes of one whose other side takes nothing."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

MOST_VIEWERS = 500
PATIENCE_S = 30.0
# How often one that takes nothing is looked at before it is given up.
_LOOKS = 6
# Of what the system keeps for a viewer who lags: a second of pictures, not ten.
_KEPT_BYTES = 256 << 10


@dataclass(eq=False)
class Seat:
    """given: bytes that were sent, where whoever sends counts them; who does not judges its viewers itself.

    taken: of those, what the system had taken when it was looked at. looks: how often that stayed the same.
    """

    transport: asyncio.Transport
    given: int = 0
    taken: int = 0
    looks: int = 0

    def is_stuck(self) -> bool:
        waits = self.transport.get_write_buffer_size()
        taken = self.given - waits
        self.looks = self.looks + 1 if self.given and waits and taken == self.taken else 0
        self.taken = taken
        return self.looks >= _LOOKS


class Viewers:
    """Of all instances."""

    def __init__(self, most: int = MOST_VIEWERS, patience_s: float = PATIENCE_S) -> None:
        self._most = most
        self._patience_s = patience_s
        self._seats: set[Seat] = set()

    @property
    def count(self) -> int:
        return len(self._seats)

    @contextmanager
    def seat(self, request: web.Request) -> Iterator[Seat]:
        """For as long as the block lasts; raises HTTPServiceUnavailable when all are taken.

        A viewer who takes nothing is disconnected, which whoever sends to it sees as a ConnectionError.
        """
        if len(self._seats) >= self._most:
            raise web.HTTPServiceUnavailable(text=f"{self._most} are looking already; come back later")
        if not isinstance(request.transport, asyncio.Transport):
            raise ConnectionResetError("the viewer has hung up")
        wire = request.transport.get_extra_info("socket")
        if wire is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KEPT_BYTES)
        seat = Seat(request.transport)
        self._seats.add(seat)
        try:
            yield seat
        finally:
            self._seats.discard(seat)

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._patience_s / _LOOKS)
            for seat in [*self._seats]:
                if seat.is_stuck():
                    seat.transport.abort()
