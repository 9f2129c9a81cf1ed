from pathlib import Path

import pytest

from soulstrain.errors import TrainingError
from soulstrain.output import check, replaced


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_the_new_folder_replaces_the_old_one_whole(tmp_path: Path) -> None:
    (tmp_path / "souls").mkdir()
    (tmp_path / "souls" / "stale.bin").write_text("old", "utf-8")
    with replaced(tmp_path / "souls") as part:
        (part / "metrics.json").write_text("new", "utf-8")
        assert contents(tmp_path / "souls") == {"stale.bin": "old"}
    assert contents(tmp_path) == {"souls/metrics.json": "new"}


def test_a_fault_while_writing_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "souls").mkdir()
    (tmp_path / "souls" / "metrics.json").write_text("old", "utf-8")

    def fail() -> None:
        with replaced(tmp_path / "souls") as part:
            (part / "metrics.json").write_text("new", "utf-8")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert contents(tmp_path) == {"souls/metrics.json": "old"}


def test_a_run_killed_between_its_two_renames_has_not_lost_the_earlier_folder(tmp_path: Path) -> None:
    for name in (".souls.old", ".souls.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "metrics.json").write_text(name, "utf-8")

    def fail() -> None:
        with replaced(tmp_path / "souls"):
            assert contents(tmp_path / "souls") == {"metrics.json": ".souls.old"}
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert contents(tmp_path) == {"souls/metrics.json": ".souls.old"}


def test_everybody_can_read_what_was_written(tmp_path: Path) -> None:
    with replaced(tmp_path / "souls") as part:
        (part / "model.safetensors").touch(mode=0o600)
    assert (tmp_path / "souls" / "model.safetensors").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["photos", "metrics.json"])
def test_a_folder_that_holds_no_earlier_output_is_not_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(TrainingError, match="holds something else than an earlier training's output"):
        check(tmp_path)


def test_a_file_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "souls").touch()
    with pytest.raises(TrainingError, match="is a file"):
        check(tmp_path / "souls")


@pytest.mark.parametrize("names", [(), ("metrics.json", "loss.svg", "model.safetensors")])
def test_nothing_and_an_earlier_output_may_be_replaced(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).touch()
    check(tmp_path)
    check(tmp_path / "absent")
