"""The tables and the figures of the streaming benchmark, from rows that are given."""

from dataclasses import replace

import pytest
from stream_lips import Judged
from stream_report import figures, head, lines, minutes
from stream_rows import Row
from stream_speech import Speech

ROW = Row("result_feed", 24.0, 23.5, 512.0, 4.4, 30.0, 81.2, 20.0, 7.25, 4.0, 80.0, 1.0)
SPEECH = Speech(
    replace(ROW, name="spoken", output_ms=None, encode_ms=None),
    [Judged(10.0, 0.01, 8, 8), Judged(69.0, -0.03, 10, 9), Judged(71.0, 0.02, 6, 6)],
    0.12,
)
ROWS = {
    "viewers 1": ROW,
    "filters": replace(ROW, fps=3.0),
    **{f"feed {count}": replace(ROW, delivered=count, studio_ms=3.0 + 0.84 * count) for count in (1, 8)},
    **{f"socket {count}": replace(ROW, delivered=count, studio_ms=3.0 + 1.0 * count) for count in (1, 8)},
}


def test_what_the_project_is_held_to_comes_last() -> None:
    made = figures(ROWS, SPEECH)
    assert [*made][-3:] == ["viewer_cost_percent", "av_offset_frames", "fps_1"]
    assert made == pytest.approx(
        {
            "viewer_cost_feed_percent": 84 / 83.84,
            "viewer_cost_socket_percent": 100 / 84,
            "av_closures_seen_percent": 100 * 23 / 24,
            "av_longest_gap_ms": 120.0,
            "delay_1_p95_ms": 30.0,
            "side_1_pixels": 512.0,
            "viewer_cost_percent": 100 / 84,
            # The furthest, whichever way: 30 ms of pictures of 40.
            "av_offset_frames": 0.75,
            "fps_1": 24.0,
        }
    )
    assert figures({"gpu": replace(ROW, slowest_fps=25.0)}, None) == {"gpu_slowest_fps": 25.0}


def test_a_row_tells_what_its_viewers_were_told() -> None:
    first, _, *told = lines([ROW, SPEECH.row])
    assert told == [
        "| result_feed | 24.0 | 23.5 | 512 | 4 | 30 | 81 | 20.0 | 7.2 | 4.0 | 80.0 |",
        "| spoken | 24.0 | 23.5 | 512 | 4 | 30 |  | 20.0 |  | 4.0 | 80.0 |",
    ]
    assert first.count("|") == told[0].count("|")


def test_each_minute_of_speech_is_told_by_itself() -> None:
    assert minutes(SPEECH)[2:] == ["| 1 | 18 | 17 | -10 | -30 |", "| 2 | 6 | 6 | 20 | 20 |"]


def test_without_speech_nothing_is_said_of_it() -> None:
    assert any("over 61 s of speech" in line for line in head(SPEECH))
    assert not any("of speech:" in line for line in head(None))
