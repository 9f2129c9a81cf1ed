"""Replies of a batch in pieces, while the batch is at work: TorchServe's intermediate responses.

A row that streams gets lines of JSON, each a chunk of its HTTP response, the last of them such that its
reader knows it for the last. Status and headers go out with the first chunk, so a row that is refused
beforehand has its own status; after it, a fault is a line `{"error": sentence}`.

A message need not name every row of the batch. What it must have is one row that goes on: TorchServe takes
a message without for the end of the batch. So a response ends when its batch does, and who reads it stops at
the last line.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from ts.handler_utils.utils import send_intermediate_predict_response

from handlerkit.batch import Answer
from handlerkit.media import Media
from handlerkit.rows import RowError, encoded

LINES = "application/x-ndjson"


class Streams:
    """The rows of a batch that stream, by their places in it."""

    def __init__(self, context: Any, is_last: Callable[[Mapping[str, Any]], bool]) -> None:
        """`is_last`: whether a line is its row's last."""
        self.context = context
        self.is_last = is_last
        # Rows that have a first line, and rows that have their last.
        self.begun: set[int] = set()
        self.whole: set[int] = set()

    def send(self, lines: Mapping[int, Mapping[str, Any]]) -> None:
        """A line to each of these rows, in one message."""
        for row in lines.keys() - self.begun:
            self.context.set_response_status(HTTPStatus.OK.value, HTTPStatus.OK.phrase, row)
            self.context.set_response_content_type(row, LINES)
        self.begun |= lines.keys()
        self.whole |= {row for row, line in lines.items() if self.is_last(line)}
        chunks = {row: encoded(line) + b"\n" for row, line in lines.items()}
        ids = {row: self.context.request_ids[row] for row in lines}
        send_intermediate_predict_response(chunks, ids, "Intermediate response", 200, self.context)

    def ending(self, row: int, answer: Answer) -> Answer:
        """What ends the row's response: of one that streams no more than the fault that broke it off."""
        if row not in self.begun:
            return answer
        broken = isinstance(answer, RowError) and row not in self.whole
        return Media(encoded({"error": str(answer)}) + b"\n" if broken else b"", LINES)
