"""Room for requests: so many at once, and so many bytes of their bodies, which are kept in memory."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from soulsgen.gateway.refusal import Refusal


class Room:
    """`requests` and `size`, in bytes, are what there is room for."""

    def __init__(self, requests: int, size: int) -> None:
        self._requests = requests
        self._size = size
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """For one more, with a body of `size` bytes. Raises Refusal (503) when there is none left."""
        with self._lock:
            if not self._requests or size > self._size:
                sentence = "too many requests are under way, or too large ones; come back"
                raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
            self._requests -= 1
            self._size -= size
        try:
            yield
        finally:
            with self._lock:
                self._requests += 1
                self._size += size
