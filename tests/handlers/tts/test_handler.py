"""The handler's edge, with TorchServe's own context around a batch."""

import base64
import email
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ts.context import Context
from ts.protocol.otf_message_handler import create_predict_response

import voice_checkpoints
from handlers.agent.worker_messages import Messages, Prediction
from tts.engines.engine import Line, Refused
from tts.handler import TtsHandler
from tts.pack import pack
from tts.speech import Speech
from tts_cancel.handler import CancelHandler
from waiting import LIMIT_S
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOT = Path(__file__).parents[3]
ROOM = ROOT / "serve-handlers" / "tts"
DEFAULT = ROOT / "model_store" / "defaults" / "tts"
BELL = {"text": "The bell tolls. Nobody answers! Roll 2d6+3."}
STREAM = {**BELL, "stream": True}
Served = tuple[TtsHandler, Context]
Speak = Callable[[Sequence[Line], Callable[[int], bool]], Iterator[tuple[int, Speech | Refused]]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """What `soulsgen create handler tts` packs from its default input."""
    folder = tmp_path_factory.mktemp("unpacked")
    (folder / "weights").mkdir()
    pack(DEFAULT, folder / "weights")
    context = worker_context(folder, model_config(ROOM))
    handler = TtsHandler()
    handler.initialize(context)
    yield handler, context
    handler.engine.close()


def handle(
    served: Served, bodies: list[Any], headers: dict[str, str] | None = None
) -> list[list[Prediction]]:
    """Every message of a batch, the last one as the worker itself sends it."""
    handler, context = served
    give_requests(context, [headers or {} for _ in bodies])
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


def reply(served: Served, body: Any) -> dict[str, Any]:
    (only,) = lines(handle(served, [body]), 0)
    return only


def pcm(audio: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(audio), "<i2")


def alike(made: Any, recorded: Any) -> None:
    """Equal; of samples to the last bit or two, which another processor may round otherwise."""
    if isinstance(recorded, list):
        assert len(made) == len(recorded)
        for one, other in zip(made, recorded, strict=True):
            alike(one, other)
        return
    if "audio" in recorded:
        assert np.abs(pcm(made["audio"]).astype(int) - pcm(recorded["audio"])).max() <= 2
        made, recorded = made | {"audio": ""}, recorded | {"audio": ""}
    assert made == recorded


@pytest.mark.parametrize("pair", wire_pairs("tts"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(served: Served, pair: WirePair) -> None:
    messages = handle(served, [json.dumps(pair.request).encode()])
    assert of_row(messages, 0)[0].status == pair.status
    alike(lines(messages, 0)[0], pair.reply)


@pytest.mark.parametrize("pair", wire_pairs("stream_tts"), ids=lambda pair: pair.name)
def test_a_recorded_stream_is_sent_as_it_was_recorded(served: Served, pair: WirePair) -> None:
    messages = handle(served, [json.dumps(pair.request).encode()])
    assert of_row(messages, 0)[0].status == pair.status
    alike(lines(messages, 0), pair.reply.get("lines", [pair.reply]))


def test_a_recorded_stream_that_is_cancelled_ends_as_it_was_recorded(
    served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The cancel comes by the archive beside, between two sentences."""
    (pair,) = wire_pairs("cancelled_tts")
    cancel = pair.cancel or {}
    beside = worker_context(tmp_path_factory.mktemp("beside"), {})
    canceller, replies = CancelHandler(), []
    canceller.initialize(beside)
    give_requests(beside, [{}])
    original: Speak = served[0].engine.speak

    def interrupted(*asked: Any) -> Iterator[tuple[int, Speech | Refused]]:
        for count, each in enumerate(original(*asked), start=1):
            yield each
            if count == cancel["after"]:
                replies.extend(canceller.handle([{"body": cancel["request"]}], beside))

    monkeypatch.setattr(served[0].engine, "speak", interrupted)
    alike(lines(handle(served, [json.dumps(pair.request).encode()]), 0), pair.reply["lines"])
    assert [json.loads(reply) for reply in replies] == [cancel["reply"]]


def test_a_stream_comes_to_what_is_said_in_one(served: Served) -> None:
    whole = reply(served, {**BELL, "format": "pcm"})
    *chunks, last = lines(handle(served, [STREAM]), 0)
    assert [chunk["seq"] for chunk in chunks] == [0, 1, 2]
    assert b"".join(base64.b64decode(chunk["audio"]) for chunk in chunks) == base64.b64decode(whole["audio"])
    assert [word for chunk in chunks for word in chunk["words"]] == whole["words"]
    assert [sound for chunk in chunks for sound in chunk["phonemes"]] == whole["phonemes"]
    ends = np.cumsum([len(pcm(chunk["audio"])) for chunk in chunks])
    assert [chunk["offset"] for chunk in chunks] == [0, *ends[:-1]]
    assert last == {"id": chunks[0]["id"], "done": True, "samples": ends[-1], "cancelled": False}
    assert whole["duration"] == pytest.approx(ends[-1] / whole["sample_rate_hz"], abs=1e-5)


def test_visemes_and_mouth_shapes_cover_the_utterance_without_a_gap(served: Served) -> None:
    whole = reply(served, BELL)
    for kind in ("visemes", "mouth"):
        edges = [(one["start"], one["end"]) for one in whole[kind]]
        assert edges[0][0] == 0
        assert edges[-1][1] == whole["duration"]
        assert all(first[1] == second[0] for first, second in pairwise(edges))
    assert [BELL["text"][word["at"] :].startswith(word["word"]) for word in whole["words"]] == [True] * 7
    pause = whole["words"][3]["start"] - whole["words"][2]["end"]
    assert 0.2 < pause < 1.0
    assert any(
        one["viseme"] == "sil" and one["end"] - one["start"] == pytest.approx(pause, abs=0.05)
        for one in whole["visemes"]
    )


def test_streams_plain_rows_and_bad_ones_have_each_their_own(served: Served) -> None:
    bodies = [
        BELL,
        STREAM,
        b"{",
        {"text": "…"},
        {"op": "voices"},
        {**STREAM, "voice": "xx"},
        {**STREAM, "text": "Yes."},
    ]
    messages = handle(served, bodies)
    for message in messages[:-1]:
        assert {each.request_id for each in message} <= {"id-1", "id-6"}
    assert [each.status for each in messages[-1]] == [200, 200, 400, 400, 200, 400, 200]
    # The short stream has its last line before the long one's second.
    order = [(each.request_id, json.loads(each.content)) for message in messages[:-1] for each in message]
    assert [(row, line.get("seq", "done")) for row, line in order] == [
        ("id-1", 0),
        ("id-6", 0),
        ("id-6", "done"),
        ("id-1", 1),
        ("id-1", 2),
        ("id-1", "done"),
    ]
    assert lines(messages, 5)[0]["error"].startswith("there is no voice 'xx'")
    assert lines(messages, 0)[0]["words"] == reply(served, BELL)["words"]
    assert lines(messages, 4)[0]["voices"][0]["name"] == "en-us"


def test_the_sound_alone_or_in_two_parts_comes_as_accept_says(served: Served) -> None:
    plain = reply(served, {**BELL, "format": "flac", "id": "bell"})
    (sound,) = of_row(handle(served, [{**BELL, "id": "bell"}], {"accept": "audio/flac"}), 0)
    assert (sound.content_type, sound.content) == ("audio/flac", base64.b64decode(plain["audio"]))
    facts = {"X-Utterance-Id": "bell", "X-Sample-Rate": "24000", "X-Cancelled": "false"}
    assert facts.items() <= sound.headers.items()
    assert float(sound.headers["X-Duration"]) == plain["duration"]
    (parts,) = of_row(
        handle(served, [{**BELL, "format": "flac", "id": "bell"}], {"Accept": "multipart/mixed"}), 0
    )
    message: Any = email.message_from_bytes(
        b"Content-Type: " + parts.content_type.encode() + b"\r\n\r\n" + parts.content
    )
    told, file = message.get_payload()
    assert json.loads(told.get_payload(decode=True)) == {
        name: plain[name] for name in plain if name != "audio"
    }
    assert file.get_payload(decode=True) == sound.content
    assert file.get_content_type() == "audio/flac"


def test_a_cancel_ends_a_stream_at_once_and_leaves_its_neighbour(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker is asked to while the first row's second sentence is spoken."""
    # Heard of when the engine next asks, and not before.
    monkeypatch.setattr("tts.speaking.LOOK_EVERY_S", LIMIT_S)
    engine, marks = served[0].engine, served[0].marks
    original: Speak = engine.speak

    def interrupted(
        wanted: Sequence[Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        for count, each in enumerate(original(wanted, cancelled)):
            if count == 2:
                assert marks.cancel("bell") is True
            yield each

    monkeypatch.setattr(engine, "speak", interrupted)
    messages = handle(served, [{**STREAM, "id": "bell"}, STREAM])
    first, last = lines(messages, 0)[0], lines(messages, 0)[-1]
    assert [line.get("seq") for line in lines(messages, 0)] == [0, 1, None]
    made = len(pcm(first["audio"])) + len(pcm(lines(messages, 0)[1]["audio"]))
    assert last == {"id": "bell", "done": True, "samples": made, "cancelled": True}
    assert [line.get("seq") for line in lines(messages, 1)] == [0, 1, 2, None]
    assert lines(messages, 1)[-1]["cancelled"] is False
    assert not marks.cancelled("bell")


def test_what_is_cancelled_before_it_begins_is_not_spoken(served: Served) -> None:
    assert reply(served, {"op": "cancel", "id": "early"}) == {"id": "early", "speaking": False}
    assert lines(handle(served, [{**STREAM, "id": "early"}]), 0) == [
        {"id": "early", "done": True, "samples": 0, "cancelled": True}
    ]
    messages = handle(served, [{**BELL, "id": "beside"}, {"op": "cancel", "id": "beside"}])
    assert of_row(messages, 0)[0].status == 409
    assert lines(messages, 0) == [{"error": "it was cancelled before anything was spoken"}]


def test_a_fault_in_the_middle_of_a_stream_is_its_last_line(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    original: Speak = served[0].engine.speak

    def breaks(
        wanted: Sequence[Line], cancelled: Callable[[int], bool]
    ) -> Iterator[tuple[int, Speech | Refused]]:
        yield next(original(wanted, cancelled))
        raise RuntimeError("out of memory")

    monkeypatch.setattr(served[0].engine, "speak", breaks)
    with caplog.at_level(logging.ERROR):
        messages = handle(served, [STREAM, BELL])
    sentence = "speaking failed; the worker's log says why"
    assert [line.get("seq", line.get("error")) for line in lines(messages, 0)] == [0, sentence]
    assert (of_row(messages, 1)[0].status, lines(messages, 1)) == (503, [{"error": sentence}])
    assert "out of memory" in caplog.text


def test_speech_beyond_the_limit_is_refused_and_a_stream_of_it_ends_with_the_reason(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served[0].speaker, "max_seconds", 2)
    messages = handle(served, [BELL, STREAM])
    sentence = "this is more than 2 s of speech: divide it"
    assert (of_row(messages, 0)[0].status, lines(messages, 0)) == (400, [{"error": sentence}])
    assert [line.get("seq", line.get("error")) for line in lines(messages, 1)] == [0, sentence]


def test_nothing_that_was_said_is_logged(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        handle(served, [BELL, STREAM])
    logged = "".join(record.getMessage() for record in caplog.records)
    assert '"status": 200' in logged
    assert "TtsSeconds" in logged
    assert "bell" not in logged.lower()


def test_an_archive_with_a_checkpoint_speaks_with_it(tmp_path: Path) -> None:
    voice_checkpoints.write_vits(tmp_path / "vits")
    unpacked = tmp_path / "unpacked"
    (unpacked / "weights").mkdir(parents=True)
    pack(tmp_path / "vits", unpacked / "weights")
    context = worker_context(unpacked, model_config(ROOM))
    handler = TtsHandler()
    handler.initialize(context)
    whole = reply((handler, context), {"text": "the bell tolls.", "format": "pcm"})
    assert (whole["engine"], whole["sample_rate_hz"]) == ("vits", 24000)
    assert [word["word"] for word in whole["words"]] == ["the", "bell", "tolls."]
    assert len(pcm(whole["audio"])) == pytest.approx(whole["duration"] * 24000, abs=1)
    assert lines(handle((handler, context), [{**STREAM, "text": "the bell."}]), 0)[-1]["done"] is True
