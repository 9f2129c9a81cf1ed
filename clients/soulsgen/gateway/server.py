"""The listening side: connections and places counted, and an end in order."""

import sys
import threading
import time
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any

from soulsgen.gateway.audio import TTS
from soulsgen.gateway.caller import Caller
from soulsgen.gateway.door import Door
from soulsgen.gateway.room import Room
from soulsgen.gateway.upstream import Upstream
from soulsgen.gateway.voice_list import VoiceList

# Connections beside those of predictions under way: probes, Prometheus, and who is still sending.
SPARE = 128
# Between two lines about callers that were hung up on.
TOLD_S = 1.0
Say = Callable[[str], None]


class Gateway(ThreadingHTTPServer):
    """Listens until `close`, which lets requests under way finish.

    `say` gets a line for each request that went wrong; never a header, a query or a body.
    """

    request_queue_size = 128

    def __init__(self, address: tuple[str, int], door: Door, say: Say) -> None:
        self.door = door
        self.say = say
        self.room = Room(door.at_once, door.held_bytes)
        self.most = door.at_once + SPARE
        self.connections = threading.BoundedSemaphore(self.most)
        self.hung_up, self.told_at = 0, float("-inf")
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
            self._hang_up(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread to be had
            self.connections.release()
            raise

    def _hang_up(self, request: Any) -> None:
        """Told once in a while: there may be thousands."""
        self.hung_up += 1
        if time.monotonic() - self.told_at >= TOLD_S:
            self.say(f"too many connections: hung up on {self.hung_up}")
            self.hung_up, self.told_at = 0, time.monotonic()
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A caller that hung up, or an answer of TorchServe's that broke off."""
        self.say(f"a connection broke off: {type(sys.exception()).__name__}")
