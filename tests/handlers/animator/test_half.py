"""Frames of half the side: near to whole ones made smaller; and what a body that only warps is spared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from animator.character import Character, read_character
from animator.engine import HALF, SIDE
from animator.finishing import finished
from animator.look import Look
from animator.pose import INDEX
from animator.student.drawing import FaceDrawing, softened
from animator.student.fast import FastStudent
from animator.student.folded import folded_body, folded_face, without_blend
from animator.student.pixels import plan_of
from animator.student.workers import Workers
from character_checkpoints import write_student

Poses = Callable[[int], torch.Tensor]
GREY = "#808080"
DEFAULT = Path(__file__).parents[3] / "model_store" / "defaults" / "animator" / "wick"
HALF_LOOK = Look(size=HALF, background=GREY)


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """dB of the worst of some pictures [n, height, width, 3]."""
    error = (one.astype(float) - other) ** 2
    return float(10 * np.log10(255**2 / error.mean((1, 2, 3)).max()))


def halves(
    engine: FastStudent, poses: torch.Tensor, cels: list[torch.Tensor | None]
) -> tuple[np.ndarray, ...]:
    """Drawn whole and made smaller, and drawn at half the side; over grey."""
    return tuple(
        np.stack([finished(each, [], HALF_LOOK) for each in engine.pictures(poses, cels, side)])
        for side in (SIDE, HALF)
    )


def few(poses: torch.Tensor) -> torch.Tensor:
    """Turned no further than a face on a screen turns, but for the first."""
    poses[1:, INDEX["head_x"] :] *= 0.5
    return poses


def test_half_a_frame_is_near_to_a_whole_one_made_smaller(character: Character, random_poses: Poses) -> None:
    engine = FastStudent(character, Workers(1))
    made, drawn = halves(engine, few(random_poses(3)), [None] * 3)
    assert drawn.shape == (3, 256, 256, 3)
    assert psnr(made, drawn) >= 38


def test_half_a_frame_of_a_published_character_is_near_to_a_whole_one(
    published: Character, vectors: dict[str, np.ndarray]
) -> None:
    engine = FastStudent(published, Workers(2))
    poses = torch.from_numpy(vectors["pose"][[1, 7, 13, 18, 22]])
    assert psnr(*halves(engine, poses, [None] * 5)) >= 38


@pytest.mark.skipif(not DEFAULT.is_dir(), reason="the default character is not here")
def test_half_a_frame_of_the_default_character_is_near_to_a_whole_one(random_poses: Poses) -> None:
    engine = FastStudent(read_character(DEFAULT), Workers(2))
    made, drawn = halves(engine, few(random_poses(4)), [None] * 4)
    assert psnr(made, drawn) >= 40
    # The face, where lines are.
    face = slice(None), slice(40, 104), slice(96, 160)
    assert psnr(made[face], drawn[face]) >= 34


def test_a_cel_lies_on_half_a_frame_where_it_lies_on_a_whole_one(
    character: Character, random_poses: Poses
) -> None:
    engine = FastStudent(character, Workers(1))
    cel = torch.zeros(4, 512, 512)
    cel[0, 201:233, 211:240] = cel[3, 201:233, 211:240] = 1.0
    pose = random_poses(1)
    made, drawn = halves(engine, pose, [cel])
    bare = halves(engine, pose, [None])[1]
    assert psnr(made, drawn) >= 38
    assert psnr(bare, drawn) < 30


def test_edges_of_half_a_frame_keep_their_colour(warping: Character, random_poses: Poses) -> None:
    """Alpha is straight: nothing beside red is half of red, and no dark comes in."""
    red = np.where(warping.picture[..., 3:] > 0, np.array([200, 40, 40, 255], np.uint8), np.uint8(0))
    engine = FastStudent(replace(warping, picture=red), Workers(1))
    poses = random_poses(2)
    frames = engine.pictures(poses, [], HALF)[:, :34]
    # Above the face, whose colours are its own; more than nothing, for eight bits of it tell no colour.
    seen = frames[frames[..., 3] > 8].astype(int)
    assert {0, 255} < set(frames[..., 3].flatten().tolist())
    assert np.abs(seen[:, :3] - (200, 40, 40)).max() <= 2


def test_the_face_is_softened_anew_with_what_is_around_it(character: Character, random_poses: Poses) -> None:
    picture = torch.rand(4, 512, 512, generator=torch.Generator().manual_seed(0))
    face = FaceDrawing(folded_face(character), picture, Workers(1))
    torch.testing.assert_close(face.picture(HALF), softened(picture))
    for pose in random_poses(2):
        face.draw(pose)
        torch.testing.assert_close(face.picture(HALF), softened(face.picture(SIDE)))


def test_a_level_as_fine_as_the_one_before_it_has_its_rows() -> None:
    mask = torch.zeros(16, 16, dtype=torch.bool)
    mask[4:6, 8:10] = True
    coarse, middle, fine = plan_of(mask, (100, 100, 100), 32).levels
    assert fine.between is None
    assert middle.between is not None
    assert torch.equal(fine.place, middle.place)
    assert torch.equal(middle.place, middle.handed)
    # Four of 16x16, whose rows and columns lie between three of 8x8.
    assert [len(level.place) for level in (coarse, middle, fine)] == [9, 4, 4]


@pytest.mark.parametrize("size", [64, 100, 255, 256, 257])
@pytest.mark.parametrize("crop", [(0.0, 0.0, 1.0, 1.0), (0.12, 0.251, 0.88, 1.0), (0.5, 0.001, 1.0, 0.0401)])
def test_a_look_has_its_size_whichever_side_was_drawn(size: int, crop: tuple[float, ...]) -> None:
    look = Look(size=size, crop=crop)  # type: ignore[arg-type]
    assert look.side == (256 if size <= 256 else 512)
    frame = np.full((look.side, look.side, 4), 255, np.uint8)
    assert finished(frame, [], look).shape == (look.height, look.width, 4)


def test_what_is_enlarged_again_is_drawn_whole() -> None:
    assert [Look(size=256, upscale=by).side for by in (1.0, 1.01, 2.0)] == [256, 512, 512]


def test_half_a_frame_of_its_own_size_is_not_resized() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (256, 256, 4), np.uint8)
    assert np.array_equal(finished(noise, [], Look(size=256)), noise)
    part = finished(noise, [], Look(size=256, crop=(0.12, 0.25, 0.88, 0.5)))
    # Columns 61 to 451 of 512.
    assert np.array_equal(part, noise[64:128, 30:225])


@pytest.fixture
def warping(tmp_path: Path) -> Character:
    """A body that blends nothing in and reads no number of the face."""
    write_student(tmp_path / "wick")
    path = tmp_path / "wick" / "body_morpher.pt"
    state = torch.load(path, weights_only=True)
    for name, carried in (("0.0", 0), ("1.0", 12), ("2.0", 8)):
        state[f"siren_layers.{name}.linear.weight"][:, carried + 2 : carried + 2 + 39] = 0
    torch.save(state, path)
    return read_character(tmp_path / "wick")


def test_a_body_without_alpha_is_its_warp_to_the_last_bit(warping: Character, random_poses: Poses) -> None:
    lean = FastStudent(warping, Workers(1))
    assert len(lean.network.last.bias) == 2
    full = FastStudent(warping, Workers(1), lean.found)
    full.network = folded_body(warping)
    assert len(full.network.last.bias) == 7
    poses = random_poses(2)
    # Another number of outputs is another product, added up in another order.
    torch.testing.assert_close(lean.render(poses), full.render(poses), atol=1e-5, rtol=0)


def test_a_body_with_any_alpha_keeps_its_colour(character: Character) -> None:
    body = folded_body(character)
    assert without_blend(body) is body


@contextmanager
def counted(of: Any, name: str) -> Iterator[list[Any]]:
    calls: list[Any] = []
    real = getattr(of, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of, name, lambda *given: (calls.append(given), real(*given))[1])
        yield calls


def test_a_body_stays_while_only_the_face_moves(warping: Character, random_poses: Poses) -> None:
    engine = FastStudent(warping, Workers(1))
    poses = random_poses(1).repeat(3, 1)
    poses[1, INDEX["mouth_aaa"]] = 1 - poses[1, INDEX["mouth_aaa"]]
    poses[2, INDEX["head_x"]] *= 0.5
    engine.render(poses[2:])
    sheet = engine.sheet(SIDE)
    with counted(sheet.body.network.network, "run") as ran:
        frames = engine.render(poses)
    assert [given[0].tolist() for given in ran] == [poses[0].tolist(), poses[2].tolist()]
    again = FastStudent(warping, Workers(1), sheet.mask)
    for frame, pose in zip(frames, poses, strict=True):
        assert torch.equal(again.render(pose[None])[0], frame)
