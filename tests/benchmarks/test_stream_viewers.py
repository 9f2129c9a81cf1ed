"""Viewers as processes, and what is measured of them, in front of a studio on loopback."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import stream_rows
import stream_speech
import stream_studio
from served import Serving
from stream_lips import FARTHEST_S
from stream_rows import Take, Window, dismissed, measured, process, wait_for_viewers, window_since
from stream_speech import spoken
from stream_studio import Studio, live, waited_for
from stream_viewers import Picture

from clients.avatar.studio import TEXT
from clients.loopback import serving
from clients.studio.theatre import Theatre, playing


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(stream_studio, "CHARACTER", "anna")
    with serving(Theatre()) as url, playing(tmp_path, url) as house:
        serves = Serving(url.removeprefix("http://"), "", os.getpid())
        yield Studio(f"{house.url}/", os.getpid(), serves)


def until_drawn(studio: Studio, count: int) -> None:
    """So many pictures of whoever is live, however long that takes."""
    for _ in range(count):
        (name,) = (each["instance_id"] for each in studio.get("instances", "").json()["instances"])
        shown = studio.state(name)["frame"]["time"]
        waited_for(lambda name=name, shown=shown: studio.state(name)["frame"]["time"] > shown, "a picture")


@pytest.mark.parametrize("kind", ["feed", "socket"])
def test_viewers_tell_what_they_saw_when_they_are_dismissed(studio: Studio, kind: str) -> None:
    with live(studio, Take("").table) as name:
        arguments = [studio.url, "--kind", kind, "--viewers", "2", "--instances", name]
        with process("stream_viewers.py", *arguments) as viewers:
            wait_for_viewers(studio, name, 2)
            until_drawn(studio, 8)
            told = json.loads(dismissed(viewers))
        began_s = studio.began_s(name)
    assert len(told) == 2
    for pictures in ([Picture(*one) for one in each] for each in told):
        assert len(pictures) >= 2
        moments = [one.moment_s for one in pictures]
        assert moments == sorted(set(moments))
        assert {one.side for one in pictures} <= {512, 384, 256}
        assert {one.encode_ms for one in pictures} == {1.5 if kind == "feed" else None}
        # No picture is there before its moment, but for what the clocks are compared by.
        assert min(one.at_s - began_s - one.moment_s for one in pictures) > -0.5


def test_viewers_end_with_a_fault_when_she_is_unloaded(studio: Studio) -> None:
    with live(studio) as name, process("stream_viewers.py", studio.url, "--instances", name) as viewers:
        wait_for_viewers(studio, name, 1)
        studio.post("unload", {"instance_id": name})
        assert viewers.wait(stream_studio.PATIENCE_S) == 1


def test_a_viewer_left_alone_ends(studio: Studio) -> None:
    with live(studio) as name:
        with process("stream_viewers.py", studio.url, "--instances", name) as viewers:
            wait_for_viewers(studio, name, 1)
        viewers.wait(stream_studio.PATIENCE_S)
        assert not psutil.pid_exists(viewers.pid)
        wait_for_viewers(studio, name, 0)


def test_a_row_is_measured(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def rested(studio: Studio, seconds: float) -> Window:
        before, begin_s = studio.used(), time.monotonic()
        until_drawn(studio, 8)
        return window_since(studio, before, begin_s)

    monkeypatch.setattr(stream_rows, "rested", rested)
    row = measured(studio, Take("png", {"format": "png", "target_fps": 10.0}, viewers=2), 0.0, 0.0)
    assert row.name == "png"
    assert 1.0 <= row.delivered <= 2.0
    assert row.encode_ms == 1.5
    assert row.studio_ms > 0.0
    assert row.slowest_fps <= row.fps


def test_what_she_says_is_laid_beside_what_is_seen(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_speech, "PARAGRAPHS", (TEXT,))
    speech = spoken(studio, tmp_path, 0.5)
    (said,) = speech.sentences
    # Bob may pay.
    assert said.closures == 4
    assert abs(said.late_s) <= FARTHEST_S
    assert said.at_s > 0.0
    assert speech.gap_s > 0.0
