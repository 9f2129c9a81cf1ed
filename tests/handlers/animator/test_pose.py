"""The 45 parameters, and what a request may say of them."""

import pytest
import torch

from animator import pose
from handlerkit.checks import SettingsError


def test_the_order_is_that_of_the_published_models() -> None:
    assert len(pose.NAMES) == pose.COUNT == 45
    places = {
        0: "eyebrow_troubled_left", 1: "eyebrow_troubled_right", 11: "eyebrow_serious_right",
        12: "eye_wink_left", 14: "eye_happy_wink_left", 23: "eye_raised_lower_eyelid_right",
        24: "iris_small_left", 26: "mouth_aaa", 31: "mouth_delta", 32: "mouth_lowered_corner_left",
        35: "mouth_raised_corner_right", 36: "mouth_smirk", 37: "iris_rotation_x", 39: "head_x",
        41: "neck_z", 43: "body_z", 44: "breathing",
    }  # fmt: skip
    assert {place: pose.NAMES[place] for place in places} == places


def test_seven_parameters_go_both_ways() -> None:
    signed = [name for name, (low, _) in pose.RANGES.items() if low < 0]
    assert signed == list(pose.NAMES[37:44])


def test_the_networks_share_the_vector_between_them() -> None:
    parts = [pose.NAMES[part] for part in (pose.EYEBROWS, pose.FACE, pose.ROTATION)]
    assert [len(part) for part in parts] == [12, 27, 6]
    assert sum(parts, ()) == pose.NAMES


def test_ravens_keys_go_both_ways_and_two_have_no_suffix() -> None:
    assert [key for key in pose.FROM_RAVEN if not key.endswith("_index")] == ["mouth_delta", "mouth_smirk"]
    assert all(pose.FROM_RAVEN[pose.RAVEN_KEYS[name]] == name for name in pose.NAMES)


def test_names_make_a_vector_in_either_spelling() -> None:
    vector = pose.named_pose({"head_x_index": -0.5, "mouth_aaa": 1, "mouth_delta": 0.25})
    assert {pose.NAMES[place]: value for place, value in enumerate(vector) if value} == {
        "mouth_aaa": 1.0,
        "mouth_delta": 0.25,
        "head_x": -0.5,
    }


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mouth_aaa": float("nan")}, "pose.mouth_aaa must be a number from 0 to 1, not nan"),
        ({"mouth_aaa": float("inf")}, "pose.mouth_aaa must be a number from 0 to 1, not inf"),
        ({"mouth_aaa": -0.1}, "pose.mouth_aaa must be a number from 0 to 1, not -0.1"),
        ({"head_y_index": 1.5}, "pose.head_y_index must be a number from -1 to 1, not 1.5"),
        ({"head_y": "0.5"}, "pose.head_y must be a number from -1 to 1, not '0.5'"),
        ({"head_y": True}, "pose.head_y must be a number from -1 to 1, not True"),
        ({"head_y": 0, "head_y_index": 0}, "pose: one parameter twice, under our name and under Raven's"),
    ],
)
def test_a_value_that_is_none_is_refused_by_its_name(values: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        pose.named_pose(values)
    assert str(caught.value) == said


def test_an_unknown_name_is_refused_with_a_hint() -> None:
    with pytest.raises(SettingsError, match=r"unknown key 'mouth_aa'; did you mean mouth_aaa\?"):
        pose.named_pose({"mouth_aa": 1})


def test_lists_become_one_tensor() -> None:
    poses = pose.poses_tensor([pose.neutral(), [1] * 45])
    assert poses.shape == (2, 45)
    assert poses.dtype == torch.float32
    assert poses.sum() == 45


def test_no_poses_are_a_tensor_too() -> None:
    assert pose.poses_tensor([]).shape == (0, 45)


@pytest.mark.parametrize(
    ("poses", "said"),
    [
        ([[0.0] * 44], "poses[0] must hold 45 numbers, not 44"),
        ([[0.0] * 45, "neutral"], "poses[1] must be a list of 45 numbers, not 'neutral'"),
        (
            [[0.0] * 39 + [float("nan")] + [0.0] * 5],
            "poses[0][39] (head_x) must be a number from -1 to 1, not nan",
        ),
        (
            [[0.0] * 36 + [None] + [0.0] * 8],
            "poses[0][36] (mouth_smirk) must be a number from 0 to 1, not None",
        ),
    ],
)
def test_a_list_that_is_no_pose_is_refused_by_place_and_name(poses: list[object], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        pose.poses_tensor(poses)
    assert str(caught.value) == said


def test_arithmetic_just_beyond_an_edge_is_put_back() -> None:
    assert pose.named_pose({"breathing": 1.0000000001})[44] == 1.0
    assert pose.named_pose({"breathing": -1e-12})[44] == 0.0
