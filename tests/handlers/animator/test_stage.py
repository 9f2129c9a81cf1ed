"""Batches of requests drawn: what goes together, what is refused, and that neighbours do not notice."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import animator.cast
import animator.order
from animator.cast import Cast
from animator.character import read_character
from animator.model import Desk
from animator.order import Answer, Fault, Frames
from animator.settings import DrawRequest, ModelSettings, parse_request
from animator.stage import Stage
from animator.student.company import Companies
from animator.student.workers import Workers
from character_checkpoints import write_cast, write_student

CPU = torch.device("cpu")
REST = [0.0] * 45
TURNED = [*REST[:40], 0.8, *REST[41:]]


def request(**body: Any) -> DrawRequest:
    parsed = parse_request({"format": "qoi", "size": 64, **({} if "poses" in body else {"pose": {}}), **body})
    assert isinstance(parsed, DrawRequest)
    return parsed


def stage_of(folder: Path, resident: int = 8, **settings: Any) -> Stage:
    desk = Desk(CPU, Workers(1), 8)
    return Stage(Cast(folder, resident, desk), ModelSettings(**settings))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cast")
    write_cast(folder)
    return folder


@pytest.fixture
def stage(folder: Path) -> Stage:
    return stage_of(folder)


def said(answer: Answer) -> tuple[HTTPStatus, str]:
    assert isinstance(answer, Fault)
    return answer.status, answer.sentence


def test_looks_of_both_sides_go_into_one_batch(stage: Stage) -> None:
    asked = [request(size=512), request(size=100), request(size=512, poses=[TURNED, REST]), request(size=256)]
    alone = [stage.draw([each])[0] for each in asked]
    together = stage.draw(asked)
    assert [each.files for each in together] == [each.files for each in alone]  # type: ignore[union-attr]


def test_more_characters_than_stay_loaded_go_into_one_batch(folder: Path) -> None:
    asked = [request(character=name) for name in ("wick", "wisp", "wick", "wisp")]
    few, many = stage_of(folder, resident=1), stage_of(folder)
    frames = [each.files for each in many.draw(asked)]  # type: ignore[union-attr]
    assert [each.files for each in few.draw(asked)] == frames  # type: ignore[union-attr]
    assert frames[:2] == frames[2:]
    assert frames[0] != frames[1]
    assert list(few.cast.actors) == ["wisp"]


def test_files_too_large_to_send_are_refused_and_no_more_are_drawn(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(animator.order, "MOST_BYTES", 10 * 64 * 64 * 4)
    engine = stage.cast.actor("wick").engine
    drawn: list[int] = []
    real = engine.pictures
    monkeypatch.setattr(
        engine, "pictures", lambda poses, *more: (drawn.append(len(poses)), real(poses, *more))[1]
    )
    large, small = stage.draw([request(format="rgba", poses=[REST] * 100), request(format="rgba")])
    assert said(large) == (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "as rgba these frames are too large to send: ask for fewer at once, or for webp",
    )
    assert isinstance(small, Frames)
    # A part is drawn while the one before it is encoded.
    assert drawn == [8, 8, 8, 1]


def test_a_frame_that_cannot_be_encoded_costs_its_own_row(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = animator.order.encoded

    def breaking(pixels: np.ndarray, form: str, quality: int) -> bytes:
        if form == "jpeg":
            raise MemoryError("no room")
        return real(pixels, form, quality)

    monkeypatch.setattr(animator.order, "encoded", breaking)
    bad, good = stage.draw([request(format="jpeg", poses=[REST, REST]), request()])
    assert said(bad) == (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "drawing wick failed; the worker's log says why",
    )
    assert isinstance(good, Frames)
    assert "no room" in caplog.text


def test_what_comes_after_its_time_is_not_even_loaded(folder: Path) -> None:
    stage = stage_of(folder, batch_seconds=1)
    stage.clock = iter([0.0, 0.5, 2.0, 3.0]).__next__
    answers = stage.draw([request(character="wick"), request(character="wisp")])
    assert [said(each)[0] for each in answers] == [HTTPStatus.SERVICE_UNAVAILABLE] * 2
    assert list(stage.cast.actors) == ["wick"]


def test_frames_that_would_end_too_late_are_not_begun(folder: Path) -> None:
    """Eight take 30 s: there is time for them once, and the second time would end after 50."""
    stage = stage_of(folder, batch_seconds=50)
    stage.clock = iter([0.0, 0.0, 0.0, 30.0, 30.0]).__next__
    done, late = stage.draw([request(poses=[REST] * 8), request(poses=[REST] * 8)])
    assert isinstance(done, Frames)
    assert said(late)[0] == HTTPStatus.SERVICE_UNAVAILABLE


def test_a_character_that_was_removed_is_refused_though_it_is_loaded(tmp_path: Path) -> None:
    write_cast(tmp_path)
    stage = stage_of(tmp_path)
    stage.draw([request(character="wisp")])
    (tmp_path / "wisp").rename(tmp_path.parent / "gone")
    answer, other = stage.draw([request(character="wisp"), request()])
    status, sentence = said(answer)
    assert (status, sentence) == (
        HTTPStatus.BAD_REQUEST,
        "character must be one of those that are here, not 'wisp': wick",
    )
    assert isinstance(other, Frames)


def test_a_character_whose_files_were_replaced_is_loaded_anew(tmp_path: Path) -> None:
    write_cast(tmp_path)
    stage = stage_of(tmp_path)
    before, wisp = stage.draw([request(), request(character="wisp")])
    for name in ("character.png", "face_morpher.pt", "body_morpher.pt"):
        (tmp_path / "wick" / name).write_bytes((tmp_path / "wisp" / name).read_bytes())
    (after,) = stage.draw([request()])
    assert isinstance(after, Frames)
    assert isinstance(before, Frames)
    assert isinstance(wisp, Frames)
    assert after.files == wisp.files != before.files


def test_pixels_of_a_character_that_left_are_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cast(tmp_path)
    cast = Cast(tmp_path, 1, Desk(CPU, Workers(1), 8))
    found = cast.actor("wick").engine.found  # type: ignore[attr-defined]
    cast.actor("wisp")
    weights = tmp_path / "wick" / "body_morpher.pt"
    weights.write_bytes((tmp_path / "wisp" / "body_morpher.pt").read_bytes())
    assert cast.actor("wick").engine.found is not found  # type: ignore[attr-defined]
    monkeypatch.setattr(animator.cast, "_MOST_MASKS", 1)
    cast.actor("wisp")
    assert list(cast.masks) == ["wick"]


@pytest.fixture
def troupe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Stage]:
    """Three characters on a stage as a GPU has it, computed here."""
    write_cast(tmp_path)
    write_student(tmp_path / "third", 2)
    companies = Companies()
    monkeypatch.setattr(
        animator.cast,
        "load_engine",
        lambda folder, desk, mask: companies.join(read_character(folder), desk.device, desk.batch),
    )
    return lambda resident: stage_of(tmp_path, resident)


def test_characters_of_one_shape_are_drawn_in_one_pass(
    troupe: Callable[[int], Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = troupe(8)
    asked = [
        request(character=name, poses=poses)
        for name, poses in (("wick", [TURNED, REST]), ("wisp", [TURNED]), ("third", [REST]), ("wick", [REST]))
    ]
    alone = [stage.draw([each])[0].files for each in asked]  # type: ignore[union-attr]
    assert len({file for files in alone for file in files}) == 4
    company = stage.cast.actor("wick").engine.company  # type: ignore[attr-defined]
    passes: list[int] = []
    real = company.pictures
    monkeypatch.setattr(
        company, "pictures", lambda members, *more: (passes.append(len(members)), real(members, *more))[1]
    )
    assert [each.files for each in stage.draw(asked)] == alone  # type: ignore[union-attr]
    assert passes == [5]


def test_members_come_and_go_and_each_keeps_its_own_frames(troupe: Callable[[int], Stage]) -> None:
    stage = troupe(2)
    asked = [request(character=name) for name in ("wick", "wisp", "third")]
    frames = [stage.draw([each])[0].files for each in asked]  # type: ignore[union-attr]
    assert len(set(frames)) == 3
    for order in ([0, 1, 2], [2, 0, 1], [1, 2]):
        answers = stage.draw([asked[place] for place in order])
        assert [each.files for each in answers] == [frames[place] for place in order]  # type: ignore[union-attr]
        company = stage.cast.actor("wisp").engine.company  # type: ignore[attr-defined]
        assert len(company.characters) == 2


def test_a_company_without_members_is_forgotten(tmp_path: Path) -> None:
    write_student(tmp_path / "wick")
    companies = Companies()
    member = companies.join(read_character(tmp_path / "wick"), CPU, 8)
    member.pictures(torch.zeros(1, 45))
    assert len(companies.known) == 1
    del member
    assert len(companies.known) == 0
