"""What the page tells its viewers: all of it, in order, once, and nothing that is damaged."""

from contextlib import closing
from pathlib import Path

import pytest

from clients.page.evening import paint, say
from clients.page.viewer import Viewer
from soulsgen.page.server import Page, Place
from waiting import wait_until


def test_a_late_viewer_gets_everything_at_once_and_then_what_is_new(folder: Path, page: Page) -> None:
    say(folder, 1)
    paint(folder, 1)
    with closing(Viewer(page.url)) as viewer:
        viewer.until(lines=1, scenes=1)
        say(folder, 2, words=[{"word": "secret"}])
        later = viewer.news()
    assert later["fresh"] is False
    assert later["first"] == 1
    assert later["lines"] == [{"at": 2.0, "speaker": "Maren", "text": "line 2"}]
    assert later["scenes"] == []
    assert later["session"] == {"title": "Bells", "started": "2026-11-21T19:00:00+01:00"}


def test_who_comes_back_gets_what_was_missed_also_after_a_restart(folder: Path) -> None:
    say(folder, 1)
    place = Place(port=0)
    with Page(folder, place, lambda _: None) as page, closing(Viewer(page.url)) as viewer:
        assert [line["text"] for line in viewer.news()["lines"]] == ["line 1"]
        mark = viewer.mark
    say(folder, 2)
    paint(folder, 3)
    back = {"Last-Event-ID": mark}
    with Page(folder, place, lambda _: None) as page, closing(Viewer(page.url, **back)) as viewer:
        news = viewer.news()
    assert (news["fresh"], [line["text"] for line in news["lines"]]) == (False, ["line 2"])
    assert [scene["image"] for scene in news["scenes"]] == ["scene-000003.png"]


@pytest.mark.parametrize("mark", ["", "nonsense", f"{'0' * 16}.1.1", "x.9999999999.1"])
def test_a_mark_of_another_session_is_answered_with_everything(folder: Path, page: Page, mark: str) -> None:
    say(folder, 1)
    with closing(Viewer(page.url, **{"Last-Event-ID": mark})) as viewer:
        assert viewer.news()["fresh"] is True


def test_a_transcript_that_was_replaced_is_told_anew(folder: Path, page: Page) -> None:
    say(folder, 1)
    say(folder, 2)
    with closing(Viewer(page.url)) as viewer:
        viewer.until(lines=2, scenes=0)
        other = folder / "new"
        other.write_text('{"at": 5, "text": "mended"}\n')
        other.replace(folder / "transcript.jsonl")
        news = viewer.news()
    assert (news["fresh"], news["lines"]) == (True, [{"at": 5.0, "speaker": None, "text": "mended"}])


def test_half_a_line_is_not_told_before_it_is_whole_and_a_damaged_one_never(folder: Path) -> None:
    told: list[str] = []
    path = folder / "transcript.jsonl"
    path.write_text('not json\n{"at": 1, "text": "wh')
    with Page(folder, Place(port=0), told.append) as page, closing(Viewer(page.url)) as viewer:
        assert viewer.news()["lines"] == []
        with path.open("a") as file:
            file.write('ole"}\n')
        assert [line["text"] for line in viewer.news()["lines"]] == ["whole"]
    assert told == [f"{path}:1: not a JSON object; left out"]


def test_times_and_nesting_beyond_all_measure_do_not_stop_the_lines_after_them(folder: Path) -> None:
    path = folder / "transcript.jsonl"
    times = ("9" * 400, "-" + "9" * 400, "1e999", "NaN")
    lines = [f'{{"at": {at}, "text": "{at[:4]}"}}' for at in times]
    path.write_text("\n".join([*lines, "[" * 100_000, '{"at": 2.25, "text": "told"}', ""]))
    told: list[str] = []
    with Page(folder, Place(port=0), told.append) as page, closing(Viewer(page.url)) as viewer:
        assert [line["at"] for line in viewer.news()["lines"]] == [0.0, 0.0, 0.0, 0.0, 2.2]
    assert told == [f"{path}:5: not a JSON object; left out"]


def test_a_scene_that_names_another_file_is_not_shown(folder: Path, page: Page) -> None:
    paint(folder, 1, "../../etc/passwd")
    paint(folder, 2, "https://example.org/x.png")
    paint(folder, 3)
    with closing(Viewer(page.url)) as viewer:
        news = viewer.news()
        while not news["scenes"]:
            news = viewer.news()
    assert [scene["image"] for scene in news["scenes"]] == ["scene-000003.png"]


def test_a_fault_while_it_is_watched_is_told_once_and_what_came_meanwhile_is_shown(folder: Path) -> None:
    told: list[str] = []
    with Page(folder, Place(port=0), told.append, beat_s=0.2) as page, closing(Viewer(page.url)) as viewer:
        viewer.news()
        (folder / "scenes.jsonl").mkdir()
        wait_until(lambda: told)
        say(folder, 1)
        assert [line["text"] for line in viewer.news()["lines"]] == ["line 1"]
        (folder / "scenes.jsonl").rmdir()
        paint(folder, 1)
        assert [scene["image"] for scene in viewer.news()["scenes"]] == ["scene-000001.png"]
    assert len(told) == 1
    assert told[0].startswith("the page stands still: IsADirectoryError: ")
    assert told[0].endswith("scenes.jsonl'")


def test_a_viewer_hears_a_beat_while_nothing_happens(page: Page) -> None:
    with closing(Viewer(page.url)) as viewer:
        viewer.news()
        assert viewer.event() == ("beat", {})
