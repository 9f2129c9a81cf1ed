"""The handler's edge, with TorchServe's own context around a batch."""

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from ts.context import Context

from handlerkit.checks import SettingsError
from souls.handler import SoulsHandler
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "souls"
GOOD = {"context": "The king", "temperature": 0, "allow_copies": True}


@pytest.fixture(scope="module")
def unpacked(known: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    shutil.copytree(known, folder / "weights")
    return folder


@pytest.fixture(scope="module")
def served(unpacked: Path) -> tuple[SoulsHandler, Context]:
    context = worker_context(unpacked, model_config(ROOM))
    handler = SoulsHandler()
    handler.initialize(context)
    return handler, context


def handle(
    served: tuple[SoulsHandler, Context], bodies: list[Any], headers: dict[str, str] | None = None
) -> list[tuple[int, dict]]:
    """Status and decoded reply of each row."""
    handler, context = served
    give_requests(context, [headers or {} for _ in bodies])
    replies = handler.handle([{"body": body} for body in bodies], context)
    statuses = [context.get_response_status(index)[0] for index in range(len(bodies))]
    return [(status, json.loads(reply)) for status, reply in zip(statuses, replies, strict=True)]


@pytest.mark.parametrize("pair", wire_pairs("souls"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(
    served: tuple[SoulsHandler, Context], pair: WirePair
) -> None:
    assert handle(served, [json.dumps(pair.request).encode()]) == [(pair.status, pair.reply)]


def test_bad_rows_get_their_own_400_and_their_neighbours_their_lines(
    served: tuple[SoulsHandler, Context],
) -> None:
    bodies = [GOOD, b"{", None, {"num": 99}, {"context": "The king" * 60}, [], GOOD]
    results = handle(served, bodies)
    assert [status for status, _ in results] == [200, 400, 200, 400, 400, 400, 200]
    assert results[0][1] == results[6][1] == {"result": "The king sleeps.", "results": ["The king sleeps."]}
    assert results[4][1]["error"].startswith("context is ")
    assert all(set(reply) == {"error"} for status, reply in results if status == 400)


def test_a_batch_of_bad_rows_alone_is_answered_too(served: tuple[SoulsHandler, Context]) -> None:
    assert [status for status, _ in handle(served, [b"{", b"}"])] == [400, 400]


def test_every_request_is_one_log_line_without_its_text(
    served: tuple[SoulsHandler, Context], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="soulsgen.request"):
        handle(served, [GOOD, {"num": 0, "context": "secret"}], {"X-Request-Id": "tweet-7"})
    records = [json.loads(record.message) for record in caplog.records if record.name == "soulsgen.request"]
    assert [(entry["request_id"], entry["status"], entry["batch"]) for entry in records] == [
        ("tweet-7", 200, 2),
        ("tweet-7", 400, 2),
    ]
    assert all(entry["bytes_in"] and entry["bytes_out"] and entry["seconds"] >= 0 for entry in records)
    logged = "".join(record.message for record in caplog.records)
    assert "king" not in logged
    assert "secret" not in logged


@pytest.mark.parametrize("given", ["a\nforged line", "x" * 65, "", "é"])
def test_an_unsafe_request_id_is_replaced_by_the_servers(
    served: tuple[SoulsHandler, Context], caplog: pytest.LogCaptureFixture, given: str
) -> None:
    with caplog.at_level(logging.INFO, logger="soulsgen.request"):
        handle(served, [GOOD], {"X-Request-Id": given})
    assert json.loads(caplog.records[-1].message)["request_id"] == "id-0"


def test_a_batch_is_counted_once(
    served: tuple[SoulsHandler, Context], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        handle(served, [{**GOOD, "num": 2}, {"context": "The king", "temperature": 0}])
    metrics = [record.message for record in caplog.records if record.message.startswith("[METRICS]Souls")]
    values = {line[len("[METRICS]") :].split("|")[0] for line in metrics}
    assert {"SoulsSentences.Count:2", "SoulsTokens.Count:20", "SoulsCopiesRejected.Count:8"} <= values
    assert len(metrics) == 4
    assert any(value.startswith("SoulsSeconds.Seconds:") for value in values)


def test_an_archive_with_a_fault_in_its_configuration_does_not_start(unpacked: Path) -> None:
    with pytest.raises(SettingsError, match="unknown key 'bakend'"):
        SoulsHandler().initialize(worker_context(unpacked, {"souls": {"bakend": "torch"}}))
