"""What she does by herself: blinks, looks, sways, breathes; the same at any moment, however it is asked."""

from collections.abc import Callable

import numpy as np
import pytest

from soulsgen.motion import blinking, chance, gaze, swaying
from soulsgen.motion.blinking import Blinking
from soulsgen.motion.parameters import Floats
from soulsgen.motion.swaying import Sway

HOUR = np.arange(0, 3600, 0.04)


def test_chance_is_even_and_differs_by_seed_stream_and_count() -> None:
    counts = np.arange(20_000)
    drawn = chance.uniform(7, "blink", counts)
    assert drawn.min() >= 0
    assert drawn.max() < 1
    assert abs(np.histogram(drawn, 10, (0, 1))[0] - 2000).max() < 200
    for other in (chance.uniform(8, "blink", counts), chance.uniform(7, "sway", counts), drawn[::-1]):
        assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.03
    assert (chance.uniform(7, "blink", counts[5:6]) == drawn[5]).all()


def test_events_come_within_their_bounds() -> None:
    counts, since = chance.last(HOUR, 3, "blink", 2.0, 5.0)
    moments = np.unique((HOUR - since).round(6))
    apart = np.diff(moments)
    assert (apart.round(6) >= 2.0).all()
    assert (apart.round(6) <= 5.0).all()
    assert apart.min() < 2.4
    assert apart.max() > 4.6
    assert (since >= 0).all()
    assert (np.diff(counts) >= 0).all()


def test_lids_close_wholly_and_are_open_most_of_the_time() -> None:
    lids = blinking.lids(np.arange(0, 600, 0.01), 1)
    assert (lids.min(), lids.max()) == (0.0, 1.0)
    assert 0.02 < (lids > 0.5).mean() < 0.10
    hasty = blinking.lids(np.arange(0, 600, 0.01), 1, np.ones(60_000))
    assert (hasty > 0.5).mean() > 2 * (lids > 0.5).mean()


def blinks(settings: Blinking) -> list[float]:
    """When they begin, in ten minutes; of one twice, the first."""
    times = np.arange(0, 600, 0.01)
    closed = blinking.lids(times, 1, settings=settings) > 0.5
    begins = times[1:][closed[1:] & ~closed[:-1]]
    return [begins[0], *begins[1:][np.diff(begins) > 0.5]]


def test_blinks_come_as_often_as_is_said() -> None:
    apart = np.diff(blinks(Blinking(8.0, 12.0)))
    assert 8.0 <= apart.min().round(2) < 9.0 < 11.0 < apart.max().round(2) <= 12.0
    fast = blinking.lids(np.arange(0, 60, 0.001), 1, settings=Blinking(0.0, 0.0))
    assert abs(np.diff(fast)).max() < 0.05
    assert (fast > 0.5).mean() > 0.3


def test_who_is_less_ready_blinks_later_and_who_is_readier_sooner_but_never_too_soon() -> None:
    usual, later, sooner = (np.diff(blinks(Blinking(readiness=each))) for each in (0.03, 0.01, 1.0))
    assert np.mean(later) == pytest.approx(np.mean(usual) + (100 - 100 / 3) / 25, abs=0.15)
    assert np.mean(sooner) < np.mean(usual) - 0.4
    assert sooner.min().round(2) >= 2.0
    assert not blinking.lids(HOUR, 1, np.ones(len(HOUR)), Blinking(readiness=0)).any()


def test_only_what_is_to_sway_sways_and_each_as_before() -> None:
    whole = swaying.sway(HOUR, 5, Sway())
    some = swaying.sway(HOUR, 5, Sway(parameters=("neck_z", "head_x")))
    assert (some == whole[:, [2, 0]]).all()
    assert swaying.sway(HOUR, 5, Sway(parameters=())).shape == (len(HOUR), 0)


def test_sway_stays_about_the_middle_for_an_hour() -> None:
    """The first avatars added each small unrest to the last place, and drifted."""
    settings = Sway(macro=0.6, micro=0.02)
    places = swaying.sway(HOUR, 5, settings)
    assert places.shape == (len(HOUR), 5)
    assert abs(places).max() <= 0.62
    for part in np.split(places, 10):
        assert abs(part.mean(axis=0)).max() < 0.15
    assert (abs(places).max(axis=0) > 0.5).all()


@pytest.mark.parametrize("seed", [0, 1, 2**63])
def test_nothing_jumps_and_every_moment_can_be_asked_alone(seed: int) -> None:
    fine = np.arange(100, 130, 0.001)
    functions: tuple[Callable[[Floats], Floats], ...] = (
        lambda times: swaying.sway(times, seed, Sway()),
        lambda times: gaze.irises(times, seed),
        lambda times: blinking.lids(times, seed),
        lambda times: swaying.breath(times, 4.0),
    )
    for function in functions:
        moved = function(fine)
        assert abs(np.diff(moved, axis=0)).max() < 0.05
        assert np.allclose(function(fine[::-1])[::-1], moved)
        assert np.allclose(function(fine[12345:12346])[0], moved[12345])


def test_the_eyes_rest_on_the_viewer_most_of_the_time() -> None:
    looks = gaze.irises(HOUR, 9)
    near = (abs(looks) <= [0.031, 0.071]).all(axis=1)
    assert 0.5 < near.mean() < 0.8
    assert (abs(looks).max(axis=0) > [0.2, 0.45]).all()
    assert (abs(looks) <= [0.22, 0.5]).all()


def test_a_breath_rises_and_falls_once_a_cycle() -> None:
    assert swaying.breath(np.array([0.0, 1.0, 2.0, 4.0]), 4.0).round(9).tolist() == [0.0, 0.5, 1.0, 0.0]
