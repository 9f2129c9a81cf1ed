"""The default character beside her rig, and what students are trained from."""

from pathlib import Path

import numpy as np
import pytest
import torch

pytest.importorskip("skia", reason="the rig is drawn with skia-python", exc_type=ImportError)

from soulstrain.character import exam
from soulstrain.character.bodies import MoveLesson
from soulstrain.character.chances import poses
from soulstrain.character.faces import FaceLesson, Faces
from soulstrain.character.learning import Pupil
from soulstrain.character.networks import BODY_SIDE, GRID, BodyNetwork, FaceNetwork
from soulstrain.character.recipe import TINY, recipe
from soulstrain.character.rig.pose import MOTION, SIGNED
from soulstrain.character.rig.teacher import Rig
from soulstrain.character.run import examine_folder

DEFAULT = Path(__file__).parents[3] / "model_store" / "defaults" / "animator" / "wick"
CPU = torch.device("cpu")


def test_the_default_character_looks_as_she_was_drawn() -> None:
    score = examine_folder(DEFAULT)
    assert score.whole_db >= 40
    assert score.face_db >= 29


def test_poses_stay_in_range_and_use_every_parameter() -> None:
    drawn = poses(np.random.default_rng(1), 4000)
    assert drawn.shape == (4000, 45)
    assert (drawn != 0).any(axis=0).all()
    assert abs(drawn).max() <= 1
    assert np.delete(drawn, np.arange(SIGNED.start, SIGNED.stop), axis=1).min() >= 0
    # Most faces open the mouth in one way at most, and look alike on both sides.
    assert ((drawn[:, 26:32] > 0).sum(axis=1) <= 1).mean() > 0.7
    assert (drawn[:, 12] == drawn[:, 13]).mean() > 0.7
    assert (drawn == poses(np.random.default_rng(1), 4000)).all()


@pytest.mark.parametrize("corner", [(0, 0), (0, 504), (252, 128), (504, 504), (504, 0)])
def test_a_square_of_the_body_is_what_the_whole_is_there(corner: tuple[int, int]) -> None:
    torch.manual_seed(3)
    network = BodyNetwork(TINY)
    asked = torch.rand(2, 45) - 0.5
    with torch.inference_mode():
        whole = network(asked, torch.zeros(2, 2, dtype=torch.long), BODY_SIDE)
        square = network(asked, torch.tensor([corner] * 2), 8)
    top, left = corner
    assert torch.allclose(square, whole[:, top : top + 8, left : left + 8], atol=1e-5)


def test_the_body_learns_to_move_and_to_draw_nothing() -> None:
    torch.manual_seed(3)
    chosen = recipe("tiny-test")
    network = BodyNetwork(chosen.shape)
    lesson = MoveLesson(network, Rig(), chosen, 1, CPU)
    pupil = Pupil(lesson, 1.0, 3e-3, {})
    first = float(lesson.loss().detach())
    for _ in range(60):
        torch.autograd.backward(lesson.loss())
        pupil.descent.step(3e-3)
    assert float(lesson.loss().detach()) < first / 4
    asked = torch.from_numpy(poses(np.random.default_rng(2), 4)).float()
    told = network(asked, torch.full((4, 2), 200), 8)
    assert not told[..., GRID.stop :].any()
    faceless = asked.clone()
    faceless[:, : MOTION.start] = 0
    assert torch.equal(told, network(faceless, torch.full((4, 2), 200), 8))


def test_a_training_goes_on_from_its_checkpoint_and_not_from_another_ones(tmp_path: Path) -> None:
    chosen = recipe("tiny-test")
    drawn = poses(np.random.default_rng(1), 8)
    faces = Faces(drawn, Rig().faces(drawn).astype(np.float16), CPU)

    def pupil(minutes: float, name: str) -> Pupil:
        torch.manual_seed(3)
        lesson = FaceLesson(FaceNetwork(chosen.shape), faces, chosen, 1)
        return Pupil(lesson, minutes, 1e-3, {"name": name})

    first = pupil(0.01, "a")
    first.learn(tmp_path / "face.pt", "face", bar=False)
    again = pupil(0.01, "a")
    again.learn(tmp_path / "face.pt", "face", bar=False)
    assert (again.step, again.seconds) == (first.step, first.seconds)
    for one, other in zip(first.lesson.network.parameters(), again.lesson.network.parameters(), strict=True):
        assert torch.equal(one, other)
    other = pupil(0.01, "b")
    other.learn(tmp_path / "face.pt", "face", bar=False)
    assert other.seconds != first.seconds
    assert [path.name for path in tmp_path.iterdir()] == ["face.pt"]


def test_a_score_tells_small_errors_from_large_ones() -> None:
    asked = exam.held_out()[:3]
    wanted = Rig().pictures(asked)
    faces = wanted[:, 80:208, 192:320]
    worse = wanted.copy()
    worse[..., :3] = np.where(worse[..., :3] > 250, worse[..., :3] - 8, worse[..., :3] + 4)
    close = exam.score(worse, wanted, faces)
    assert 30 < close.whole_db < 45
    assert exam.score(wanted, wanted, faces).whole_db > 100
