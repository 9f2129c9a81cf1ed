"""The painter's edge, with TorchServe's own context around a batch."""

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from ts.context import Context

from handlerkit.checks import SettingsError
from painter import pack
from painter.handler import PainterHandler
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "painter"
GOOD = {"prompt": "a hill", "width": 96, "height": 64, "seed": 7}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `soulsgen create handler painter` packs from its default input."""
    folder = tmp_path_factory.mktemp("unpacked")
    (folder / "weights").mkdir()
    pack.pack(ROOM.parents[1] / "model_store" / "defaults" / "painter", folder / "weights")
    return folder


@pytest.fixture(scope="module")
def served(unpacked: Path) -> tuple[PainterHandler, Context]:
    context = worker_context(unpacked, model_config(ROOM))
    handler = PainterHandler()
    handler.initialize(context)
    return handler, context


def handle(served: tuple[PainterHandler, Context], bodies: list[Any]) -> list[tuple[int, str, bytes]]:
    """Status, content type and reply of each row."""
    handler, context = served
    give_requests(context, [{} for _ in bodies])
    replies = handler.handle([{"body": body} for body in bodies], context)
    return [
        (context.get_response_status(index)[0], context.get_response_content_type(index), reply)
        for index, reply in enumerate(replies)
    ]


def said_of(reply: bytes) -> dict[str, Any]:
    """A picture's media type, size and text chunks; any other reply's JSON."""
    if not reply.startswith(b"\x89PNG"):
        return json.loads(reply)
    with Image.open(io.BytesIO(reply)) as image:
        image.load()
        return {"type": "image/png", "width": image.width, "height": image.height, "text": dict(image.text)}


@pytest.mark.parametrize("pair", wire_pairs("painter"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(
    served: tuple[PainterHandler, Context], pair: WirePair
) -> None:
    status, kind, reply = handle(served, [json.dumps(pair.request).encode()])[0]
    assert (status, said_of(reply)) == (pair.status, pair.reply)
    assert kind == pair.reply.get("type", "application/json")


def test_bad_rows_get_their_own_400_and_their_neighbours_their_pictures(
    served: tuple[PainterHandler, Context],
) -> None:
    results = handle(served, [GOOD, b"{", {}, {**GOOD, "width": 9}, [], {**GOOD, "prompt": "a lake"}, GOOD])
    assert [status for status, _, _ in results] == [200, 400, 400, 400, 400, 200, 200]
    assert [kind for _, kind, _ in results if kind != "application/json"] == ["image/png"] * 3
    assert results[0][2] == results[6][2] != results[5][2]
    assert all(set(json.loads(reply)) == {"error"} for status, _, reply in results if status == 400)


def test_without_a_seed_the_picture_tells_the_one_that_paints_it_again(
    served: tuple[PainterHandler, Context],
) -> None:
    asked = {**GOOD, "prompt": "ein Hügel, größer als die Wolken …", "seed": None}
    (_, _, first), (_, _, again) = handle(served, [asked, asked])
    assert first == again
    text = said_of(first)["text"]
    assert text["prompt"] == asked["prompt"]
    assert handle(served, [{**asked, "seed": int(text["seed"])}])[0][2] == first


def test_a_brush_that_fails_costs_one_row_a_500_and_leaves_the_text_out_of_the_log(
    served: tuple[PainterHandler, Context],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from painter import procedural

    whole = procedural.paint

    def broken(scene: Any, width: int, *rest: Any) -> Any:
        if width == 66:
            raise ZeroDivisionError
        return whole(scene, width, *rest)

    monkeypatch.setattr(procedural, "paint", broken)
    with caplog.at_level(logging.INFO):
        results = handle(served, [GOOD, {**GOOD, "prompt": "secret garden", "width": 66}])
    assert [status for status, _, _ in results] == [200, 500]
    assert said_of(results[1][2]) == {"error": "the painter failed at this scene; another seed may help"}
    assert "secret" not in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_batch_is_counted_once(
    served: tuple[PainterHandler, Context], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        handle(served, [GOOD, {}, GOOD])
    metrics = [record.message for record in caplog.records if record.message.startswith("[METRICS]Painter")]
    assert metrics[0].split("|")[0] == "[METRICS]PainterPictures.Count:2"
    assert metrics[1].startswith("[METRICS]PainterSeconds.Seconds:")
    assert len(metrics) == 2


def test_an_archive_with_a_fault_in_its_configuration_does_not_start(unpacked: Path) -> None:
    with pytest.raises(SettingsError, match="unknown key 'engin'"):
        PainterHandler().initialize(worker_context(unpacked, {"painter": {"engin": "auto"}}))
    with pytest.raises(SettingsError, match=r"painter.engine is diffusers, and .* has no model_index.json"):
        PainterHandler().initialize(worker_context(unpacked, {"painter": {"engine": "diffusers"}}))
