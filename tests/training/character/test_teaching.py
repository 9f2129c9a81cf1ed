"""Students of a teacher that paints: what is asked and kept, the lesson, the folder that comes out."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn.functional import grid_sample

from animator.character import read_character
from animator.student.fast import FastStudent
from animator.student.workers import Workers
from animator.tha4.teacher import Teacher
from character_teachers import StudentTeacher, disc, tiny_networks
from soulstrain.character import exam
from soulstrain.character.chances import poses
from soulstrain.character.faced import Faced
from soulstrain.character.folder import Student, read, write
from soulstrain.character.learning import Lesson, Pupil
from soulstrain.character.lessons import Order, make
from soulstrain.character.networks import BodyNetwork, FaceNetwork, Shape
from soulstrain.character.paintings import PHASES, weights
from soulstrain.character.recipe import TINY, Recipe, recipe
from soulstrain.character.rig.light import to_light
from soulstrain.character.run import CharacterSettings, examine_folder, train
from soulstrain.character.shelf import Shelf, check_space
from soulstrain.errors import TrainingError

CPU = torch.device("cpu")


def by_chance(seed: int, shape: Shape = TINY) -> Student:
    """It draws an opaque face, moves by some pixels, and paints a tenth of what it shows."""
    torch.manual_seed(seed)
    student = Student(FaceNetwork(shape), BodyNetwork(shape))
    with torch.no_grad():
        student.face.siren.last_linear.weight.mul_(0.3)
        student.face.siren.last_linear.bias.copy_(torch.tensor([0.1, 0.0, -0.1, 1.0]))
        last = student.body.last_linear
        last.weight.mul_(torch.tensor([0.02] * 2 + [0.1] * 5)[:, None])
        last.bias.copy_(torch.tensor([0.0, 0.0, 0.3, 0.2, -0.2, 0.0, 0.5]))
    return student


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> StudentTeacher:
    folder = tmp_path_factory.mktemp("cast") / "disc"
    write(folder, by_chance(7), disc(), {}, "{}")
    return StudentTeacher(folder)


@pytest.fixture
def few_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exam, "COUNT", 3)


def test_a_faced_picture_is_read_as_grid_sample_reads_the_whole() -> None:
    chance = np.random.default_rng(1)
    picture = chance.integers(0, 256, (512, 512, 4), np.uint8)
    faces = chance.random((3, 128, 128, 4)).astype(np.float16)
    whole = np.repeat(to_light(picture)[None], 3, 0)
    whole[:, 80:208, 192:320] = faces
    rows = torch.tensor([2, 0])
    # Beyond the edge too, and across the seam of the face.
    places = torch.from_numpy(chance.uniform(-1.2, 1.2, (2, 40, 40, 2)).astype(np.float32))
    places[:, :20] *= 0.4
    read = places.clone().requires_grad_()
    wanted = places.clone().requires_grad_()
    found = Faced(picture, faces, CPU).at(rows, read)
    sampled = grid_sample(
        torch.from_numpy(whole)[rows].permute(0, 3, 1, 2), wanted, padding_mode="border", align_corners=False
    ).permute(0, 2, 3, 1)
    torch.testing.assert_close(found, sampled, atol=1e-3, rtol=0)
    for each in (found, sampled):
        each.square().sum().backward()
    torch.testing.assert_close(read.grad, wanted.grad, atol=1.0, rtol=1e-2)


def test_asking_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    asked = poses(np.random.default_rng(1), 10)
    seen: list[int] = []

    def ask(some: np.ndarray) -> np.ndarray:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(len(some))
        return some[:, :2].astype(np.float32)

    shelf = Shelf(tmp_path / "faces.f16", (10, 2), "one")
    assert shelf.missing == 40
    with pytest.raises(KeyboardInterrupt):
        shelf.filled(ask, asked, "faces", bar=False)
    assert shelf.missing == 0
    seen.clear()
    answers = shelf.filled(ask, asked, "faces", bar=False)
    assert seen == [2]
    assert np.array_equal(answers, asked[:, :2].astype(np.float16))
    seen[:] = [0]
    again = replace(shelf, mark="another")
    with pytest.raises(KeyboardInterrupt):
        again.filled(ask, asked, "faces", bar=False)
    assert seen == [0, 4]
    shelf.remove()
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_is_no_number_is_refused(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "faces.f16", (2, 1), "one")
    with pytest.raises(TrainingError, match="the teacher answers pose 0 with values that are not finite"):
        shelf.filled(
            lambda some: np.full((len(some), 1), np.nan, np.float32), np.zeros((2, 45)), "faces", bar=False
        )


def test_a_disk_too_small_is_known_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(TrainingError) as caught:
        check_space(tmp_path, [Shelf(tmp_path / "frames.f16", (10**9, 512, 512, 10), "one")])
    assert "GB free and the teacher's answers take 5242880.0 GB; ask for fewer with --frames" in str(
        caught.value
    )
    assert list(tmp_path.iterdir()) == []


def test_weights_change_with_the_thirds_of_the_time() -> None:
    assert [weights(share) for share in (0, 0.33, 0.34, 0.66, 0.67, 1)] == [
        *[PHASES[0]] * 2, *[PHASES[1]] * 2, *[PHASES[2]] * 2,
    ]  # fmt: skip


def test_a_copy_of_its_teacher_has_nothing_to_learn(
    teacher: StudentTeacher, tmp_path: Path, few_held_out: None
) -> None:
    student = by_chance(7)
    lessons = make(student, teacher, Order(recipe("tiny-test"), 3, 1, tmp_path), CPU, bar=False)
    # What is left is half precision's rounding.
    assert lessons["face"].loss().item() < 1e-5
    assert max(lessons["body"].loss(share).item() for share in (0, 0.5, 1)) < 0.01
    score = exam.examine(student, teacher, bar=False)
    assert min(score.whole_db, score.face_db) > 50


def test_a_student_comes_near_its_teacher(
    teacher: StudentTeacher, tmp_path: Path, few_held_out: None
) -> None:
    chosen = Recipe(TINY, faces=48, face_poses=16, face_pixels=128, body_poses=32)
    torch.manual_seed(1)
    student = Student(FaceNetwork(TINY), BodyNetwork(TINY))
    lessons = make(student, teacher, Order(chosen, 16, 1, tmp_path), CPU, bar=False)
    for lesson in lessons.values():
        learn(lesson, 300)
    score = exam.examine(student, teacher, bar=False)
    # By chance 15 and 13; who learns the face alone has no more.
    assert score.whole_db > 25
    assert score.face_db > 18


def learn(lesson: Lesson, steps: int) -> None:
    """So many steps, however fast the machine is."""
    pupil = Pupil(lesson, 1.0, 3e-3, {})
    for step in range(steps):
        torch.autograd.backward(lesson.loss(step / steps))
        pupil.descent.step(3e-3 * (1 - step / steps))


def test_any_picture_becomes_a_character_that_the_animator_draws(tmp_path: Path, few_held_out: None) -> None:
    cel = np.zeros((512, 512, 4), np.uint8)
    taught = Teacher(tiny_networks(), disc(), {"teacher": "tiny"}, {"cels/blush1.png": cel})
    out, work = tmp_path / "me", tmp_path / "work"
    settings = CharacterSettings(out, work, "tiny-test", recipe("tiny-test", faces=4), frames=2)
    metrics = train(settings, CPU, bar=False, teacher=taught)
    assert (metrics["teacher"], metrics["frames"]) == ("tiny", 2)
    assert json.loads((out / "metrics.json").read_text("utf-8"))["psnr_db"] == metrics["psnr_db"]
    assert asdict(examine_folder(out, taught)) == pytest.approx(metrics["psnr_db"], abs=0.01)
    # The frames are gone, what was learnt is not.
    assert sorted(path.name for path in work.iterdir()) == ["body.pt", "face.pt"]
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*.*"))
    assert names == [
        "body_morpher.pt", "cels/blush1.png", "character.png", "character_model.yaml", "face_morpher.pt",
        "metrics.json",
    ]  # fmt: skip
    character = read_character(out)
    assert np.array_equal(character.picture, disc())
    asked = exam.held_out()[:1]
    drawn = FastStudent(character, Workers(1)).pictures(torch.from_numpy(asked).float())
    wanted = exam.drawn_by(read(out), disc(), asked[0])
    assert np.abs(drawn[0].astype(int) - wanted)[wanted[..., 3] > 8].max() <= 2
    taught.mark = {}
    with pytest.raises(TrainingError, match="has learnt from another teacher than the rig; name it with --t"):
        examine_folder(out, taught)
