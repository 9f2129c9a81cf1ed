"""Marks that workers leave for each other."""

import os
import time
from pathlib import Path

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
