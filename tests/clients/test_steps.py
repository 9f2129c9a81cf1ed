"""Steps run when something they read has changed, and say so when they fail."""

from pathlib import Path

import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.steps import Step, run_step


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text("one", "utf-8")
    return tmp_path / "source"


def copying(source: Path, how: str = "") -> Step:
    output = source.parent / "out.txt"
    return Step("copy", how, [source], [output], lambda: output.write_bytes((source / "a.txt").read_bytes()))


def run(step: Step, source: Path) -> tuple[bool, list[str]]:
    told: list[str] = []
    return run_step(step, source.parent / "build", told.append), told


def test_a_step_runs_once_and_is_then_up_to_date(source: Path) -> None:
    assert run(copying(source), source) == (True, ["[copy]"])
    assert run(copying(source), source) == (False, ["[copy] up to date"])


@pytest.mark.parametrize("change", ["content", "new file", "output gone", "output changed", "how"])
def test_any_change_makes_it_run_again(source: Path, change: str) -> None:
    run(copying(source), source)
    how = ""
    if change == "content":
        (source / "a.txt").write_text("two", "utf-8")
    elif change == "new file":
        (source / "b.txt").write_text("", "utf-8")
    elif change == "output gone":
        (source.parent / "out.txt").unlink()
    elif change == "output changed":
        (source.parent / "out.txt").write_text("by hand", "utf-8")
    else:
        how = "otherwise"
    assert run(copying(source, how), source)[0]
    assert not run(copying(source, how), source)[0]


def test_a_missing_input_stops_the_run_naming_step_and_path(source: Path) -> None:
    step = Step("read", "", [source, source / "gone"], [], lambda: None)
    with pytest.raises(SoulsgenError) as stopped:
        run(step, source)
    assert str(stopped.value) == f"step read cannot begin; not found: {source / 'gone'}"


def test_a_failure_names_the_step_and_its_log_and_the_step_runs_again(source: Path) -> None:
    def fail() -> None:
        raise ValueError("the pen broke")

    run(copying(source), source)
    output = source.parent / "out.txt"
    log = source.parent / "build" / "logs" / "copy.log"
    with pytest.raises(SoulsgenError) as failed:
        run(Step("copy", "other", [source], [output], fail), source)
    assert str(failed.value) == f"step copy failed: the pen broke (log: {log})"
    assert "ValueError: the pen broke" in log.read_text("utf-8")
    assert run(copying(source), source)[0]
