"""The way of every batch through a handler: rows, values, engine, replies, one log line a row."""

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from handlerkit.request_log import log_request
from handlerkit.rows import Row, RowError, body_bytes, encoded

Value = TypeVar("Value")


def answer_batch(
    rows: Sequence[Row],
    context: Any,
    decode: Callable[[Row], Value],
    run: Callable[[list[Value]], Sequence[dict[str, Any] | RowError]],
) -> list[bytes]:
    """Replies to `rows`, in order: `run` sees the rows that `decode` accepts, all at once.

    A row that either refuses gets its own status and `{"error": sentence}`; its neighbours do not notice.
    """
    started = time.perf_counter()
    results: list[Any] = [_attempt(decode, row) for row in rows]
    good = [index for index, value in enumerate(results) if not isinstance(value, RowError)]
    if good:
        answers = run([results[index] for index in good])
        for index, answer in zip(good, answers, strict=True):
            results[index] = answer
    seconds = time.perf_counter() - started
    replies = []
    for index, (row, result) in enumerate(zip(rows, results, strict=True)):
        status = result.status if isinstance(result, RowError) else HTTPStatus.OK
        reply = encoded({"error": str(result)} if isinstance(result, RowError) else result)
        # HTTP's own phrases are ASCII: anything else breaks the protocol between worker and server.
        context.set_response_status(status.value, status.phrase, index)
        context.set_response_content_type(index, "application/json")
        log_request(context, index, status, body_bytes(row), len(reply), seconds, len(rows))
        replies.append(reply)
    return replies


def _attempt(decode: Callable[[Row], Value], row: Row) -> Value | RowError:
    try:
        return decode(row)
    except RowError as error:
        return error
