"""Events that are let go when they no longer show: the motion is that of all of them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soulsgen.errors import SoulsgenError
from soulsgen.motion.cels import Layers, Scrolling
from soulsgen.motion.emotion import Emotion, built_in
from soulsgen.motion.events import DataEyes, Feel, Override, Say, Talk
from soulsgen.motion.lips import VISEMES, Viseme
from soulsgen.motion.manner import Manner
from soulsgen.motion.scene import Scene
from soulsgen.studio.clock import Clock
from soulsgen.studio.forgetting import Memory
from soulsgen.studio.settings import STARTING
from soulsgen.studio.timeline import Timeline

FOR_EVER = Memory(*[float("inf")] * 4)
MANNERS = [
    Manner(),
    STARTING.manner,
    replace(STARTING.manner, step=0.05, lead_s=0.5, look=(0.2, 0.9)),
    replace(STARTING.manner, step=1.0, lead_s=-0.7, data_eyes=Scrolling(12.0, 2.0, 3.0)),
]
Act = Callable[[Timeline, float], None]
EMOTIONS = ["neutral", "joy", "anger", "confusion", "surprise", "love", "sadness"]
HELD = ["head_x", "head_x_index", "mouth_aaa_index", "blush1", "tears2", "eye_wink_left_index"]


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.clock = Clock(lambda: self.seconds)
        self.timeline = Timeline(self.clock)

    @property
    def count(self) -> int:
        return len(self.timeline.events(float("-inf")))


def track_of(lengths: list[float], names: list[str]) -> list[Viseme]:
    ends = np.cumsum(lengths)
    return [
        Viseme(float(end - length), float(end), name)
        for length, end, name in zip(lengths, ends, names, strict=False)
    ]


tracks = st.builds(
    track_of,
    st.lists(st.floats(0.03, 0.3), min_size=1, max_size=30),
    st.lists(st.sampled_from(VISEMES), min_size=30, max_size=30),
)
held = st.dictionaries(st.sampled_from(HELD), st.floats(0, 1), max_size=3)
points = st.none() | st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
ahead = st.floats(0, 2)


def acts(name: str, *given: st.SearchStrategy[object]) -> st.SearchStrategy[Act]:
    """Calls of the timeline's method with what is given, moments counted from now."""

    def made(*values: object) -> Act:
        return lambda timeline, now_s: getattr(timeline, name)(
            *(now_s + value if isinstance(value, float) else value for value in values)
        )

    return st.builds(made, *given)


ACTS = st.one_of(
    acts("feel", st.sampled_from(EMOTIONS), ahead),
    acts("look", points, ahead),
    acts("hold", held),
    acts("modify", st.just("set"), held),
    acts("modify", st.just("unset"), held),
    acts("say", ahead, tracks),
    acts("silence", ahead),
    *(acts(name, ahead) for name in ("talk", "hush", "data_eyes", "data_eyes_end")),
)
WAITS = st.sampled_from([0.0, 0.02, 0.3, 1.0, 4.0, 20.0, 90.0])
STEPS = st.lists(st.tuples(WAITS, ACTS), min_size=1, max_size=40)


def alike(some: list[Layers], others: list[Layers]) -> bool:
    return all(
        abs(one.get(name, 0.0) - other.get(name, 0.0)) < 1e-6
        for one, other in zip(some, others, strict=True)
        for name in one.keys() | other.keys()
    )


def check_same(steps: list[tuple[float, Act]], manner: Manner) -> None:
    """Poses and layers of a timeline that forgets, and of one that does not, after each of `steps`."""
    one, whole = Hand(), Hand()
    one.timeline.memory, whole.timeline.memory = Memory.of(manner), FOR_EVER
    scene, now_s = Scene(5, manner), 0.0
    for wait_s, act in steps:
        now_s += wait_s
        one.seconds = whole.seconds = now_s
        act(one.timeline, now_s)
        act(whole.timeline, now_s)
        times = now_s + np.array([0.0, 0.01, 0.05, 0.2, 0.7, 1.5, 4.0, 9.0])
        pruned, all_of_it = (scene.pictures(times, each.timeline.events()) for each in (one, whole))
        assert abs(pruned.poses - all_of_it.poses).max() < 1e-6
        assert alike(pruned.cels, all_of_it.cels)
        assert alike(pruned.effects, all_of_it.effects)


