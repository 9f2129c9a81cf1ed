"""Frames with filters and networks: the same light as without them, in the same order for all."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import animator.finisher
from animator.cast import Cast
from animator.coded import coded_of, light_of_coded
from animator.colour import light_of
from animator.dressing import Dressing
from animator.finisher import Finisher
from animator.finishing import finished
from animator.layers import Layers
from animator.look import Look
from animator.model import Desk
from animator.order import Frames, Order
from animator.settings import DrawRequest, ModelSettings, parse_request
from animator.stage import Stage
from animator.student.workers import Workers
from character_checkpoints import HEART, picture, write_cast, write_layers

CPU = torch.device("cpu")
REST = [0.0] * 45
NOISE = [["noise", {}]]


def look_of(**asked: Any) -> Look:
    request = parse_request({"pose": {}, **asked})
    assert isinstance(request, DrawRequest)
    return request.look


def dressed(look: Look, effects: Any = (), device: torch.device = CPU) -> np.ndarray:
    return Dressing(look, device).dressed(picture()[None], [effects], torch.zeros(1), 0)[0]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"size": 100},
        {"size": 700, "crop": [0.3, 0.3, 0.7, 0.7]},
        {"background": "#20f080"},
        {"crop": [0.1, 0.05, 0.9, 0.5], "size": 300, "background": "#ffffff"},
        # Without an edge: there Pillow cuts overshoot off in between, after columns and before rows.
        {"crop": [0.3, 0.3, 0.6, 0.6], "upscale": 1.7},
        {"crop": [0.3, 0.3, 0.6, 0.6], "upscale": 2, "upscale_quality": "bicubic"},
        {"upscale": 2, "upscale_quality": "bilinear"},
    ],
)
def test_frames_that_nothing_is_done_to_look_as_on_the_short_way(asked: dict[str, Any]) -> None:
    look = look_of(**asked)
    short, long = finished(picture(), [], look), dressed(look)
    assert short.shape == long.shape == (look.height, look.width, 3 if look.colour else 4)
    # Pillow multiplies by alpha in eight bits: where it is low they tell no colour.
    seen = short[..., 3] > 100 if not look.colour else np.ones(short.shape[:2], bool)
    assert np.abs(short[seen].astype(int) - long[seen]).max() <= 2


def test_effects_are_there_before_filters(tmp_path: Path) -> None:
    write_layers(tmp_path)
    hearts = Layers(tmp_path / "effects", "effects").ordered({"heart1": 1.0})
    left, top, _, _ = HEART
    plain = dressed(look_of(), hearts)
    assert plain[top, left].tolist() == [255, 0, 96, 255]
    grey = dressed(look_of(filters=[["desaturate", {"tint_rgb": [1, 1, 1]}]]), hearts)
    assert np.ptp(grey[top, left, :3]) < np.ptp(plain[top, left, :3])
    assert grey[top, left, 3] == 255


def test_a_background_is_laid_under_what_filters_made() -> None:
    """A display that is half transparent shows it."""
    display = [["translucent_display", {"alpha": 0.5}]]
    inside = dressed(look_of(filters=display))[300, 256]
    laid = dressed(look_of(filters=display, background="#00ff00"))[300, 256]
    assert 100 < inside[3] < 160
    assert laid[1] > inside[1] * 0.5 + 60


def test_light_of_coded_pictures_is_their_light() -> None:
    pixels = torch.randint(0, 256, (2, 9, 7, 4), dtype=torch.uint8, generator=torch.manual_seed(0))
    light = light_of_coded(coded_of(pixels))
    for each, expected in zip(light, pixels.numpy(), strict=True):
        torch.testing.assert_close(each, light_of(expected), atol=2e-5, rtol=0)
    # A kernel's overshoot.
    beyond = torch.tensor([0.9, -0.1, 0.5, 0.8, 0.2, 0.2, 0.2, -0.1, 1.3, 0.0, 0.0, 1.2]).view(3, 4, 1, 1)
    assert light_of_coded(beyond)[0, 0] == light_of_coded(beyond)[0, 3] == torch.tensor(0.8)
    assert light_of_coded(beyond)[0, 1] == 0
    assert (light_of_coded(beyond)[1] == 0).all()
    assert light_of_coded(beyond)[2].flatten().tolist() == [1, 0, 0, 1]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("cast")
    write_cast(folder)
    return Stage(Cast(folder, 8, Desk(CPU, Workers(2), 8)), ModelSettings())


def request(**body: Any) -> DrawRequest:
    given = {"format": "rgba", "size": 64, **({} if "poses" in body else {"pose": {}}), **body}
    parsed = parse_request(given)
    assert isinstance(parsed, DrawRequest)
    return parsed


def files(stage: Stage, *requests: DrawRequest) -> list[tuple[bytes, ...]]:
    answers = stage.draw(requests)
    assert all(isinstance(each, Frames) for each in answers)
    return [each.files for each in answers]  # type: ignore[union-attr]


def test_dressed_and_plain_frames_of_one_batch_are_what_they_are_alone(stage: Stage) -> None:
    asked = [
        request(filters=NOISE, poses=[REST] * 3, times=[0, 1, 2]),
        request(),
        request(filters=NOISE, time=1.0, seed=5),
        request(upscale=2, size=300, upscale_quality="bicubic", crop=[0.2, 0.2, 0.4, 0.4]),
        request(filters=NOISE, time=2.0),
        request(filters=[["banding", {}]], size=128),
    ]
    alone = [files(stage, each)[0] for each in asked]
    assert files(stage, *asked) == alone
    assert alone[0][2] == alone[4][0]
    assert len({file for each in alone for file in each}) == 8 - 1


def test_many_small_frames_are_dressed_each_on_its_own_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []
    real = Order.dressed
    monkeypatch.setattr(
        Order,
        "dressed",
        lambda order, pictures, first: (rows.append(len(pictures)), real(order, pictures, first))[1],
    )
    many = request(filters=NOISE, poses=[REST] * 5, times=[0, 1, 2, 3, 4])
    by_threads = files(stage, many)
    assert rows == [1] * 5
    rows.clear()
    # Fewer than threads, and frames too large for every thread to have one.
    files(stage, request(filters=NOISE))
    monkeypatch.setattr(animator.finisher, "PIXELS_AT_ONCE", 2 * 64 * 64 - 1)
    monkeypatch.setattr(Finisher, "_together", lambda finisher, places: True)
    assert files(stage, many) == by_threads
    assert rows == [1] * 6
    monkeypatch.setattr(animator.finisher, "PIXELS_AT_ONCE", 2 * 64 * 64)
    rows.clear()
    assert files(stage, many) == by_threads
    assert rows == [2, 2, 1]


def test_frames_that_cannot_be_dressed_cost_their_own_row(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = Dressing.dressed

    def breaking(dressing: Dressing, *given: Any) -> Any:
        if dressing.look.filters.links[0].filter.name == "bloom":
            raise MemoryError("no room")
        return real(dressing, *given)

    monkeypatch.setattr(Dressing, "dressed", breaking)
    bad = request(filters=[["bloom", {}]])
    broken, good = stage.draw([bad, request(filters=NOISE)])
    (alone,) = stage.draw([bad])
    assert isinstance(good, Frames)
    for fault in (broken, alone):
        assert not isinstance(fault, Frames)
        assert fault.sentence == "drawing wick failed; the worker's log says why"
    assert "no room" in caplog.text


def test_drawing_and_the_rest_are_timed_apart(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    real = Dressing.dressed

    def slow(dressing: Dressing, *given: Any) -> Any:
        time.sleep(0.3)
        return real(dressing, *given)

    monkeypatch.setattr(Dressing, "dressed", slow)
    plain, late = stage.draw([request(poses=[REST] * 2), request(filters=NOISE)])
    assert isinstance(plain, Frames)
    assert isinstance(late, Frames)
    assert late.encode_s >= 0.3
    assert late.draw_s > 0
    # Of one part: two poses took twice what one did.
    assert plain.draw_s == pytest.approx(2 * late.draw_s)


def test_a_gpu_enlarges_what_a_cpu_leaves_to_pillow(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = stage.cast.actor("wick")
    plain, upscaled = request(size=512), request(size=512, upscale=2)
    assert [stage._order(each, "wick", actor).dressing for each in (plain, upscaled)] == [None, None]
    monkeypatch.setattr(stage, "device", torch.device("cuda"))
    assert stage._order(plain, "wick", actor).dressing is None
    there = stage._order(upscaled, "wick", actor).dressing
    assert there is not None
    assert there.device.type == "cuda"
