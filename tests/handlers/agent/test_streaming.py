"""The handler's streams as TorchServe gets them: who is named in a message, and with what."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from ts.context import Context
from ts.protocol.otf_message_handler import create_predict_response

from agent.handler import AgentHandler
from agent.pack import pack
from handlerkit.streaming import Streams
from handlers.agent.worker_messages import Messages, Prediction
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "agent"
ASKED = [{"role": "user", "content": "Who lit the lantern?"}]
CHAT = {"op": "chat", "messages": ASKED, "max_tokens": 24}
STREAM = {**CHAT, "stream": True}
Served = tuple[AgentHandler, Context]


def started(folder: Path, weights: Path, lore: Path) -> Served:
    (folder / "weights").mkdir()
    pack(weights, lore, folder / "weights")
    context = worker_context(folder, model_config(ROOM))
    handler = AgentHandler()
    handler.initialize(context)
    return handler, context


@pytest.fixture
def served(tmp_path: Path, no_model: Path, lore: Path, without_package: None) -> Served:
    return started(tmp_path, no_model, lore)


@pytest.fixture
def writing(tmp_path: Path, endless: Path, lore: Path, without_package: None) -> Served:
    return started(tmp_path, endless, lore)


def handle(served: Served, bodies: list[Any]) -> list[list[Prediction]]:
    """Every message of a batch, the last one as the worker itself sends it."""
    handler, context = served
    give_requests(context, [{} for _ in bodies])
    messages = Messages()
    context.cl_socket = messages.sender
    replies = handler.handle([{"body": body} for body in bodies], context)
    messages.sender.sendall(create_predict_response(replies, context.request_ids, "done", 200, context))
    return messages.read()


def of_row(messages: list[list[Prediction]], row: int) -> list[Prediction]:
    return [each for message in messages for each in message if each.request_id == f"id-{row}"]


def lines(messages: list[list[Prediction]], row: int) -> list[dict[str, Any]]:
    content = b"".join(each.content for each in of_row(messages, row))
    return [json.loads(line) for line in content.decode().splitlines()]


def goes_on(prediction: Prediction) -> str | None:
    return prediction.headers.get("ts_stream_next")


@pytest.mark.parametrize("pair", wire_pairs("stream_agent"), ids=lambda pair: pair.name)
def test_a_recorded_stream_is_sent_as_it_was_recorded(served: Served, pair: WirePair) -> None:
    messages = handle(served, [json.dumps(pair.request).encode()])
    parts = of_row(messages, 0)
    assert parts[0].status == pair.status
    if pair.status == 200:
        assert lines(messages, 0) == pair.reply["lines"]
        assert [goes_on(part) for part in parts] == [*["true"] * (len(parts) - 1), "false"]
        assert {part.content_type for part in parts} == {"application/x-ndjson"}
        assert parts[-1].content == b""
    else:
        assert lines(messages, 0) == [pair.reply]
        assert [(goes_on(part), part.content_type) for part in parts] == [(None, "application/json")]


def test_a_batch_of_streams_plain_rows_and_bad_ones(writing: Served) -> None:
    long = {"op": "chat", "messages": [{"role": "user", "content": "gulls " * 600}], "stream": True}
    scene = {"op": "scene", "lines": [{"at": 1, "text": "A lantern burns."}], "max_tokens": 4}
    messages = handle(writing, [scene, STREAM, CHAT, b"{", {**STREAM, "max_tokens": 4}, long, STREAM])
    for message in messages[:-1]:
        assert {each.request_id for each in message} <= {"id-1", "id-4", "id-6"}
        assert all(goes_on(each) == "true" for each in message)
    assert [(each.request_id, each.status, goes_on(each)) for each in messages[-1]] == [
        ("id-0", 200, None),
        ("id-1", 200, "false"),
        ("id-2", 200, None),
        ("id-3", 400, None),
        ("id-4", 200, "false"),
        ("id-5", 422, None),
        ("id-6", 200, "false"),
    ]
    plain = lines(messages, 2)[0]
    for row in (1, 6):
        *pieces, whole = lines(messages, row)
        assert whole == plain
        assert "".join(piece["text"] for piece in pieces) == whole["reply"]
    assert (plain["finish"], plain["dropped"], plain["usage"]["tokens_out"]) == ("length", 0, 24)
    assert plain["sources"][0]["where"] == "Lantern (Goods 1, lore)"
    assert lines(messages, 4)[-1]["usage"]["tokens_out"] == 4
    assert "tokens too long for the model's context" in lines(messages, 5)[0]["error"]


def test_a_fault_in_the_middle_of_a_stream_is_its_last_line_and_other_operations_are_answered(
    writing: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = writing[0].engine

    def breaks(requests: Any, hear: Any) -> Any:
        hear({0: "The keeper"})
        raise RuntimeError("CUDA out of memory")

    monkeypatch.setattr(engine, "chat", breaks)
    scene = {"op": "scene", "lines": [{"at": 1, "text": "A lantern burns."}], "max_tokens": 4}
    with caplog.at_level(logging.ERROR):
        messages = handle(writing, [STREAM, scene, CHAT])
    sentence = "the model failed at this; the worker's log says why"
    assert lines(messages, 0) == [{"text": "The keeper"}, {"error": sentence}]
    assert lines(messages, 1)[0]["scene"]
    assert (of_row(messages, 2)[0].status, lines(messages, 2)) == (503, [{"error": sentence}])
    assert "CUDA out of memory" in caplog.text


def test_what_is_not_english_arrives_as_it_is(served: Served) -> None:
    context = served[1]
    give_requests(context, [{}, {}])
    messages = Messages()
    context.cl_socket = messages.sender
    Streams(context, lambda line: False).send({1: {"text": "灯 – ёж"}})
    assert [each.content for each in messages.read()[0]] == ['{"text": "灯 – ёж"}\n'.encode()]
