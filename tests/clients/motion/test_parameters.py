"""The 45 parameters and their names."""

import numpy as np
import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.motion.parameters import INDEX, MOUTHS, NAMES, SIGNED, clipped, named, vector


def test_they_stand_in_the_order_of_the_networks() -> None:
    assert len(NAMES) == len(set(NAMES)) == 45
    places = {
        "eyebrow_troubled_left": 0,
        "eyebrow_serious_right": 11,
        "eye_wink_left": 12,
        "iris_small_right": 25,
    }
    places |= {
        "mouth_aaa": 26,
        "mouth_delta": 31,
        "mouth_lowered_corner_left": 32,
        "mouth_raised_corner_right": 35,
    }
    places |= {"mouth_smirk": 36, "iris_rotation_x": 37, "head_x": 39, "body_z": 43, "breathing": 44}
    assert {name: INDEX[name] for name in places} == places
    assert (NAMES[MOUTHS], NAMES[SIGNED][0], NAMES[SIGNED][-1]) == (NAMES[26:32], "iris_rotation_x", "body_z")


def test_names_go_out_as_others_read_them_and_come_back() -> None:
    pose = np.zeros(45)
    pose[[0, 31, 36, 39]] = [0.25, 1.0, 0.5, -1.0]
    told = {"eyebrow_troubled_left_index": 0.25, "mouth_delta": 1.0, "mouth_smirk": 0.5, "head_x_index": -1.0}
    assert named(pose) == told
    assert (vector(told) == pose).all()
    assert (
        vector({"head_x": -1, "eyebrow_troubled_left": 0.25}) == vector(told) * (pose != 0.5) * (pose != 1)
    ).all()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"eye_wnik_left": 1.0},
            "joy: eye_wnik_left is no pose parameter; they begin with eyebrow, eye, iris, mouth",
        ),
        ({"eye_wink_left_index": -0.1}, "joy: eye_wink_left_index is -0.1: a number from 0 to 1"),
        ({"head_x": 1.5}, "joy: head_x is 1.5: a number from -1 to 1"),
        ({"head_x": float("nan")}, "joy: head_x is nan: a number from -1 to 1"),
        ({"head_x": True}, "joy: head_x is True: a number from -1 to 1"),
        ({"head_x": "up"}, "joy: head_x is 'up': a number from -1 to 1"),
    ],
)
def test_what_is_wrong_with_a_pose_is_named(given: dict[str, float], words: str) -> None:
    with pytest.raises(SoulsgenError, match=words):
        vector(given, "joy")


def test_poses_are_kept_within_their_ranges() -> None:
    poses = np.stack([np.full(45, 3.0), np.full(45, -3.0)])
    assert (clipped(poses)[0] == 1).all()
    assert clipped(poses)[1].tolist() == [-1.0 if 37 <= number <= 43 else 0.0 for number in range(45)]
