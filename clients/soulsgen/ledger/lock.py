"""One run at a time for each channel: a lock that the operating system or the database lets go of.

It is held by a live process or connection, not by a row: a killed run leaves nothing to clean up or wait for.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event

from sqlalchemy import Engine, text

from soulsgen.errors import Unavailable
from soulsgen.ledger.place import Place

_POLL_S = 0.1


@contextmanager
def locked(engine: Engine, place: Place, name: str, wait_s: float, stop: Event) -> Iterator[None]:
    """Hold the lock `name` of the ledger.

    Raises Unavailable when it is not to be had in `wait_s` seconds, or before `stop`.
    """
    with ExitStack() as held:
        if place.file:
            path = place.file.with_name(f"{place.file.name}.{name}.lock")
            attempt = _file_lock(held, path)
        else:
            attempt = _advisory_lock(held, engine, name)
        deadline = time.monotonic() + wait_s
        while not attempt():
            if time.monotonic() >= deadline or stop.wait(_POLL_S):
                raise Unavailable(f"another run holds {name} in the ledger {place}; try again later")
        yield


def _file_lock(held: ExitStack, path: Path) -> Callable[[], bool]:
    file = held.enter_context(path.open("ab"))

    def attempt() -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    return attempt


def _advisory_lock(held: ExitStack, engine: Engine, name: str) -> Callable[[], bool]:
    number = int.from_bytes(sha256(f"soulsgen {name}".encode()).digest()[:8], signed=True)
    connection = held.enter_context(engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
    # A pooled connection would keep the lock.
    held.callback(connection.invalidate)

    def attempt() -> bool:
        query = text("SELECT pg_try_advisory_lock(:number)")
        return bool(connection.execute(query, {"number": number}).scalar_one())

    return attempt
