"""For clients that speak through httpx: what `soulsgen.channels.session` is for those of requests."""

import time
from collections.abc import Iterator

import httpx

from soulsgen.channels.session import ANSWER_S, MAX_ANSWER_BYTES


class BoundedTransport(httpx.HTTPTransport):
    """Raises httpx.ReadTimeout or ReadError for an answer beyond ANSWER_S or MAX_ANSWER_BYTES."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Bounded(response.stream)
        return response


class _Bounded(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        deadline = time.monotonic() + ANSWER_S
        size = 0
        for part in self._stream:
            size += len(part)
            if size > MAX_ANSWER_BYTES:
                raise httpx.ReadError(f"the answer has more than {MAX_ANSWER_BYTES} bytes")
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout(f"the answer is not whole after {ANSWER_S:.0f} s")
            yield part

    def close(self) -> None:
        self._stream.close()
