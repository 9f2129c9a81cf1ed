import numpy as np
import pytest

from soulstrain.character.rig.pose import FACE, INDEX, MOTION, NAMES, clipped, pose


def test_the_vector_has_the_order_that_tha_students_share() -> None:
    assert len(NAMES) == 45
    places = {
        "eyebrow_troubled_left": 0,
        "eyebrow_serious_right": 11,
        "eye_wink_left": 12,
        "iris_small_right": 25,
    }
    places |= {"mouth_aaa": 26, "mouth_delta": 31, "mouth_lowered_corner_left": 32, "mouth_smirk": 36}
    places |= {"iris_rotation_x": 37, "head_x": 39, "neck_z": 41, "breathing": 44}
    assert {name: INDEX[name] for name in places} == places
    assert (NAMES[FACE][-1], NAMES[MOTION][0]) == ("iris_rotation_y", "head_x")


def test_values_are_brought_into_their_range() -> None:
    low, high = clipped(np.full(45, -3.0)), clipped(np.full(45, 3.0))
    signed = {name for name, value in zip(NAMES, low, strict=True) if value == -1}
    assert signed == {*NAMES[37:44]}
    assert (high == 1).all()
    assert (np.delete(low, range(37, 44)) == 0).all()


@pytest.mark.parametrize("values", [np.zeros(44), np.full(45, np.nan), np.zeros((1, 45))])
def test_what_is_no_pose_is_refused(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="45 finite numbers"):
        clipped(values)


def test_an_unknown_parameter_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="mouth_aah"):
        pose({"mouth_aah": 1})
