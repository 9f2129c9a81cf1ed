import json
from pathlib import Path
from typing import Any

import pytest

from soulstrain.checkpoints import claim, last
from soulstrain.errors import TrainingError


def put(folder: Path, step: int, best: int | None) -> Path:
    path = folder / f"checkpoint-{step}"
    path.mkdir(parents=True)
    for name in ("model.safetensors", "optimizer.pt", "scheduler.pt"):
        (path / name).touch()
    state: dict[str, Any] = {
        "global_step": step,
        "best_global_step": best,
        "num_input_tokens_seen": 0,
        "log_history": [],
    }
    (path / "trainer_state.json").write_text(json.dumps(state), "utf-8")
    return path


def claimed(folder: Path, *, fresh: bool = False, **mark: Any) -> tuple[Path | None, list[str]]:
    said: list[str] = []
    past = claim(folder, mark, fresh=fresh, say=said.append)
    return (past.checkpoint if past else None), said


def newest(folder: Path) -> Path | None:
    past = last(folder)
    return past.checkpoint if past else None


def test_the_same_training_goes_on_at_its_last_checkpoint(tmp_path: Path) -> None:
    folder = tmp_path / "souls.checkpoints"
    assert claimed(folder, seed=1) == (None, [])
    put(folder, 90, best=90)
    put(folder, 100, best=90)
    assert claimed(folder, seed=1) == (folder / "checkpoint-100", [])


def test_another_training_starts_afresh_and_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "souls.checkpoints"
    claimed(folder, seed=1, width=256)
    put(folder, 100, best=100)
    assert claimed(folder, seed=2, width=256) == (
        None,
        [f"{folder} is of another training (seed was 1, is 2): starting afresh"],
    )
    assert [path.name for path in folder.iterdir()] == ["training.json"]


def test_fresh_forgets_the_checkpoints(tmp_path: Path) -> None:
    claimed(tmp_path / "c", seed=1)
    put(tmp_path / "c", 100, best=100)
    assert claimed(tmp_path / "c", fresh=True, seed=1) == (None, [])
    assert claimed(tmp_path / "c", seed=1) == (None, [])


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(TrainingError, match="holds something else"):
        claimed(tmp_path, fresh=True, seed=1)
    assert (tmp_path / "thesis.tex").exists()


def test_a_kill_before_the_mark_was_in_place_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".training.json").write_text('{"se', "utf-8")
    assert claimed(tmp_path, seed=1) == (None, [])


@pytest.mark.parametrize("broken", ["trainer_state.json", "optimizer.pt", "model.safetensors"])
def test_a_checkpoint_whose_writing_was_cut_short_is_deleted(tmp_path: Path, broken: str) -> None:
    put(tmp_path, 100, best=100)
    (put(tmp_path, 200, best=100) / broken).unlink()
    assert newest(tmp_path) == tmp_path / "checkpoint-100"
    assert not (tmp_path / "checkpoint-200").exists()


def test_half_a_state_file_is_none(tmp_path: Path) -> None:
    (put(tmp_path, 200, best=200) / "trainer_state.json").write_text('{"global_step": 200, "be', "utf-8")
    assert newest(tmp_path) is None


def test_a_checkpoint_whose_best_is_gone_cannot_be_gone_on_from(tmp_path: Path) -> None:
    put(tmp_path, 300, best=200)
    assert newest(tmp_path) is None


def test_checkpoint_1000_is_newer_than_900(tmp_path: Path) -> None:
    put(tmp_path, 1000, best=1000)
    put(tmp_path, 900, best=900)
    assert newest(tmp_path) == tmp_path / "checkpoint-1000"
