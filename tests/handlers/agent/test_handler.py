"""The handler's edge, with TorchServe's own context around a batch."""

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from ts.context import Context

from agent.handler import AgentHandler
from agent.pack import pack
from handlerkit.checks import SettingsError
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "agent"
CHAT = {"op": "chat", "messages": [{"role": "user", "content": "Who lit the lantern?"}]}
SCENE = {"op": "scene", "lines": [{"at": 1, "text": "A lantern burns in the tower."}]}
MADE = {"engine": "extractive", "embeddings": "tf-idf"}


def unpacked(folder: Path, weights: Path, lore: Path) -> Path:
    (folder / "weights").mkdir()
    pack(weights, lore, folder / "weights")
    return folder


def started(folder: Path, config: dict[str, Any] | None = None) -> tuple[AgentHandler, Context]:
    context = worker_context(folder, config or model_config(ROOM))
    handler = AgentHandler()
    handler.initialize(context)
    return handler, context


@pytest.fixture
def served(tmp_path: Path, no_model: Path, lore: Path, without_package: None) -> tuple[AgentHandler, Context]:
    return started(unpacked(tmp_path, no_model, lore))


def handle(served: tuple[AgentHandler, Context], bodies: list[Any]) -> list[tuple[int, dict[str, Any]]]:
    handler, context = served
    give_requests(context, [{} for _ in bodies])
    replies = handler.handle([{"body": body} for body in bodies], context)
    return [(context.get_response_status(index)[0], json.loads(reply)) for index, reply in enumerate(replies)]


@pytest.mark.parametrize("pair", wire_pairs("agent"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(
    served: tuple[AgentHandler, Context], pair: WirePair
) -> None:
    assert handle(served, [json.dumps(pair.request).encode()]) == [(pair.status, pair.reply)]


def test_operations_mix_in_a_batch_and_bad_rows_get_their_own_400(
    served: tuple[AgentHandler, Context],
) -> None:
    results = handle(served, [SCENE, b"{", CHAT, {"op": "sing"}, SCENE])
    assert [status for status, _ in results] == [200, 400, 200, 400, 200]
    assert results[0][1] == {"scene": "A lantern burns in the tower.", "at": [1.0], **MADE}
    assert results[0] == results[4]
    assert results[2][1]["sources"][0]["where"] == "Lantern (Goods 1, lore)"
    assert results[3][1] == {"error": "op must be one of recap, scene, chat, not 'sing'"}


def test_nothing_that_was_said_is_logged(
    served: tuple[AgentHandler, Context], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        handle(served, [SCENE, CHAT])
    logged = "".join(record.getMessage() for record in caplog.records)
    assert '"status": 200' in logged
    assert "AgentSeconds" in logged
    assert "lantern" not in logged.lower()


def test_an_archive_with_an_encoder_says_so(tmp_path: Path, encoder: Path, lore: Path) -> None:
    served = started(unpacked(tmp_path, encoder, lore))
    assert handle(served, [SCENE])[0][1]["embeddings"] == "minilm"
    assert served[0].engine.lore.matrix.shape == (3, 32)  # type: ignore[attr-defined]


def test_an_archive_with_a_language_model_writes(
    tmp_path: Path, language_model: Path, lore: Path, without_package: None
) -> None:
    served = started(unpacked(tmp_path, language_model, lore))
    status, reply = handle(served, [{**CHAT, "max_tokens": 8}])[0]
    assert (status, reply["engine"], reply["sources"][0]["where"]) == (
        200,
        "causal",
        "Lantern (Goods 1, lore)",
    )
    assert reply["reply"]


def test_an_archive_that_cannot_do_what_its_configuration_says_does_not_start(
    tmp_path: Path, no_model: Path, lore: Path, without_package: None
) -> None:
    folder = unpacked(tmp_path, no_model, lore)
    with pytest.raises(SettingsError, match="the archive holds no language model"):
        started(folder, {"agent": {"engine": "causal"}})


def test_a_model_with_pickles_or_of_another_kind_is_not_packed(
    tmp_path: Path, language_model: Path, lore: Path
) -> None:
    shutil.copytree(language_model, tmp_path / "pickled")
    (tmp_path / "pickled" / "model.safetensors").rename(tmp_path / "pickled" / "pytorch_model.bin")
    (tmp_path / "out").mkdir()
    with pytest.raises(FileNotFoundError, match="other formats can hold code"):
        pack(tmp_path / "pickled", lore, tmp_path / "out")
    (tmp_path / "config.json").write_text('{"architectures": ["WhisperForConditionalGeneration"]}', "utf-8")
    with pytest.raises(ValueError, match="neither a causal language model nor a BERT encoder"):
        pack(tmp_path, lore, tmp_path / "out")
