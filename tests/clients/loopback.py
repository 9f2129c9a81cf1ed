"""A real HTTP server on a free loopback port, for as long as a `with` block lasts."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import BaseServer
from threading import Thread
from typing import Any, Literal

from werkzeug.serving import WSGIRequestHandler, make_server

Application = Callable[..., Any]
_kept: list[socket.socket] = []


class Quiet(WSGIRequestHandler):
    """Request lines would land in the output of the command under test."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def serving(app: Application, port: int = 0, ssl_context: Literal["adhoc"] | None = None) -> Iterator[str]:
    """Base URL of `app`, served by a thread for each request; "adhoc" is TLS with its own certificate."""
    server = make_server(
        "127.0.0.1", port, app, threaded=True, request_handler=Quiet, ssl_context=ssl_context
    )
    with running(server):
        yield f"{'https' if ssl_context else 'http'}://127.0.0.1:{server.port}"


@contextmanager
def running(server: BaseServer) -> Iterator[None]:
    """Serve on another thread, and close the port behind the block."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    """A port that nothing listens on, and that a server may be given.

    It stays bound, without a listener, as long as the tests run: the system hands it to nobody else.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _kept.append(held)
    return int(held.getsockname()[1])


def hang_up(environ: dict[str, Any]) -> None:
    """Close the connection of a request without an answer."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
