"""The fast student against the plain one, and both against frames of the reference implementation."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from animator.character import Character
from animator.colour import light_from, pictures_of, viewer_pictures
from animator.engine import FACE_COLUMNS, FACE_ROWS
from animator.student.drawing import BodyDrawing
from animator.student.fast import FastStudent
from animator.student.folded import folded_body
from animator.student.reference import Reference
from animator.student.stacked import StackedStudents, sine
from animator.student.workers import Workers

Poses = Callable[[int], torch.Tensor]


@pytest.fixture(scope="module")
def fast(character: Character) -> FastStudent:
    return FastStudent(character, Workers(1))


@pytest.fixture(scope="module")
def fast_published(published: Character) -> FastStudent:
    return FastStudent(published, Workers(2))


def test_a_frame_is_the_plain_students_to_one_level(
    fast: FastStudent, character: Character, random_poses: Poses
) -> None:
    poses = random_poses(2)
    plain = light_from(Reference(character)(poses).blended)
    assert (fast.render(poses) - plain).abs().max() < 1e-4
    levels = fast.pictures(poses).astype(int) - pictures_of(plain)
    assert np.abs(levels).max() <= 1
    # The disc is there, and most of the rest is not even looked at.
    assert plain[:, 3].mean() > 0.2
    assert 0.25 < fast.found.float().mean() < 0.6


def test_two_threads_draw_what_one_draws(
    fast: FastStudent, character: Character, random_poses: Poses
) -> None:
    poses = random_poses(2)
    two = FastStudent(character, Workers(2), fast.sheet(512).mask)
    assert torch.equal(two.render(poses), fast.render(poses))


def test_the_callers_number_of_torch_threads_is_its_own() -> None:
    before, within = torch.get_num_threads(), []
    Workers(3).run(6, lambda chunk: within.append((chunk, torch.get_num_threads())))
    assert sorted(within) == [(chunk, 1) for chunk in range(6)]
    assert torch.get_num_threads() == before


def test_what_is_done_between_chunks_is_done_on_one_thread(
    fast: FastStudent, random_poses: Poses, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(fast.sheet(512), "draw", lambda *_: seen.append(torch.get_num_threads()))
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        fast.render(random_poses(2))
        seen.append(torch.get_num_threads())
    finally:
        torch.set_num_threads(before)
    assert seen == [1, 1, 3]


def test_a_fault_in_a_thread_reaches_the_caller() -> None:
    def work(chunk: int) -> None:
        raise KeyError(chunk)

    for threads in (1, 2):
        with pytest.raises(KeyError):
            Workers(threads).run(3, work)


def test_a_figure_that_leaves_the_known_pixels_is_followed(
    fast: FastStudent, character: Character, random_poses: Poses
) -> None:
    narrow = fast.found.clone()
    narrow[:, 330:] = False
    pose = random_poses(1)
    few = FastStudent(character, Workers(1), narrow)
    few.render(pose)
    torch.testing.assert_close(few.render(pose), fast.render(pose), atol=1e-4, rtol=0)
    assert few.sheet(512).mask.sum() > narrow.sum()


def test_pixels_found_by_far_more_than_a_figure_moves_are_forgotten(
    character: Character, random_poses: Poses
) -> None:
    middle = torch.zeros(512, 512, dtype=torch.bool)
    middle[200:240, 240:280] = True
    few = FastStudent(character, Workers(1), middle)
    frame = few.render(random_poses(1))[0, 3]
    # The margin was added twice, on all sides.
    assert frame[152:288, 192:328].min() > 0.8
    assert frame.count_nonzero() == 136 * 136
    assert torch.equal(few.sheet(512).mask, middle)


def test_no_poses_are_no_frames(fast: FastStudent) -> None:
    assert fast.render(torch.empty(0, 45)).shape == (0, 4, 512, 512)
    assert fast.pictures(torch.empty(0, 45)).shape == (0, 512, 512, 4)


def test_a_face_that_stays_is_not_drawn_again(
    fast: FastStudent, random_poses: Poses, monkeypatch: pytest.MonkeyPatch
) -> None:
    poses = random_poses(1).repeat(3, 1)
    poses[1, 39:] = 0
    poses[2, 0] = 0.5
    drawn: list[torch.Tensor] = []
    network = fast.face.network
    run = network.run
    monkeypatch.setattr(network, "run", lambda pose, put: (drawn.append(pose), run(pose, put)))
    network.read = None
    fast.render(poses)
    assert [pose.tolist() for pose in drawn] == [poses[0].tolist(), poses[2].tolist()]


def test_a_cel_lies_on_the_picture_and_turns_with_it(fast: FastStudent, random_poses: Poses) -> None:
    poses = random_poses(1).repeat(2, 1)
    cel = torch.zeros(4, 512, 512)
    cel[0, 300:310, 250:260] = cel[3, 300:310, 250:260] = 1.0
    bare, laid = fast.render(poses, [None, cel])
    y, x = ((laid - bare).abs().amax(0) > 0.2).nonzero().t()
    # A warp of some pixels; the square keeps its size but for them.
    assert 285 < y.min() < y.max() < 325
    assert 235 < x.min() < x.max() < 275
    torch.testing.assert_close(fast.render(poses)[1], bare, atol=1e-4, rtol=0)


def test_students_of_one_shape_share_a_batch(
    character: Character, another: Character, random_poses: Poses
) -> None:
    poses = random_poses(3)
    cel = torch.zeros(4, 512, 512)
    stacked = StackedStudents([character, another], torch.device("cpu"), batch=2)
    frames = stacked.render(poses, [1, 0, 1], [cel, None, None])
    for frame, pose, who in zip(frames, poses, (another, character, another), strict=True):
        assert (frame - light_from(Reference(who)(pose[None]).blended)[0]).abs().max() < 1e-4


def test_students_of_two_shapes_do_not(character: Character, published: Character) -> None:
    with pytest.raises(ValueError, match="different shapes"):
        StackedStudents([character, published], torch.device("cpu"))


def test_a_sine_in_half_precision_is_taken_of_a_single_precision_argument() -> None:
    x = torch.linspace(-90, 90, 1001)
    assert (sine(x.clone(), torch.float16).double() - x.double().sin()).abs().max() < 3e-4


def test_the_plain_student_is_the_reference_implementation(
    published: Character, vectors: dict[str, np.ndarray]
) -> None:
    place = 17
    out = Reference(published)(torch.from_numpy(vectors["pose"][place : place + 1]))
    for name in ("blended", "alpha", "grid_change"):
        sampled = getattr(out, name)[0].flatten(1)[:, vectors["pixel_index"]]
        wanted = vectors[f"raw_{name.removesuffix('_change')}"][place]
        np.testing.assert_allclose(sampled, wanted, atol=1e-4)
    face = out.face[0].flatten(1)[:, vectors["face_index"]]
    np.testing.assert_allclose(face, vectors["raw_face"][place], atol=1e-4)
    assert np.abs(viewer_pictures(out.blended)[0].astype(int) - vectors["frames"][place]).max() <= 1


def test_fast_frames_are_the_reference_implementations_to_one_level(
    fast_published: FastStudent, vectors: dict[str, np.ndarray]
) -> None:
    for place in range(0, 24, 4):
        light = fast_published.render(torch.from_numpy(vectors["pose"][place : place + 1]))
        levels = viewer_pictures(light * 2 - 1)[0].astype(int) - vectors["frames"][place]
        assert np.abs(levels).max() <= 1
        face = fast_published.face.sharp[:, FACE_ROWS, FACE_COLUMNS].flatten(1)[:, vectors["face_index"]]
        np.testing.assert_allclose(face, vectors["raw_face"][place], atol=1e-3)


def test_untouched_outputs_are_the_reference_implementations(
    published: Character, vectors: dict[str, np.ndarray]
) -> None:
    wanted = torch.zeros(512 * 512, dtype=torch.bool)
    wanted[vectors["pixel_index"]] = True
    body = BodyDrawing(folded_body(published), wanted.view(512, 512), Workers(1))
    found = torch.empty(len(body.index), 7)
    for place in (3, 20):
        body.network.run(torch.from_numpy(vectors["pose"][place]), found.__setitem__)
        outputs = torch.empty(512 * 512, 7)
        outputs[body.index] = found
        outputs = outputs[vectors["pixel_index"]].t()
        np.testing.assert_allclose(outputs[:2], vectors["raw_grid"][place], atol=1e-3)
        np.testing.assert_allclose(outputs[2:3], vectors["raw_alpha"][place], atol=1e-3)
