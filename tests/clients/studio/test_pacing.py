"""Which moments are drawn and when they are shown, of archives that are quick, slow, out of order or gone."""

import asyncio
from itertools import pairwise

import pytest

from clients.studio.paced import WANTED, Archive, Broken, Stream, late, moments, on_grid, shot_of, steps
from clients.studio.skipping import skipping
from soulsgen.studio.clock import Clock
from soulsgen.studio.pacing import EARLY_S, UNDER_WAY, Pacing
from soulsgen.studio.quality import Level
from soulsgen.studio.shot import Shot


def test_every_moment_of_the_grid_is_shown_when_it_is_there() -> None:
    async def work(clock: Clock) -> None:
        stream = Stream(clock, Archive(clock, lambda _: 0.030))
        shown = await stream.goes_on(60)
        assert len(shown) in range(1495, 1501)
        assert on_grid(moments(shown), 25)
        assert all(apart == pytest.approx(0.04, abs=1e-6) for apart in steps(moments(shown)))
        assert max(abs(each) for each in late(shown[20:])) < 1e-5
        told = shown[-1][1].stats
        assert told == {
            **{"render_ms": 30.0, "encode_ms": 0.0, "wait_ms": pytest.approx(0, abs=0.1)},
            **{"output_ms": pytest.approx(30, abs=0.1), "fps": 25.0, "target_fps": 25.0, "trouble": ""},
        }

    skipping(work)


def test_an_archive_that_needs_two_requests_under_way_still_gives_every_moment() -> None:
    """Most of the time is the way there and back: pictures overtake nothing and none is left out."""

    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.010)

        async def far(moment_s: float, level: Level) -> Shot:
            await asyncio.sleep(0.060)
            return await archive.draw(moment_s, level)

        stream = Stream(clock, archive)
        stream.pacing = Pacing(clock, far, stream._show, WANTED)
        shown = (await stream.goes_on(10))[25:]
        assert all(apart == pytest.approx(0.04, abs=1e-6) for apart in steps(moments(shown)))
        assert max(late(shown)) < 1e-5

    skipping(work)


def test_a_slow_archive_is_never_queued_at_and_its_pictures_are_in_time_all_the_same() -> None:
    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.7)
        stream = Stream(clock, archive)
        shown = await stream.goes_on(120)
        assert archive.most == UNDER_WAY
        assert on_grid(moments(shown[-20:]), 25 / 8)
        # As much as it can draw, and late by no more than half a picture.
        assert len(shown[-20:]) == 20
        assert shown[-1][0] - shown[-20][0] == pytest.approx(19 * 0.7, abs=0.5)
        assert max(late(shown[-20:])) <= 0.5 * 8 / 25 + 1e-5
        assert moments(shown) == sorted(set(moments(shown)))
        assert stream.pacing.trouble.startswith("drawing does not keep up with 25 pictures a second of 512")

    skipping(work)


def test_of_two_that_come_in_the_wrong_order_and_late_the_older_is_not_shown() -> None:
    async def work(clock: Clock) -> None:
        number = 0

        async def draw(moment_s: float, level: Level) -> Shot:
            nonlocal number
            number += 1
            # Every fifth takes longer than the next two together.
            await asyncio.sleep(0.15 if number % 5 == 0 else 0.02)
            return shot_of(moment_s, level, 0.001)

        stream = Stream(clock, Archive(clock, lambda _: 0.0))
        stream.pacing = Pacing(clock, draw, stream._show, WANTED)
        shown = await stream.goes_on(20)
        assert moments(shown) == sorted(set(moments(shown)))
        assert number > len(shown) > 0.5 * number
        assert max(late(shown)) < 0.2

    skipping(work)


