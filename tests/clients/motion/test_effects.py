"""Signs about her: they come with a feeling, move, and pale."""

import numpy as np
import pytest

from soulsgen.motion.effects import EFFECTS, Effect, of_feelings
from soulsgen.motion.emotion import built_in
from soulsgen.motion.events import Feel
from soulsgen.motion.scene import Manner, Scene

SPARK = Effect("spark", ("joy",), ("spark1", "spark2"), rate_hz=10.0)
ONCE = Effect("flash", ("joy",), ("one", "two", "three"), rate_hz=None, lasts_s=0.6, rising_s=0, fading_s=0)


def shown(times: list[float], effect: Effect, end: float, foresight: bool = True) -> list[dict[str, float]]:
    layers = of_feelings(np.array(times), [1.0, end], ["joy", "neutral"], [effect], foresight)
    return [{name: round(strength, 6) for name, strength in each.items()} for each in layers]


def test_an_effect_appears_within_its_rising_and_pales_before_its_feeling_ends() -> None:
    times = [0.9, 1.0, 1.075, 1.15, 4.0, 4.625, 5.0]
    strengths = [sum(each.values()) for each in shown(times, SPARK, 5.0)]
    assert strengths == [0.0, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0]


def test_without_foresight_it_pales_after_its_feeling_ended() -> None:
    strengths = [sum(each.values()) for each in shown([1.075, 4.9, 5.375, 5.75], SPARK, 5.0, foresight=False)]
    assert strengths == [0.5, 1.0, 0.5, 0.0]
    unended = of_feelings(np.array([4.9]), [1.0], ["joy"], [SPARK], foresight=False)
    assert unended == [{"spark2": 1.0}]


def test_one_that_lasts_so_long_is_over_by_then_with_and_without_foresight() -> None:
    brief = Effect("spark", ("joy",), ("spark1",), lasts_s=2.0, fading_s=1.0)
    for foresight in (True, False):
        assert shown([1.5, 2.5, 3.0], brief, 9.0, foresight) == [{"spark1": 1.0}, {"spark1": 0.5}, {}]


def test_a_cycle_goes_round_and_a_sequence_once() -> None:
    assert [[*each] for each in shown([1.2, 1.3, 1.4], SPARK, 5.0)] == [["spark1"], ["spark2"], ["spark1"]]
    seen = shown([1.0, 1.2, 1.39, 1.4, 1.59, 1.6], ONCE, 5.0)
    assert seen == [{"one": 1.0}, {"two": 1.0}, {"two": 1.0}, {"three": 1.0}, {"three": 1.0}, {}]


def test_a_feeling_that_returns_shows_whichever_of_its_effects_is_seen_more() -> None:
    still = Effect("spark", ("joy", "love"), ("spark1",))
    layers = of_feelings(np.array([2.03]), [1.0, 2.0], ["joy", "love"], [still], foresight=False)
    assert layers == [{"spark1": pytest.approx(1 - 0.03 / 0.75)}]


def test_several_effects_may_have_one_feeling_and_one_that_is_off_has_none() -> None:
    off = Effect("cloud", ("joy",), ("cloud1",), enabled=False)
    layers = of_feelings(np.array([1.2]), [1.0], ["joy"], [SPARK, ONCE, off])
    assert layers == [{"spark1": 1.0, "two": 1.0}]


def test_those_of_the_project_belong_to_feelings_there_are() -> None:
    felt = [emotion for effect in EFFECTS for emotion in effect.emotions]
    assert len(felt) == len(set(felt)) == 16
    assert set(felt) < set(built_in())
    surprise = [{}, {"notice1": 1.0}, {"notice1": pytest.approx(0.5 / 0.75)}, {}]
    times = np.array([1.0, 2.0 - 2 / 3, 2.0, 2.6])
    assert of_feelings(times, [0.0, 1.0], ["neutral", "surprise"]) == surprise


def test_a_manner_has_its_own_effects_or_none() -> None:
    events = [Feel(1.0, "joy")]
    for manner, expected in (
        (Manner(), {"flowers4"}),
        (Manner(drawn=(SPARK,)), {"spark1"}),
        (Manner(drawn=()), set()),
        (Manner(effects=False), set()),
    ):
        assert set(Scene(1, manner).pictures(np.array([1.6]), events).effects[0]) == expected
