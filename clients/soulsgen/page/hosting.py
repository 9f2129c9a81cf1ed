"""An aiohttp application in a thread of its own, at an address of this machine."""

import asyncio
import threading
import webbrowser
from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from soulsgen.errors import SoulsgenError
from soulsgen.page.door import LOOPBACK

Self = TypeVar("Self", bound="Hosted")


@dataclass(frozen=True)
class Place:
    """Where it listens; port 0 is any free one. `key` is asked of viewers when it is given."""

    host: str = "127.0.0.1"
    port: int = 8090
    key: str | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether anybody in the network can come in."""
        return self.host not in LOOPBACK and self.key is None

    def url(self, port: int) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}/"


class Hosted(ABC):
    """A context manager. `name` is what it is called, `warning` what is said when anybody can come in."""

    name: ClassVar[str]
    warning: ClassVar[str]
    # What its end may take; requests that wait for others are ended by `alive` before.
    ending_s: ClassVar[float] = 10.0

    def __init__(self, place: Place) -> None:
        self._place = place
        self._started = threading.Event()
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self.url = ""

    @abstractmethod
    def application(self) -> web.Application:
        """Called in the loop, before anybody can ask."""

    @abstractmethod
    def alive(self) -> AbstractAsyncContextManager[None]:
        """What goes on while it listens; leaving it ends the requests that would go on for ever."""

    def __enter__(self: Self) -> Self:
        """Raises SoulsgenError when the address is taken, or `application` could not be made."""
        self._thread.start()
        self._started.wait()
        if self._fault:
            raise SoulsgenError(self._why(self._fault)) from self._fault
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(self.ending_s)

    def invitation(self) -> str:
        """Where it is, and who could come uninvited."""
        words = f"{self.name.capitalize()} at {self.url}"
        if self._place.key:
            words += " (asks for the key)"
        return f"{words}\n{self.warning}" if self._place.is_open else words

    def open(self) -> None:
        """In a browser of whoever started it, with the key."""
        key = f"?{urlencode({'key': self._place.key})}" if self._place.key else ""
        webbrowser.open(self.url + key)

    def _why(self, fault: Exception) -> str:
        if not isinstance(fault, OSError):
            return f"the {self.name} cannot be served: {type(fault).__name__}: {fault}"
        if fault.filename is not None:
            return f"the {self.name} cannot be served: {fault.filename}: {fault.strerror}"
        # asyncio puts its own words, and the address, before the system's.
        reason = (fault.strerror or str(fault)).rsplit(": ", 1)[-1]
        return f"the {self.name} cannot listen on {self._place.host}:{self._place.port}: {reason}"

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # whatever it is: who starts it waits for this
            self._fault = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=1.0)
        try:
            await runner.setup()
            await web.TCPSite(runner, self._place.host, self._place.port).start()
            self.url = self._place.url(runner.addresses[0][1])
            async with self.alive():
                self._started.set()
                await self._ended.wait()
        finally:
            await runner.cleanup()