def test_a_server_that_is_gone_is_told_of_and_asked_ever_more_seldom_and_comes_back_by_itself() -> None:
    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.02)
        stream = Stream(clock, archive)
        await stream.goes_on(5)
        gone_s = clock.now_s()
        archive.faults = [(gone_s, gone_s + 60)]
        asked = archive.asked
        assert len(await stream.goes_on(50)) <= 3
        assert archive.asked - asked < 20
        assert stream.pacing.trouble == "nobody is there; the last picture stays until it draws again"
        after = await stream.goes_on(30)
        assert after[0][0] - (gone_s + 60) <= 5.1
        assert (stream.pacing.trouble, after[-1][1].stats["trouble"]) == ("", "")
        assert (after[-1][1].stats["fps"], after[-1][1].width) == (25.0, 512)

    skipping(work)


def test_a_server_that_stands_still_is_told_of_and_then_goes_on_as_before() -> None:
    async def work(clock: Clock) -> None:
        still: list[float] = []
        archive = Archive(clock, lambda _: still.pop() if still else 0.02)
        stream = Stream(clock, archive)
        await stream.goes_on(5)
        before = len(stream.shown)
        still.append(15.0)
        await stream.goes_on(10.1)
        assert archive.under_way == UNDER_WAY
        assert stream.pacing.trouble.startswith("the animator has not answered for 10 s; the last picture")
        await stream.goes_on(20)
        # What it was asked then follows on what was shown last; all after that is in time.
        assert max(late(stream.shown[before + 3 :])) <= 0.5 / 25 + 1e-5
        assert len(stream.shown) - before > 14.9 * 25
        assert moments(stream.shown) == sorted(set(moments(stream.shown)))
        assert stream.pacing.trouble == ""
        assert stream.pacing.delay.expected_s == pytest.approx(0.02, abs=0.001)

    skipping(work)


def test_a_character_that_takes_long_to_load_delays_no_picture_after_the_first() -> None:
    async def work(clock: Clock) -> None:
        slow = [12.0]
        stream = Stream(clock, Archive(clock, lambda _: slow.pop() if slow else 0.02))
        assert len(await stream.goes_on(12.1)) <= 4
        shown = await stream.goes_on(2)
        assert len(shown) >= 2 * 25 - 2
        assert max(late(shown)) < 1e-5
        assert max(shot.stats["wait_ms"] for _, shot in shown) <= 1000 * EARLY_S

    skipping(work)


def test_a_server_that_is_now_slow_now_quick_still_shows_pictures_in_order() -> None:
    async def work(clock: Clock) -> None:
        costs = [0.3, 2.5, 0.02, 0.02, 3.0, 1.0]
        stream = Stream(clock, Archive(clock, lambda _: costs[stream.archive.asked % len(costs)]))
        shown = await stream.goes_on(300)
        assert len(shown) > 100
        assert max(steps([at_s for at_s, _ in shown])) < 12.0
        assert moments(shown) == sorted(set(moments(shown)))

    skipping(work)


def test_a_fault_of_our_own_does_not_end_the_stream_either() -> None:
    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.02)
        stream = Stream(clock, archive)
        broken = True

        async def draw(moment_s: float, level: Level) -> Shot:
            if broken:
                raise KeyError("glee")
            return await archive.draw(moment_s, level)

        stream.pacing = Pacing(clock, draw, stream._show, WANTED)
        await stream.goes_on(3)
        assert stream.pacing.trouble.startswith("KeyError: 'glee'; the last picture stays")
        broken = False
        assert await stream.goes_on(6)
        assert stream.pacing.trouble == ""

    skipping(work)


def test_a_picture_that_cannot_be_shown_is_told_of_and_the_next_ones_are() -> None:
    async def work(clock: Clock) -> None:
        stream = Stream(clock, Archive(clock, lambda _: 0.02))
        broken = True

        def show(shot: Shot) -> None:
            if broken:
                raise KeyError("glee")
            stream._show(shot)

        stream.pacing = Pacing(clock, stream.archive.draw, show, WANTED)
        await stream.goes_on(60)
        assert (stream.pacing.running, stream.shown) == (True, [])
        assert stream.pacing.trouble.startswith("KeyError: 'glee'; the last picture stays")
        broken = False
        assert await stream.goes_on(6)
        assert stream.pacing.trouble == ""

    skipping(work)


