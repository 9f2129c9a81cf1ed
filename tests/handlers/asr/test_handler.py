"""The handler's edge, with TorchServe's own context around a batch."""

import base64
import json
import logging
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ts.context import Context

from asr.handler import AsrHandler
from handlerkit.checks import SettingsError
from whisper_checkpoints import KNOWN_TEXT, contained, silence, voice
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "asr"
SAID = contained(np.concatenate([silence(1.5), voice(1.2)]))


@pytest.fixture(scope="module")
def unpacked(known_whisper: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    shutil.copytree(known_whisper, folder / "weights")
    return folder


@pytest.fixture(scope="module")
def served(unpacked: Path) -> tuple[AsrHandler, Context]:
    config = model_config(ROOM)
    config["asr"]["compute_type"] = "float32"
    context = worker_context(unpacked, config)
    handler = AsrHandler()
    handler.initialize(context)
    return handler, context


def handle(served: tuple[AsrHandler, Context], rows: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """Status, content type and text of each reply."""
    handler, context = served
    give_requests(context, [{} for _ in rows])
    replies = handler.handle(rows, context)
    return [
        (context.get_response_status(index)[0], context.get_response_content_type(index), reply.decode())
        for index, reply in enumerate(replies)
    ]


def as_json(audio: bytes = SAID, **settings: Any) -> dict[str, Any]:
    return {"body": {"audio": base64.b64encode(audio).decode(), **settings}}


@pytest.mark.parametrize("pair", wire_pairs("asr"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(
    served: tuple[AsrHandler, Context], pair: WirePair
) -> None:
    ((status, _, text),) = handle(served, [{"body": json.dumps(pair.request).encode()}])
    assert (status, json.loads(text)) == (pair.status, pair.reply)


def test_json_and_bare_audio_share_a_batch_and_get_the_same(served: tuple[AsrHandler, Context]) -> None:
    rows = [as_json(), {"body": bytearray(SAID)}, {"data": SAID}]
    (first, *others) = handle(served, rows)
    assert first[:2] == (200, "application/json")
    assert json.loads(first[2])["text"] == KNOWN_TEXT
    assert [other[2] for other in others] == [first[2]] * 2


def test_bad_rows_are_told_what_is_wrong_and_their_neighbours_get_their_text(
    served: tuple[AsrHandler, Context],
) -> None:
    rows = [
        as_json(),
        {"body": b"no audio"},
        {"body": b""},
        {},
        {"body": b'{"audio": '},
        {"body": {"audio": "not base64!"}},
        {"body": {"audio": 7}},
        as_json(b"no audio"),
        as_json(language="tlh"),
        as_json(formt="srt"),
        {"file": SAID},
        as_json(),
    ]
    results = handle(served, rows)
    assert [status for status, _, _ in results] == [200, *[400] * 10, 200]
    assert json.loads(results[0][2])["text"] == json.loads(results[-1][2])["text"] == KNOWN_TEXT
    assert [json.loads(text)["error"].split(";")[0] for _, _, text in results[1:-1]] == [
        "the audio cannot be decoded: Invalid data found when processing input",
        "the audio is empty",
        "audio must be a string of base64 in a JSON object",
        "the body is not JSON in UTF-8",
        "audio is not base64: Only base64 data is allowed",
        "audio must be a string of base64 in a JSON object",
        "the audio cannot be decoded: Invalid data found when processing input",
        "language 'tlh' is not one this model knows: de, en",
        "request: unknown key 'formt'",
        "the body came as a form or a query",
    ]


def test_text_formats_come_as_themselves_beside_json(served: tuple[AsrHandler, Context]) -> None:
    formats = ("text", "srt", "vtt", "json")
    results = handle(served, [as_json(format=form) for form in formats])
    assert [content_type for _, content_type, _ in results] == [
        "text/plain; charset=utf-8",
        "application/x-subrip; charset=utf-8",
        "text/vtt; charset=utf-8",
        "application/json",
    ]
    assert results[0][2] == f"{KNOWN_TEXT}\n"
    assert results[1][2] == f"1\n00:00:01,320 --> 00:00:02,120\n{KNOWN_TEXT}\n"
    assert results[2][2] == f"WEBVTT\n\n00:00:01.320 --> 00:00:02.120\n{KNOWN_TEXT}\n"


def test_a_partial_reply_has_its_stable_part(served: tuple[AsrHandler, Context]) -> None:
    rows = [as_json(partial=True, previous="the lantern forgets"), as_json()]
    partial, whole = (json.loads(text) for _, _, text in handle(served, rows))
    assert partial.pop("stable") == "The lantern"
    assert partial == whole


def test_audio_beyond_the_models_limit_is_refused(unpacked: Path) -> None:
    context = worker_context(unpacked, {"asr": {"max_seconds": 2, "compute_type": "float32"}})
    handler = AsrHandler()
    handler.initialize(context)
    ((status, _, text),) = handle((handler, context), [as_json()])
    assert (status, json.loads(text)["error"]) == (400, "the audio is longer than 2 seconds")


def test_a_batch_is_counted_once_and_its_words_are_not_logged(
    served: tuple[AsrHandler, Context], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        handle(served, [as_json(prompt="secret"), {"body": SAID}])
    metrics = [record.message for record in caplog.records if record.message.startswith("[METRICS]Asr")]
    values = {line[len("[METRICS]") :].split("|")[0] for line in metrics}
    assert {"AsrAudioSeconds.Count:5.4", "AsrDropped.Count:2"} <= values
    assert any(value.startswith("AsrSeconds.Seconds:") for value in values)
    assert len(metrics) == 3
    logged = "".join(record.message for record in caplog.records)
    assert "lantern" not in logged
    assert "secret" not in logged


def test_an_archive_with_a_fault_in_its_configuration_does_not_start(unpacked: Path) -> None:
    with pytest.raises(SettingsError, match="unknown key 'bakend'"):
        AsrHandler().initialize(worker_context(unpacked, {"asr": {"bakend": "torch"}}))
