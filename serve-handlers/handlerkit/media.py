"""As `handlerkit.batch`, for replies that are files: a picture or a sound, each with its content type."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from handlerkit.request_log import log_request
from handlerkit.rows import Row, RowError, body_bytes, encoded

Value = TypeVar("Value")


@dataclass(frozen=True)
class Media:
    """A file's bytes and what they are ("image/png")."""

    content: bytes
    content_type: str


def answer_media(
    rows: Sequence[Row],
    context: Any,
    decode: Callable[[Row], Value],
    run: Callable[[list[Value]], Sequence[Media | RowError]],
) -> list[bytes]:
    """Replies to `rows`, in order: `run` sees the rows that `decode` accepts, all at once.

    A row that either refuses gets its own status and `{"error": sentence}` as JSON.
    """
    started = time.perf_counter()
    results: dict[int, Media | RowError] = {}
    good: dict[int, Value] = {}
    for index, row in enumerate(rows):
        try:
            good[index] = decode(row)
        except RowError as error:
            results[index] = error
    if good:
        results.update(zip(good, run(list(good.values())), strict=True))
    seconds = time.perf_counter() - started
    return [_sent(context, index, row, results[index], seconds, len(rows)) for index, row in enumerate(rows)]


def _sent(context: Any, index: int, row: Row, result: Media | RowError, seconds: float, batch: int) -> bytes:
    """Set the row's status and content type, log it, and return its body."""
    if isinstance(result, Media):
        status, reply, kind = HTTPStatus.OK, result.content, result.content_type
    else:
        status, reply, kind = result.status, encoded({"error": str(result)}), "application/json"
    # HTTP's own phrases are ASCII: anything else breaks the protocol between worker and server.
    context.set_response_status(status.value, status.phrase, index)
    context.set_response_content_type(index, kind)
    log_request(context, index, status, body_bytes(row), len(reply), seconds, batch)
    return reply