@settings(max_examples=100, deadline=None)
@given(STEPS, st.sampled_from(MANNERS))
def test_what_is_let_go_changes_nothing_now_or_later(steps: list[tuple[float, Act]], manner: Manner) -> None:
    check_same(steps, manner)


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    "steps",
    [
        [
            (1.0, lambda timeline, _: timeline.hold({"head_x": 1.0, "blush1": 1.0})),
            (5.0, lambda timeline, _: timeline.hold({})),
            (60.0, lambda timeline, _: timeline.hold({"neck_z": 1.0})),
            (60.0, lambda timeline, _: timeline.modify("set", {"head_x": -1.0, "blush1": 0.5})),
        ],
        [
            (1.0, lambda timeline, _: timeline.look((0.0, 0.9))),
            (60.0, lambda timeline, _: timeline.look(None)),
            (60.0, lambda timeline, _: timeline.look((0.9, 0.0))),
        ],
        [
            (1.0, lambda timeline, _: timeline.data_eyes()),
            (0.1, lambda timeline, _: timeline.data_eyes_end()),
            *[(0.25, lambda timeline, _: timeline.modify("set", {"head_x": 0.5}))] * 30,
        ],
        [
            (1.0, lambda timeline, now_s: timeline.say(now_s, [Viseme(0.0, 1.0, "aa")])),
            *[(0.25, lambda timeline, _: timeline.modify("set", {"head_x": 0.5}))] * 30,
        ],
    ],
    ids=["held", "looked at", "data eyes", "said"],
)
def test_what_shows_only_when_it_comes_again_or_pales_is_kept_for_it(
    steps: list[tuple[float, Act]], manner: Manner
) -> None:
    check_same(steps, manner)


def test_weeks_of_use_leave_a_handful_of_events() -> None:
    hand = Hand()
    for number in range(500):
        hand.seconds += 3600.0
        hand.timeline.feel(EMOTIONS[number % len(EMOTIONS)])
        hand.timeline.look((0.1, number % 2) if number % 3 else None)
        hand.timeline.modify("set", {"head_x": number % 10 / 10})
        hand.timeline.say(hand.seconds + 0.25, [Viseme(0.0, 3.0, "aa")])
        if number % 2:
            hand.timeline.talk()
            hand.timeline.data_eyes()
        else:
            hand.timeline.hush()
            hand.timeline.data_eyes_end()
    assert hand.count < 15


def test_a_program_gone_wild_is_bounded_though_no_picture_is_drawn_meanwhile() -> None:
    hand = Hand()
    for number in range(400):
        hand.seconds += 1e-4
        hand.timeline.feel(EMOTIONS[number % 2])
        hand.timeline.look((number % 2, 0.5))
        hand.timeline.modify("set", {"head_x": number % 10 / 10})
        hand.timeline.talk()
        hand.timeline.hush(hand.seconds + 5e-5)
    assert hand.count < 410
    assert hand.timeline.emotion == EMOTIONS[1]


def test_speech_of_the_far_future_is_kept_and_not_yet_told() -> None:
    hand = Hand()
    for number in range(100):
        hand.timeline.say(10.0 * number, [Viseme(0.0, 9.0, "aa")])
    assert len(hand.timeline.events()) == 3  # at 0, 10 and 20
    hand.seconds = 500.0
    assert [event.at_s for event in hand.timeline.events()] == [490.0, 500.0, 510.0, 520.0]