def test_a_fault_between_pictures_is_told_of_and_she_goes_on_when_it_is_over() -> None:
    async def work(clock: Clock) -> None:
        stream = Stream(clock, Archive(clock, lambda _: 0.02))
        await stream.goes_on(1)
        whole, stream.pacing.delay = stream.pacing.delay, Broken()
        assert len(await stream.goes_on(60)) <= UNDER_WAY
        assert stream.pacing.running
        assert stream.pacing.trouble.startswith("ArithmeticError: no delay is known; the last picture stays")
        stream.pacing.delay = whole
        assert len(await stream.goes_on(6)) > 6 * 25 / 8
        assert stream.pacing.trouble == ""

    skipping(work)


def test_other_settings_are_tried_at_once_however_long_the_pause() -> None:
    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.02)
        stream = Stream(clock, archive)
        archive.faults = [(0.0, clock.now_s() + 100)]
        await stream.goes_on(100.1)
        pause_left_s = stream.pacing._outage.left_s(clock.now_s())
        assert pause_left_s > 1.0
        stream.pacing.aim(Level(256, 30.0))
        shown = await stream.goes_on(0.5)
        assert shown[0][1].width == 256
        assert on_grid(moments(shown), 30)

    skipping(work)


def test_four_instances_at_one_archive_get_the_same_share_of_it() -> None:
    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.020)
        streams = [Stream(clock, archive) for _ in range(4)]
        for number, stream in enumerate(streams):
            stream.pacing.start()
            await asyncio.sleep(0.013 * number)
        await asyncio.sleep(120)
        counts = [sum(at_s > clock.now_s() - 60 for at_s, _ in stream.shown) for stream in streams]
        assert sum(counts) > 0.9 * 60 / 0.020
        assert max(counts) < 1.1 * min(counts)

    skipping(work)


def test_a_level_that_does_not_hold_makes_no_stream_that_goes_to_and_fro() -> None:
    async def work(clock: Clock) -> None:
        costs = {512: 0.055, 384: 0.050, 256: 0.020}
        stream = Stream(clock, Archive(clock, lambda level: costs[level.size]))
        shown = await stream.goes_on(600)
        sizes = [shot.width for _, shot in shown]
        assert sum(one != other for one, other in pairwise(sizes)) == 2
        assert sizes[-1] == 256
        costs.update({512: 0.010, 384: 0.009, 256: 0.005})
        assert (await stream.goes_on(15))[-1][1].width == 512

    skipping(work)


def test_hours_leave_nothing_behind() -> None:
    async def work(clock: Clock) -> None:
        seen = 0

        def show(shot: Shot) -> None:
            nonlocal seen
            seen += 1

        archive = Archive(clock, lambda _: 0.05)
        pacing = Pacing(clock, archive.draw, show, Level(256, 2.0))
        pacing.start()
        await asyncio.sleep(3600)
        assert seen in range(7195, 7201)
        assert (len(pacing._pictures), len(pacing._begun), len(pacing._shown)) <= (4, 2, 5)
        assert len(asyncio.all_tasks()) < 8

    skipping(work)


def test_what_is_stopped_shows_nothing_more_and_has_no_more_than_two_under_way_when_it_goes_on() -> None:
    async def work(clock: Clock) -> None:
        archive = Archive(clock, lambda _: 0.5)
        stream = Stream(clock, archive)
        await stream.goes_on(10)
        for _ in range(5):
            stream.pacing.stop()
            assert (stream.pacing.running, stream.pacing.trouble) == (False, "")
            stopped = len(stream.shown)
            await asyncio.sleep(0.2)
            assert len(stream.shown) == stopped
            stream.pacing.start()
            await asyncio.sleep(0.01)
        assert archive.most == UNDER_WAY
        shown = await stream.goes_on(10)
        assert min(moments(shown)) > clock.now_s() - 10

    skipping(work)
