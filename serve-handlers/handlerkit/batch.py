"""The way of every batch through a handler: rows, values, engine, replies, one log line a row."""

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from handlerkit.media import Media
from handlerkit.request_log import log_request
from handlerkit.rows import Row, RowError, body_bytes, encoded

Value = TypeVar("Value")
# What a row is answered with: a JSON object, a file, or what was wrong with it.
Answer = dict[str, Any] | Media | RowError
JSON = "application/json"


def answer_batch(
    rows: Sequence[Row],
    context: Any,
    decode: Callable[[Row], Value],
    run: Callable[[list[Value]], Sequence[Answer]],
) -> list[bytes]:
    """Replies to `rows`, in order: `run` sees the rows that `decode` accepts, all at once.

    A row that either refuses gets its own status and `{"error": sentence}`; its neighbours do not notice.
    """
    started = time.perf_counter()
    answers: dict[int, Answer] = {}
    good: dict[int, Value] = {}
    for index, row in enumerate(rows):
        try:
            good[index] = decode(row)
        except RowError as error:
            answers[index] = error
    if good:
        answers.update(zip(good, run(list(good.values())), strict=True))
    seconds = time.perf_counter() - started
    return [_sent(context, index, row, answers[index], seconds, len(rows)) for index, row in enumerate(rows)]


def _sent(context: Any, index: int, row: Row, answer: Answer, seconds: float, batch: int) -> bytes:
    """Set the row's status and headers, log it, and return its body."""
    status, media = _written(answer)
    # HTTP's own phrases are ASCII: anything else breaks the protocol between worker and server.
    context.set_response_status(status.value, status.phrase, index)
    context.set_response_content_type(index, media.content_type)
    for name, value in media.headers.items():
        context.set_response_header(index, name, value)
    log_request(context, index, status, body_bytes(row), len(media.content), seconds, batch)
    return media.content


def _written(answer: Answer) -> tuple[HTTPStatus, Media]:
    if isinstance(answer, RowError):
        return answer.status, Media(encoded({"error": str(answer)}), JSON)
    if isinstance(answer, Media):
        return HTTPStatus.OK, answer
    return HTTPStatus.OK, Media(encoded(answer), JSON)
