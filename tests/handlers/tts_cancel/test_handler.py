"""A worker that speaks nothing and ends what another one speaks."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ts.context import Context

from handlers.agent.worker_messages import Messages
from tts.engines.engine import Line
from tts.engines.espeak_pipe import EspeakPipe
from tts.handler import TtsHandler
from tts_cancel.handler import CancelHandler
from waiting import LIMIT_S
from worker_context import give_requests, model_config, worker_context

ROOMS = Path(__file__).parents[3] / "serve-handlers"
Reply = tuple[int, dict[str, Any]]


@pytest.fixture
def canceller(tmp_path: Path) -> tuple[CancelHandler, Context]:
    """Unpacked as TorchServe does it: each archive into a folder of its own, beside the others."""
    (tmp_path / "models" / "c1").mkdir(parents=True)
    context = worker_context(tmp_path / "models" / "c1", model_config(ROOMS / "tts_cancel"))
    handler = CancelHandler()
    handler.initialize(context)
    return handler, context


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TtsHandler, Context]]:
    monkeypatch.setattr("tts.model.EspeakPipe", partial(EspeakPipe, patience_s=LIMIT_S))
    (tmp_path / "models" / "f0" / "weights").mkdir(parents=True)
    context = worker_context(tmp_path / "models" / "f0", model_config(ROOMS / "tts"))
    handler = TtsHandler()
    handler.initialize(context)
    yield handler, context
    handler.engine.close()


def asked(served: tuple[CancelHandler, Context], *bodies: Any) -> list[Reply]:
    handler, context = served
    give_requests(context, [{} for _ in bodies])
    replies = handler.handle([{"body": body} for body in bodies], context)
    statuses = [context.get_response_status(place)[0] for place in range(len(bodies))]
    return [(status, json.loads(reply)) for status, reply in zip(statuses, replies, strict=True)]


def test_it_takes_what_the_voice_takes_as_a_cancel_and_nothing_else(
    canceller: tuple[CancelHandler, Context],
) -> None:
    told = asked(
        canceller,
        {"id": "u1"},
        {"op": "cancel", "id": "u2"},
        {"op": "voices"},
        {"id": "../u"},
        {"text": "Yes."},
    )
    assert told == [
        (200, {"id": "u1", "speaking": False}),
        (200, {"id": "u2", "speaking": False}),
        (400, {"error": "op must be one of cancel, not 'voices'"}),
        (400, {"error": "id must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -"}),
        (400, {"error": "cancel: unknown key 'text'. Known: id"}),
    ]


def test_what_the_voices_only_worker_is_speaking_ends(
    canceller: tuple[CancelHandler, Context],
    voice: tuple[TtsHandler, Context],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handler, context = voice
    original, told = handler.engine.speak, list[Reply]()

    def interrupted(lines: Sequence[Line], cancelled: Any) -> Iterator[Any]:
        for count, each in enumerate(original(lines, cancelled)):
            if count == 2:
                told.extend(asked(canceller, {"id": "bell"}))
            yield each

    monkeypatch.setattr(handler.engine, "speak", interrupted)
    give_requests(context, [{}])
    messages = Messages()
    context.cl_socket = messages.sender
    handler.handle([{"body": {"text": "The bell tolls. " * 60, "stream": True, "id": "bell"}}], context)
    lines = [json.loads(each.content) for message in messages.read() for each in message]
    assert told == [(200, {"id": "bell", "speaking": True})]
    assert lines[-1]["cancelled"] is True
    assert 2 <= len(lines) - 1 <= 3
    assert asked(canceller, {"id": "bell"}) == [(200, {"id": "bell", "speaking": False})]
