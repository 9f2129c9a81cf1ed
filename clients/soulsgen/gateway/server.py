"""The listening side: connections and places counted, and an end in order."""

import sys
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any

from soulsgen.gateway.audio import TTS
from soulsgen.gateway.caller import Caller
from soulsgen.gateway.door import Door
from soulsgen.gateway.upstream import Upstream
from soulsgen.gateway.voice_list import VoiceList

# Connections beside those of predictions under way: probes, Prometheus, and who is still sending.
SPARE = 128
Say = Callable[[str], None]


class Gateway(ThreadingHTTPServer):
    """Listens until `close`, which lets requests under way finish.

    `say` gets a line for each request that went wrong; never a header, a query or a body.
    """

    request_queue_size = 128

    def __init__(self, address: tuple[str, int], door: Door, say: Say) -> None:
        self.door = door
        self.say = say
        self.places = threading.BoundedSemaphore(door.at_once)
        self.most = door.at_once + SPARE
        self.connections = threading.BoundedSemaphore(self.most)
        self.upstream = Upstream(door)
        self.voices = VoiceList(self.upstream, TTS)
        super().__init__(address, Caller)

    def close(self) -> None:
        """From another thread than `serve_forever`'s.

        The port closes last: the container of TorchServe waits for that before it ends.
        """
        self.shutdown()
        for _ in range(self.most):
            self.connections.acquire()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self.connections.acquire(blocking=False):
            self.say("hung up on a caller: too many connections")
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread to be had
            self.connections.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A caller that hung up, or an answer of TorchServe's that broke off."""
        self.say(f"a connection broke off: {type(sys.exception()).__name__}")
