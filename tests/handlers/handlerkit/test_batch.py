"""Replies of a batch, row by row."""

import json
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from ts.service import Service

from handlerkit.batch import JSON, Answer, answer_batch
from handlerkit.media import Media
from handlerkit.rows import Row, RowError, json_object
from handlers.agent.worker_messages import Messages
from worker_context import worker_context


class Context:
    """The part of TorchServe's context that a reply touches."""

    model_name = "echo"

    def __init__(self) -> None:
        self.status: dict[int, tuple[int, str]] = {}
        self.kinds: dict[int, str] = {}

    def set_response_status(self, code: int, phrase: str, index: int) -> None:
        self.status[index] = (code, phrase)

    def set_response_content_type(self, index: int, kind: str) -> None:
        self.kinds[index] = kind

    def get_request_header(self, index: int, name: str) -> None:
        return None

    def get_request_id(self, index: int) -> str:
        return f"id-{index}"


def decode(row: Row) -> int:
    number = json_object(row).get("n")
    if not isinstance(number, int):
        raise RowError(HTTPStatus.BAD_REQUEST, "n must be a number")
    return number


def answers(numbers: list[int]) -> list[Answer]:
    """A file for a byte, an object for nothing, else a fault."""
    return [
        {"größe": 0}
        if number == 0
        else Media(bytes([number]), "image/png")
        if number < 256
        else RowError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{number} is no byte")
        for number in numbers
    ]


def rows(*bodies: Any) -> list[Row]:
    return [{"body": body} for body in bodies]


def test_files_and_objects_go_out_as_they_are_and_faults_as_json_each_in_its_row() -> None:
    context = Context()
    bodies = rows({"n": 1}, {}, {"n": 300}, {"n": 0}, {"n": 2})
    replies = answer_batch(bodies, context, decode, answers)
    assert (replies[0], replies[4]) == (b"\x01", b"\x02")
    assert json.loads(replies[1]) == {"error": "n must be a number"}
    assert json.loads(replies[2]) == {"error": "300 is no byte"}
    assert replies[3] == '{"größe": 0}'.encode()
    assert [context.status[index][0] for index in range(5)] == [200, 400, 422, 200, 200]
    told = "application/json"
    assert [context.kinds[index] for index in range(5)] == ["image/png", told, told, told, "image/png"]


def test_a_batch_of_bad_rows_never_reaches_the_engine() -> None:
    def never(_: list[int]) -> list[Answer]:
        raise AssertionError

    assert len(answer_batch(rows({}, b"{"), Context(), decode, never)) == 2


def test_an_engine_that_answers_too_few_rows_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        answer_batch(rows({"n": 1}, {"n": 2}), Context(), decode, lambda numbers: answers(numbers[:1]))


def decoded(text: bytes) -> Any:
    """As TorchServe's worker decodes a body of type application/json: what fails stays bytes."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def test_a_body_however_deep_fails_no_neighbour_in_a_real_worker(tmp_path: Path) -> None:
    """What Python's stack bears where TorchServe decodes it may be too much where a handler stands."""

    def predict(depth: int) -> list[tuple[int, bytes]]:
        service = Service("echo", "", None, echo, None, 3)
        service._context = worker_context(tmp_path, {})
        deep = b'{"a": ' * depth + b"1" + b"}" * depth
        rows = [
            {
                "requestId": b"%d" % place,
                "parameters": [{"name": "body", "contentType": JSON, "value": value}],
            }
            for place, value in enumerate((decoded(b'{"n": 1}'), decoded(deep), decoded(b'{"n": 2}')))
        ]
        messages = Messages()
        service.set_cl_socket(messages.sender)
        messages.sender.sendall(service.predict(rows))
        return [(one.status, one.content) for (message,) in [messages.read()] for one in message]

    def echo(rows: list[Row], context: Any) -> list[bytes]:
        return answer_batch(rows, context, decode, answers)

    # A thread begins with an empty stack, as a worker has it and a test does not.
    with ThreadPoolExecutor(1) as worker:
        told = {depth: worker.submit(predict, depth).result() for depth in (65, *range(900, 1010), 5000)}
    refused = b'{"error": "the body is nested too deeply: more than 64 objects and lists inside each other"}'
    assert set(map(tuple, told.values())) == {((200, b"\x01"), (400, refused), (200, b"\x02"))}
