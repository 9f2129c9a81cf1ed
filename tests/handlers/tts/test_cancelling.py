"""Marks that workers leave for each other."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tts.cancelling import Marks


def test_one_worker_hears_what_another_was_asked(tmp_path: Path) -> None:
    speaking, asked = Marks(tmp_path / "marks"), Marks(tmp_path / "marks")
    speaking.begin("a")
    speaking.begin("b")
    assert asked.cancel("a")
    assert speaking.cancelled("a")
    assert not speaking.cancelled("b")
    speaking.end("a")
    assert not asked.cancel("a")


def test_a_mark_waits_for_an_utterance_that_has_not_begun(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    assert not marks.cancel("later")
    marks.begin("later")
    assert marks.cancelled("later")
    marks.end("later")
    assert not marks.cancelled("later")


def test_a_cancel_that_comes_too_late_leaves_the_next_of_that_name_alone(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.begin("v")
    marks.end("v")
    assert not marks.cancel("v")
    marks.begin("v")
    assert not marks.cancelled("v")
    assert marks.cancel("v")


def test_an_id_names_no_file_of_its_own(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "marks")
    for name in ("..", ".", "a:b"):
        marks.cancel(name)
    assert [path.name for path in tmp_path.iterdir()] == ["marks"]
    assert len(list((tmp_path / "marks").iterdir())) == 3


def test_marks_of_long_ago_are_swept(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.cancel("old")
    marks.begin("new")
    marks.begin("done")
    marks.end("done")
    for mark in tmp_path.iterdir():
        os.utime(mark, (0, time.time() - 301))
    marks.cancel("other")
    assert not marks.cancelled("old")
    # An utterance may take longer than that.
    assert marks.cancel("new")
    assert sorted(mark.suffix for mark in tmp_path.iterdir()) == [".cancelled", ".cancelled", ".speaking"]


def meanwhile(
    monkeypatch: pytest.MonkeyPatch,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
) -> None:
    """What another worker does just before a cancel leaves its mark, and as soon as it has."""
    touch = Path.touch

    def touched(mark: Path) -> None:
        is_cancel = mark.suffix == ".cancelled"
        if is_cancel:
            before()
        touch(mark)
        if is_cancel:
            after()

    monkeypatch.setattr(Path, "touch", touched)


def test_an_utterance_that_hears_its_cancel_and_ends_at_once_was_being_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = Marks(tmp_path)
    marks.begin("a")
    meanwhile(monkeypatch, after=lambda: marks.end("a"))
    assert marks.cancel("a")
    marks.begin("a")
    assert not marks.cancelled("a")


def test_an_utterance_that_begins_while_it_is_cancelled_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = Marks(tmp_path)
    meanwhile(monkeypatch, before=lambda: marks.begin("b"))
    assert marks.cancel("b")
    assert marks.cancelled("b")


def test_a_cancel_that_comes_while_its_utterance_ends_leaves_no_mark_for_the_next_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = Marks(tmp_path)
    marks.begin("c")
    meanwhile(monkeypatch, before=lambda: marks.end("c"))
    marks.cancel("c")
    marks.begin("c")
    assert not marks.cancelled("c")
