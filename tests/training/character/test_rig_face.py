import numpy as np
import pytest

from soulstrain.character.rig.brow import brow
from soulstrain.character.rig.face import draw_face, eye_of, mouth_of
from soulstrain.character.rig.figure import draw_rest
from soulstrain.character.rig.measures import MARGIN
from soulstrain.character.rig.mouth import mouth
from soulstrain.character.rig.pose import BROWS, FACE, MOUTHS, NAMES, of, pose

FACE_NAMES = NAMES[FACE]
# Rows of the face's square in which each group may change anything, and columns of each side.
ROWS = {"eyebrow": (0, 66), "eye": (38, 92), "iris": (38, 92), "mouth": (92, 124)}
SIDES = {"left": (64, 128), "right": (0, 64)}


def changed(values: dict[str, float]) -> np.ndarray:
    """[128, 128] bool: which pixels of the face differ from rest."""
    differs: np.ndarray = (draw_face(pose(values)) != draw_face(pose())).any(axis=2)
    return differs


@pytest.mark.parametrize("name", FACE_NAMES)
def test_a_parameter_changes_its_own_part_of_the_face_and_no_other(name: str) -> None:
    rows, columns = changed({name: 1.0}).nonzero()
    assert len(rows) >= (12 if "corner" in name else 40)
    top, bottom = ROWS[name.partition("_")[0]]
    assert (top <= rows.min(), rows.max() < bottom) == (True, True)
    # Mouth corners meet in the middle, brows may knit across it.
    left, right = (0, 128) if "rotation" in name else SIDES.get(name.rpartition("_")[2], (0, 128))
    over = 12 if name.startswith("mouth") else 0
    assert (left - over <= columns.min(), columns.max() < right + over) == (True, True)
    inside = np.s_[MARGIN : 128 - MARGIN]
    assert ((rows >= inside.start) & (rows < inside.stop) & (columns >= inside.start)).all()


@pytest.mark.parametrize("name", FACE_NAMES)
def test_a_small_step_changes_little(name: str) -> None:
    start = -1.0 if "rotation" in name else 0.0
    for at in np.linspace(start, 0.95, 4):
        near, far = (draw_face(pose({name: at + step})).astype(int) for step in (0.0, 0.01))
        assert np.abs(near - far).sum(axis=2).mean() < 1, at


def test_the_same_pose_makes_the_same_bytes() -> None:
    values = dict.fromkeys(FACE_NAMES[::3], 0.37)
    assert draw_face(pose(values)).tobytes() == draw_face(pose(values)).tobytes()


def test_at_rest_the_face_is_the_picture_s_own() -> None:
    assert (draw_face(pose()) == draw_rest()[80:208, 192:320]).all()


def test_head_and_body_leave_the_face_s_square_alone() -> None:
    assert (draw_face(pose(dict.fromkeys(NAMES[39:], 1.0))) == draw_face(pose())).all()


def test_a_closed_mouth_is_closed() -> None:
    rest = mouth_of(pose())
    assert rest.open == 0
    assert (rest.upper == rest.lower).all()
    for name in ("mouth_smirk", "mouth_raised_corner_left", "mouth_lowered_corner_right"):
        assert mouth_of(pose({name: 1})).open == 0


def test_openings_differ_and_a_wide_a_opens_furthest() -> None:
    opened = {name: mouth_of(pose({f"mouth_{name}": 1})) for name in MOUTHS}
    widths = {name: float(np.ptp(shape.upper[:, 0])) for name, shape in opened.items()}
    assert min(widths, key=widths.__getitem__) == "uuu"
    assert max(widths, key=widths.__getitem__) == "iii"
    assert max(opened[name].open for name in MOUTHS) == opened["ooo"].open
    assert all(shape.open > 5 for shape in opened.values())


def test_openings_over_one_in_all_share_the_mouth() -> None:
    everything = mouth(dict.fromkeys(MOUTHS, 1.0), (0, 0), (0, 0), 0)
    assert everything.open < max(mouth_of(pose({f"mouth_{name}": 1})).open for name in MOUTHS)


def test_corners_pull_their_own_side() -> None:
    rest, raised = mouth_of(pose()).upper, mouth_of(pose({"mouth_raised_corner_left": 1})).upper
    moved = raised - rest
    assert moved[-1, 1] < -3
    assert (moved[:4] == 0).all()


@pytest.mark.parametrize("name", ["wink", "happy_wink", "relaxed"])
def test_a_shut_eye_shows_no_iris(name: str) -> None:
    eye = eye_of(pose({f"eye_{name}_left": 1}), "left")
    assert eye.upper == pytest.approx(eye.lower)
    assert eye.closed == 1


def test_lids_never_pass_through_each_other() -> None:
    values = dict.fromkeys(("eye_unimpressed_left", "eye_raised_lower_eyelid_left"), 1.0)
    eye = eye_of(pose(values | {"eye_wink_left": 0.5}), "left")
    assert (eye.upper[:, 1] <= eye.lower[:, 1]).all()


def test_the_gaze_goes_up_and_to_the_picture_s_left() -> None:
    rest, turned = (eye_of(pose(v), "left").iris for v in ({}, {"iris_rotation_x": 1, "iris_rotation_y": 1}))
    assert (turned - rest).tolist() == [-6, -5]


def test_left_and_right_mirror_each_other() -> None:
    for name in FACE_NAMES[12:26:2]:
        left, right = (eye_of(pose({name.replace("left", side): 0.7}), side) for side in ("left", "right"))
        assert left.upper == pytest.approx(right.upper * (-1, 1) + (512, 0))
        assert left.lower == pytest.approx(right.lower * (-1, 1) + (512, 0))
        assert left.scale == right.scale
    for name in BROWS:
        values = pose({f"eyebrow_{name}_left": 1, f"eyebrow_{name}_right": 1})
        left_brow, right_brow = (brow(side, of(values, "eyebrow", BROWS, side)) for side in ("left", "right"))
        assert left_brow == pytest.approx(right_brow * (-1, 1) + (512, 0))


def test_all_brow_morphs_at_once_stay_inside_the_square() -> None:
    run = brow("left", dict.fromkeys(BROWS, 1.0) | {"lowered": 0.0, "angry": 0.0, "serious": 0.0})
    assert run[:, 1].min() >= 80 + MARGIN
    assert not changed(dict.fromkeys(FACE_NAMES[:12], 1.0))[:MARGIN].any()


def test_only_eyes_brows_and_mouth_ever_change() -> None:
    rng = np.random.default_rng(7)
    ever = np.zeros((128, 128), bool)
    for _ in range(40):
        ever |= changed(dict(zip(FACE_NAMES, rng.uniform(0, 1, 39), strict=True)))
    assert not ever[:, :8].any()
    assert not ever[:, -8:].any()
    assert not ever[124:].any()
