"""What a row of the streaming benchmark is, from what viewers saw."""

from dataclasses import replace

import pytest
from bench_stream import TAKES
from stream_rows import ASKED_FPS, Row, Take, Window, cost_percent, row
from stream_studio import Used
from stream_viewers import Picture

from soulsgen.studio.settings import read_settings

# An instance whose clock began at 100, and one at 90; each picture is there 20 ms after its moment, and the
# second viewer of the first instance misses every other.
SEEN = [
    (100.0, [Picture(100 + k / 10 + 0.02, k / 10, 512, 4000, 80.0, 7.0) for k in range(60)]),
    (100.0, [Picture(100 + k / 10 + 0.02, k / 10, 512, 4000, 80.0, 7.0) for k in range(0, 60, 2)]),
    (90.0, [Picture(100 + k / 10 + 0.04, 10 + k / 10, 256, 1000) for k in range(60)]),
]
WINDOW = Window(101.0, 105.0, Used(0.4, 4.0))
ROW = Row("a row", 10.0, 10.0, 512, 5.0, 9.0, None, 40.0, None, 4.0, 80.0, 1.0)


def test_a_row_is_of_what_was_seen_in_the_window() -> None:
    told = row("three viewers", SEEN, WINDOW)
    assert (told.name, told.side, told.kb, told.output_ms, told.encode_ms) == ("three viewers", 512, 4, 80, 7)
    # 40, 20 and 40 pictures in 4 s; 80 were drawn.
    assert (told.fps, told.slowest_fps) == pytest.approx((100 / 12, 5.0))
    assert (told.delay_p50_ms, told.delay_p95_ms) == pytest.approx((20.0, 40.0))
    assert (told.studio_ms, told.torchserve_ms) == pytest.approx((5.0, 50.0))
    assert told.delivered == pytest.approx(100 / 80)


def test_a_viewer_who_sees_nothing_is_the_slowest_but_nobody_at_all_is_a_fault() -> None:
    assert row("late", [*SEEN, (90.0, [])], WINDOW).slowest_fps == 0.0
    with pytest.raises(RuntimeError, match=r"^late: nobody saw anything in 4\.0 s$"):
        row("late", [(90.0, [])], WINDOW)


def test_a_viewers_cost_is_what_each_further_one_adds_to_the_work_on_a_picture() -> None:
    rows = [replace(ROW, studio_ms=4.0 + 0.5 * (count - 1), delivered=count) for count in (32, 1, 8)]
    # Half a millisecond of 84.
    assert cost_percent(rows) == pytest.approx(100 * 0.5 / 84)


def test_what_a_take_leaves_open_is_as_an_instance_begins_and_what_it_gives_back_is_the_default() -> None:
    plain = {"target_fps": ASKED_FPS, "format": "webp", "postprocessor_chain": []}
    assert Take("plain").table == plain
    assert Take("png", {"format": "png", "upscale": 2.0}).table == {**plain, "format": "png", "upscale": 2.0}
    assert Take("filtered", {"postprocessor_chain": None}).table == {"target_fps": 25.0, "format": "webp"}


def test_the_studio_takes_the_settings_of_every_row() -> None:
    takes = [each for group in TAKES.values() for each in group()]
    for _, take in takes:
        assert read_settings(take.table).fps in (8.0, 25.0)
    keys = [key for key, _ in takes if key != "gpu"]
    assert len(keys) == len(set(keys)) == 21
    assert {f"{kind} {count}" for kind in ("viewers", "feed", "socket") for count in (1, 8, 32)} <= {*keys}
