"""One to many, in one event loop: pictures, of which the newest is wanted, and sounds, of which each is."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Generic, TypeVar

from soulsgen.errors import SoulsgenError

T = TypeVar("T")

# A viewer whose line falters for some seconds hears all of it later: speech comes in tenths of a second.
_LIMIT = 128


class FellBehind(SoulsgenError):
    """A reader took too long, and gets no more."""


class Newest(Generic[T]):
    """Readers share what is put here; a slow one finds the newest, and nothing is kept for it."""

    def __init__(self) -> None:
        self.last: T | None = None
        self.viewers = 0
        self.closed = False
        self._changed = asyncio.Event()

    def put(self, item: T) -> None:
        if not self.closed:
            self.last = item
            self._wake()

    def close(self) -> None:
        """Readers get None from now on."""
        self.closed = True
        self._wake()

    async def after(self, previous: T | None) -> T | None:
        """The newest as soon as it is another than `previous`; None: there will be no more."""
        while not self.closed and (self.last is None or self.last is previous):
            await self._changed.wait()
        return None if self.closed else self.last

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Counts among `viewers` meanwhile."""
        self.viewers += 1
        try:
            yield
        finally:
            self.viewers -= 1

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


class Each(Generic[T]):
    """Every reader gets all that is put here after it subscribed, in order, unless it falls behind."""

    def __init__(self, limit: int = _LIMIT) -> None:
        """limit: how many items may wait for a reader."""
        self.limit = limit
        self.closed = False
        self._readers: set[Reader[T]] = set()

    @property
    def readers(self) -> int:
        return len(self._readers)

    def put(self, item: T) -> None:
        for reader in [*self._readers]:
            reader._give(item)

    def subscribe(self) -> "Reader[T]":
        """An asynchronous iterator, and a context manager that ends the subscription."""
        reader = Reader(self)
        if not self.closed:
            self._readers.add(reader)
        return reader

    def close(self) -> None:
        """Readers get what waits for them, and then end."""
        self.closed = True
        for reader in [*self._readers]:
            reader.close()


class Reader(Generic[T]):
    """What waits for one of the readers of `Each`."""

    def __init__(self, each: Each[T]) -> None:
        self._each = each
        self._waiting: deque[T] = deque()
        self._reason = ""
        self._changed = asyncio.Event()

    def __enter__(self) -> "Reader[T]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __aiter__(self) -> "Reader[T]":
        return self

    async def __anext__(self) -> T:
        """Raises FellBehind with the reason when this reader was dropped."""
        while not self._waiting and self in self._each._readers:
            self._changed.clear()
            await self._changed.wait()
        if self._waiting:
            return self._waiting.popleft()
        if self._reason:
            raise FellBehind(self._reason)
        raise StopAsyncIteration

    def close(self) -> None:
        """What waits can still be read."""
        self._each._readers.discard(self)
        self._changed.set()

    def _give(self, item: T) -> None:
        if len(self._waiting) >= self._each.limit:
            self._reason = f"this reader is {self._each.limit} pieces behind"
            self._waiting.clear()
            self.close()
            return
        self._waiting.append(item)
        self._changed.set()
