"""Fewer pixels, then fewer pictures, and back; on a clock that is a number."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from soulsgen.studio.quality import Level, Quality, ladder

WANTED = Level(512, 25.0)


def run(
    quality: Quality,
    seconds: float,
    cost_s: Callable[[Level, float], float],
    since_s: float = 0.0,
) -> list[tuple[float, Level]]:
    """The levels and since when, of an archive that draws a picture in so long, one after the other."""
    now_s, levels = since_s, [(since_s, quality.level)]
    while now_s < since_s + seconds:
        level = quality.level
        cost = cost_s(level, now_s)
        now_s += max(cost, 1 / level.fps)
        quality.came(now_s, level, cost)
        if quality.level != level:
            levels.append((now_s, quality.level))
    return levels


def by_size(of_512: float, of_384: float, of_256: float) -> Callable[[Level, float], float]:
    costs = {512: of_512, 384: of_384, 256: of_256}
    return lambda level, _: costs[level.size]


def apart_s(levels: list[tuple[float, Level]]) -> list[float]:
    return [later - earlier for (earlier, _), (later, _) in pairwise(levels)]


def test_sizes_come_before_rates_and_none_is_larger_than_what_was_asked_for() -> None:
    assert [level.size for level in ladder(WANTED)] == [512, 384, 256, 256, 256, 256, 256, 256]
    assert [round(level.fps, 2) for level in ladder(WANTED)] == [25, 25, 25, 18.75, 12.5, 8.33, 6.25, 3.12]
    assert [level.size for level in ladder(Level(1024, 30))][:4] == [1024, 512, 384, 256]
    assert {level.size for level in ladder(Level(128, 30))} == {128}


def test_what_keeps_up_stays_as_it_was_asked_for() -> None:
    quality = Quality(WANTED)
    assert run(quality, 600, by_size(0.039, 1, 1)) == [(0.0, WANTED)]
    assert quality.trouble == ""


def test_a_second_of_too_slow_drawing_is_answered_with_a_smaller_picture_and_told() -> None:
    quality = Quality(WANTED)
    levels = run(quality, 3, by_size(0.050, 0.045, 0.010))
    assert [level.size for _, level in levels] == [512, 384, 256]
    assert all(1.0 <= waited_s <= 1.5 for waited_s in apart_s(levels))
    assert quality.trouble == (
        "drawing does not keep up with 25 pictures a second of 512 pixels a side: they are 25 of 256"
    )


def test_a_moment_of_slowness_changes_nothing() -> None:
    quality = Quality(WANTED)
    hiccups = run(quality, 60, lambda _, now_s: 0.2 if now_s % 5 < 0.1 else 0.02)
    assert hiccups == [(0.0, WANTED)]


def test_a_rate_that_cannot_be_kept_with_the_smallest_picture_is_lowered_to_one_that_can() -> None:
    quality = Quality(WANTED)
    levels = run(quality, 300, by_size(0.3, 0.3, 0.1))
    assert (levels[-1][1].size, round(levels[-1][1].fps, 6)) == (256, 8.333333)
    assert len(levels) == 6
    assert "they are 8.33 of 256" in quality.trouble


def test_it_comes_back_when_there_is_air_for_five_seconds_and_no_sooner() -> None:
    quality = Quality(WANTED)
    sunk = run(quality, 4, by_size(0.060, 0.050, 0.030))
    levels = [sunk[-1], *run(quality, 30, by_size(0.012, 0.010, 0.006), since_s=4.0)[1:]]
    assert [level.size for _, level in levels] == [256, 384, 512]
    assert all(5.0 <= waited_s <= 6.0 for waited_s in apart_s(levels))
    assert quality.trouble == ""


def test_without_air_for_the_larger_picture_nothing_is_tried() -> None:
    quality = Quality(WANTED)
    run(quality, 4, by_size(0.060, 0.050, 0.030))
    assert run(quality, 600, by_size(0.060, 0.050, 0.030), since_s=4.0) == [(4.0, Level(256, 25.0))]


def test_what_only_seems_to_fit_is_tried_ever_more_seldom() -> None:
    """Cheap as long as it is small: no pixel count tells that."""
    quality = Quality(WANTED)
    levels = run(quality, 3600, by_size(0.060, 0.050, 0.005))
    tries = [(at_s, level) for at_s, level in levels if level.size == 384][1:]
    waits = apart_s(tries)
    assert waits[:4] == pytest.approx([11, 21, 41, 81], rel=0.1)
    assert max(waits) == pytest.approx(321, rel=0.02)
    assert len(tries) < 18


def test_what_has_held_for_long_makes_it_hopeful_again() -> None:
    quality = Quality(WANTED)
    run(quality, 600, by_size(0.060, 0.050, 0.005))
    assert quality.patience_s == 320
    run(quality, 700, by_size(0.012, 0.010, 0.005), since_s=600.0)
    assert quality.level == WANTED
    run(quality, 2, by_size(0.060, 0.050, 0.005), since_s=1300.0)
    assert quality.patience_s == 5


def test_pictures_of_a_former_level_and_times_of_rest_tell_nothing() -> None:
    quality = Quality(WANTED)
    for number in range(100):
        quality.came(number * 0.2, Level(256, 25.0), 0.2)
    assert quality.level == WANTED
    for number in range(100):
        quality.came(number * 60.0, WANTED, 0.01)
        quality.rest()
    assert quality.level == WANTED
