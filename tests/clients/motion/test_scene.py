"""A scene: emotions, speech, holds and layers together, at any frame rate."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.motion import cels, transitions
from soulsgen.motion.blinking import Blinking
from soulsgen.motion.cels import Scrolling
from soulsgen.motion.emotion import Emotion, built_in, read_emotions, write_emotions
from soulsgen.motion.events import DataEyes, Event, Feel, Override, Say, Talk
from soulsgen.motion.lips import Viseme
from soulsgen.motion.parameters import INDEX, MOUTHS, vector
from soulsgen.motion.scene import Manner, Scene
from soulsgen.motion.swaying import Sway
from soulsgen.motion.talking import Talking

STILL = Manner(Sway(macro=0, micro=0), blinks=False, looks_about=False)
EVENTS: list[Event] = [
    Feel(1.0, "joy"),
    Say(2.0, [Viseme(0.0, 0.1, "PP"), Viseme(0.1, 0.4, "aa"), Viseme(0.4, 0.5, "PP")]),
    Feel(4.0, "anger"),
    Override(6.0, {"head_x_index": 0.5}),
    Override(8.0, {"head_x": None}),
    DataEyes(9.0, 10.0),
]


def parameter(poses: np.ndarray, name: str) -> np.ndarray:
    return poses[:, INDEX[name]]


def test_the_same_scene_looks_the_same_at_every_frame_rate() -> None:
    scene = Scene(7)
    slow, fast = (scene.pictures(np.arange(0, 12, 1 / rate), EVENTS) for rate in (12, 60))
    assert np.allclose(slow.poses, fast.poses[::5], atol=1e-9)
    assert [pytest.approx(layers) for layers in slow.effects] == fast.effects[::5]
    later = scene.pictures(np.arange(5, 12, 1 / 12), EVENTS)
    assert np.allclose(later.poses, slow.poses[60:], atol=1e-9)
    assert not np.allclose(Scene(8).pictures(np.arange(0, 12, 1 / 12), EVENTS).poses, slow.poses)


def test_left_alone_she_moves_as_she_always_did() -> None:
    """Films that were made before are made again the same."""
    before = {
        1.4: [-0.070784, 0.569739, -0.159938, 0.355849, 0.000000, 0.908422, 0.454211],
        2.25: [-0.070931, 0.577628, -0.159938, 0.355849, 0.000000, 0.999950, 0.888794],
        5.65: [-0.334774, 0.463011, -0.008907, 0.052745, 0.698444, 0.000001, 0.000001],
        6.08: [0.121065, 0.440490, -0.008907, 0.052745, 0.000000, 0.000000, 0.000000],
        12.9: [0.499799, 0.656748, 0.233756, 0.009607, 0.000000, 0.000000, 0.795172],
    }
    names = [
        "head_x",
        "neck_z",
        "iris_rotation_x",
        "iris_rotation_y",
        "eye_wink_left",
        "eyebrow_happy_left",
        "mouth_aaa",
    ]
    events = [*EVENTS, Feel(11.0, "confusion"), Talk(12.0, 14.0)]
    poses = Scene(7).pictures(np.array([*before]), events).poses
    found = poses[:, [INDEX[name] for name in names]]
    assert found == pytest.approx(np.array([*before.values()]), abs=1e-6)


def test_a_feeling_comes_as_fast_as_is_said() -> None:
    reached = []
    for step in (0.1, 0.3, 0.6, 1.0):
        poses = Scene(1, replace(STILL, step=step)).pictures(np.array([1.04, 1.4]), [Feel(1.0, "joy")]).poses
        reached.append(parameter(poses, "eyebrow_happy_left"))
    at_once, later = np.array(reached).T
    assert at_once.tolist() == sorted(at_once)
    assert at_once[-1] > 0.99
    assert later[0] < 0.4 < 0.9 < later[1] < later[2]
    assert transitions.rate_of(transitions.STEP) == transitions.RATE


def test_an_emotion_comes_without_a_jump_and_is_there_after_a_second() -> None:
    poses = Scene(1, STILL).pictures(np.arange(0, 4, 0.01), [Feel(1.0, "joy")]).poses
    happy = parameter(poses, "eyebrow_happy_left")
    assert happy[:101].max() == 0.0
    assert happy[125] < 0.75 < happy[140] < 0.95 < 0.99 < happy[200] <= 1.0
    assert abs(np.diff(happy, 2)).max() < 0.02


def test_a_change_of_mind_on_the_way_keeps_place_and_speed() -> None:
    times = np.arange(0, 3, 0.001)
    moved = transitions.follow(times, [0.0, 1.0, 1.1, 1.3], np.array([[0.0], [1.0], [0.2], [0.6]]))[:, 0]
    assert abs(np.diff(moved)).max() < 0.004
    assert abs(np.diff(moved, 2)).max() < 1e-4 + 1e-6
    assert (moved[0], moved[-1].round(3)) == (0.0, 0.6)


def test_lips_close_in_the_middle_of_a_smile_and_lead_by_what_is_set() -> None:
    times = np.arange(0, 4, 0.01)
    for lead in (0.0, 0.05):
        manner = Manner(STILL.sway, blinks=False, looks_about=False, lead_s=lead)
        poses = Scene(1, manner).pictures(times, EVENTS).poses
        opened = poses[:, MOUTHS].sum(axis=1)
        assert opened[165] > 0.4
        heard = times - 2.0 + lead
        closed = ((heard >= 0) & (heard < 0.1)) | ((heard >= 0.4) & (heard < 0.5))
        assert opened[closed].max() == 0.0
        assert opened[(heard > 0.2) & (heard < 0.35)].max() > 0.8
        assert parameter(poses, "mouth_raised_corner_left")[210] > 0.9


def test_a_held_parameter_stays_and_is_given_back() -> None:
    poses = Scene(1, STILL).pictures(np.array([5.9, 7.0, 9.9]), EVENTS).poses
    before, held, after = parameter(poses, "head_x")
    assert (held.round(3), before.round(3), after.round(3)) == (0.5, -0.15, -0.15)
    with pytest.raises(SoulsgenError, match="override: head_q is no pose parameter"):
        Scene(1).pictures(np.zeros(1), [Override(0.0, {"head_q": 1.0})])


def test_poses_stay_in_their_ranges_for_every_emotion_in_turn() -> None:
    events = [Feel(2.0 * number, name) for number, name in enumerate(built_in())]
    poses = Scene(3, Manner(Sway(macro=1.0))).pictures(np.arange(0, 62, 0.04), events).poses
    assert poses.shape == (1550, 45)
    assert np.isfinite(poses).all()
    assert abs(poses).max() <= 1
    assert poses[:, :37].min() >= 0


def test_a_mouth_that_talks_to_no_known_sound_moves_and_ends() -> None:
    poses = Scene(1, STILL).pictures(np.arange(0, 3, 0.04), [Talk(1.0, 2.0)]).poses
    mouth = parameter(poses, "mouth_aaa")
    assert mouth[:25].max() == mouth[50:].max() == 0.0
    assert mouth[25:50].std() > 0.15


def test_talk_opens_what_it_is_told_to_so_many_times_a_second() -> None:
    manner = replace(STILL, talking=Talking(rate_hz=5.0, parameter="mouth_ooo"))
    poses = Scene(1, manner).pictures(np.arange(1, 2, 0.04), [Talk(1.0, 2.0)]).poses
    assert not parameter(poses, "mouth_aaa").any()
    opened = parameter(poses, "mouth_ooo").reshape(5, 5)
    assert (opened == opened[:, :1]).all()
    assert len(set(opened[:, 0])) == 5


def test_confusion_blinks_oftener_for_as_long_as_is_said() -> None:
    times = np.arange(1, 61, 0.01)
    seen = [
        Scene(2, Manner(blinking=Blinking(confused_s=seconds)))
        .pictures(times, [Feel(1.0, "confusion")])
        .poses
        for seconds in (0.0, 10.0, 60.0)
    ]
    calm, usual, long = (parameter(poses, "eye_wink_left") > 0.5 for poses in seen)
    assert (calm[1000:] == usual[1000:]).all()
    assert calm[:1000].sum() < usual[:1000].sum()
    assert (long[:1000] == usual[:1000]).all()
    assert long[1000:].sum() > 2 * usual[1000:].sum()


def test_cels_are_held_and_given_back() -> None:
    held = [
        Feel(0.5, "love"),
        Override(1.0, {"blush2": 0.25, "tears1": 1.0}),
        Override(3.0, {"blush2": None}),
    ]
    before, during, after = Scene(1).pictures(np.array([0.9, 2.9, 5.0]), held).cels
    assert "tears1" not in before
    assert during["blush2"] == pytest.approx(0.25, abs=1e-9)
    assert (during["tears1"], after["tears1"]) == (pytest.approx(1.0), pytest.approx(1.0))
    assert after["blush2"] > 0.85
    gone = Scene(1).pictures(np.array([3.0]), [Feel(0.5, "love"), Override(1.0, {"blush2": 0})]).cels[0]
    assert "blush2" not in gone


@pytest.mark.parametrize("value", [1.5, -0.1, True, "much"])
def test_a_cel_is_not_held_out_of_its_range(value: float) -> None:
    with pytest.raises(SoulsgenError, match=r"override: blush1 is .*: a number from 0 to 1"):
        Scene(1).pictures(np.zeros(1), [Override(0.0, {"blush1": value})])


def test_cels_come_with_the_emotion_and_eyes_waver() -> None:
    seen = Scene(1).pictures(np.array([0.5, 3.0, 3.1]), [Feel(1.0, "love")]).cels
    assert seen[0] == {}
    assert [sorted(layers) for layers in seen[1:]] == [["blush2", "waver1"], ["blush2", "waver2"]]
    assert seen[1]["blush2"] > 0.99


def test_data_eyes_scroll_and_fade_when_they_end() -> None:
    shown = cels.of_data_eyes(np.array([0.9, 1.0, 1.1, 2.0, 2.375, 2.8]), [(1.0, 2.0)])
    assert shown == [{}, {"data1": 1.0}, {"data2": 1.0}, {"data1": 1.0}, {"data1": 0.5}, {}]


def test_data_eyes_scroll_fade_and_stay_as_they_are_told() -> None:
    times, span = np.array([1.2, 1.6, 2.5, 4.0]), [(1.0, 1.5)]
    assert cels.of_data_eyes(times, span, Scrolling(0.0, 2.0)) == [
        *({"data1": 1.0}, {"data1": pytest.approx(0.95)}, {"data1": pytest.approx(0.5)}, {}),
    ]
    assert cels.of_data_eyes(times, span, Scrolling(10.0, 0.0, 2.0)) == [
        *({"data1": 1.0}, {"data1": 1.0}, {"data2": 1.0}, {}),
    ]


def test_eyes_waver_as_fast_as_is_said_or_stand() -> None:
    times = np.arange(3, 4, 0.04)
    for rate, changes in ((12.0, 12), (4.0, 3), (0.0, 0)):
        seen = Scene(1, Manner(waver_hz=rate)).pictures(times, [Feel(1.0, "love")]).cels
        wavers = ["waver2" in layers for layers in seen]
        assert np.diff(wavers).sum() == pytest.approx(changes, abs=1)
        assert rate or not any(wavers)


def test_the_built_in_emotions_are_the_labels_that_classifiers_give() -> None:
    emotions = built_in()
    assert len(emotions) == 29
    assert not emotions["neutral"].pose.any()
    assert not emotions["zero"].pose.any()
    different = {tuple(each.pose) for name, each in emotions.items()}
    assert len(different) == 28


def test_emotions_go_to_a_file_and_back(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    mine = {"sly": Emotion(vector({"mouth_smirk": 1.0, "eye_relaxed_left": 0.5}), {"blush1": 0.25})}
    write_emotions(path, mine)
    table = {"sly": {"pose": {"eye_relaxed_left_index": 0.5, "mouth_smirk": 1.0}, "cels": {"blush1": 0.25}}}
    assert json.loads(path.read_text("utf-8")) == table
    read = read_emotions(path)["sly"]
    assert (read.pose == mine["sly"].pose).all()
    assert read.cels == mine["sly"].cels


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "mine.json: Expecting property name"),
        ('{"sly": 1}', "mine.json: not an object of emotions"),
        (json.dumps({"s" * 101: {}}), "mine.json: at most 512 emotions"),
        (json.dumps({str(number): {} for number in range(513)}), "mine.json: at most 512 emotions"),
        ('{"sly": {"pose": []}}', "mine.json: sly: pose and cels are objects"),
        ('{"sly": {"cels": {"blush9": 1}}}', "mine.json: sly: blush9 is no cel; there are blush1"),
        ('{"sly": {"cels": {"blush1": 2}}}', "mine.json: sly: blush1 is 2: a number from 0 to 1"),
        ('{"sly": {"pose": {"mouth": 1}}}', "mine.json: sly: mouth is no pose parameter"),
    ],
)
def test_what_is_wrong_with_a_file_of_emotions_is_named(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SoulsgenError, match=words):
        read_emotions(path)


def test_an_unknown_emotion_is_named_with_those_there_are() -> None:
    with pytest.raises(SoulsgenError, match="glee is no emotion; there are admiration, amusement"):
        Scene(1).pictures(np.zeros(1), [Feel(0.0, "glee")])
