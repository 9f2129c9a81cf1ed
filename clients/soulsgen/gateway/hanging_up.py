"""A caller that hangs up, noticed while nothing is due to be sent: a sentence may take seconds to make."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Where the system does not tell (macOS), the next piece that is sent fails instead.
_HUNG_UP = getattr(select, "POLLRDHUP", 0)


@contextmanager
def at_hang_up(connection: socket.socket, act: Callable[[], None]) -> Iterator[None]:
    """`act` is called once, in a thread, if the other side closes `connection` inside the `with` block.

    One that closes its sending half alone is taken to have hung up too, as proxies do.
    """
    ours, theirs = socket.socketpair()

    def watch() -> None:
        poll = select.poll()
        poll.register(connection, _HUNG_UP)
        poll.register(theirs, select.POLLIN)
        if theirs.fileno() not in (place for place, _ in poll.poll()):
            act()

    watching = threading.Thread(target=watch)
    with ours, theirs:
        watching.start()
        try:
            yield
        finally:
            ours.send(b"\0")
            watching.join()