def test_what_she_has_already_does_not_begin_again() -> None:
    hand = Hand()
    hand.timeline.feel("neutral")
    for at_s in (1.0, 2.0):
        hand.seconds = at_s
        hand.timeline.feel("joy")
        hand.timeline.talk()
        hand.timeline.data_eyes()
    ever = float("inf")
    assert hand.timeline.events() == [Feel(1.0, "joy"), Talk(1.0, ever), DataEyes(1.0, ever)]
    assert (hand.timeline.emotion, hand.timeline.talking, hand.timeline.scrolling) == ("joy", True, True)
    hand.timeline.hush()
    hand.timeline.data_eyes_end()
    assert (hand.timeline.talking, hand.timeline.scrolling) == (False, False)


def test_a_feeling_that_is_still_to_come_stays_to_come() -> None:
    hand = Hand()
    hand.timeline.feel("joy", 2.0)
    hand.timeline.feel("anger", 1.0)
    assert hand.timeline.events() == [Feel(1.0, "anger"), Feel(2.0, "joy")]
    assert hand.timeline.emotion == "neutral"
    hand.seconds = 1.5
    assert hand.timeline.emotion == "anger"


def test_what_is_held_is_replaced_or_changed_by_any_of_its_names() -> None:
    hand = Hand()
    hand.timeline.hold({"head_x_index": 0.5, "blush1": 1.0})
    assert hand.timeline.held == {"head_x": 0.5, "blush1": 1.0}
    hand.timeline.modify("set", {"head_x": 0.25, "mouth_aaa_index": 1})
    hand.timeline.modify("unset", ["blush1", "head_y_index"])
    assert hand.timeline.held == {"head_x": 0.25, "mouth_aaa": 1}
    hand.timeline.hold({"neck_z_index": -1.0})
    assert hand.timeline.held == {"neck_z": -1.0}
    assert hand.timeline.events()[-1] == Override(0.0, {"head_x": None, "mouth_aaa": None, "neck_z": -1.0})
    hand.timeline.hold({})
    assert hand.timeline.held == {}


def test_silence_cuts_what_is_said_and_leaves_out_what_was_to_be_said() -> None:
    hand = Hand()
    hand.timeline.say(1.0, [Viseme(0.0, 0.5, "aa"), Viseme(0.5, 1.0, "PP"), Viseme(1.0, 2.0, "aa")])
    hand.timeline.say(3.0, [Viseme(0.0, 0.5, "aa")])
    hand.timeline.silence(1.75)
    assert hand.timeline.events() == [Say(1.0, (Viseme(0.0, 0.5, "aa"), Viseme(0.5, 0.75, "PP")))]


def test_emotions_that_are_forgotten_become_none() -> None:
    hand = Hand()
    sly = Emotion(built_in()["joy"].pose)
    hand.timeline.learn({**built_in(), "sly": sly})
    hand.timeline.feel("sly")
    hand.timeline.learn(built_in())
    assert hand.timeline.emotion == "neutral"
    Scene(0).pictures(np.zeros(1), hand.timeline.events())


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda timeline: timeline.feel("glee"), "glee is no emotion; there are admiration, amusement"),
        (lambda timeline: timeline.hold({"head_q": 1.0}), "head_q is no pose parameter"),
        (lambda timeline: timeline.hold({"head_x": 2.0}), "head_x is 2.0: a number from -1 to 1"),
        (lambda timeline: timeline.hold({"blush1": "all"}), "blush1"),
        (lambda timeline: timeline.hold({"blush1": float("nan")}), "blush1"),
        (lambda timeline: timeline.hold({"head_x": float("nan")}), "head_x"),
        (lambda timeline: timeline.modify("unset", {"head_q": 1.0}), "head_q is no pose parameter"),
        (
            lambda timeline: timeline.modify("put", {"head_x": 1.0}),
            "action must be set, with num",
        ),
        (lambda timeline: timeline.modify("set", ["head_x"]), "action must be set, with num"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(act: Callable[[Timeline], None], words: str) -> None:
    hand = Hand()
    with pytest.raises(SoulsgenError, match=words):
        act(hand.timeline)
    assert hand.count == 0
