import numpy as np
import pytest

from soulstrain.character.rig.figure import draw_rest, render
from soulstrain.character.rig.pose import MOTION, NAMES, pose
from soulstrain.character.rig.warp import warp

FACE, CROWN, CHEST = (256.0, 144.0), (256.0, 60.0), (256.0, 310.0)


def where(motion: dict[str, float], content: tuple[float, float]) -> np.ndarray:
    """How far (x, y) what lies at `content` in the picture at rest has moved."""
    source = (warp(pose(motion)[MOTION]).astype(float) + 1) * 256 - 0.5
    place = np.array(content, dtype=float)
    for _ in range(60):
        (x, y), (right, down) = place.astype(int), place % 1
        rows = source[y : y + 2, x] * (1 - right) + source[y : y + 2, x + 1] * right
        place -= rows[0] * (1 - down) + rows[1] * down - np.array(content)
    return place - np.array(content)


@pytest.mark.parametrize(
    ("motion", "content", "expected"),
    [
        ({"head_x": 1}, FACE, (0, -10.5)),
        ({"head_x": -1}, FACE, (0, 14)),
        ({"head_y": 1}, FACE, (-8.4, 0)),
        ({"head_y": 1}, CROWN, (-7, 0)),
        ({"head_y": -1}, FACE, (8.4, 0)),
        ({"neck_z": 1}, FACE, (-11, 0.8)),
        ({"neck_z": 1}, CROWN, (-22.4, 1.6)),
        ({"body_y": 1}, FACE, (-3, 0)),
        ({"body_y": 1}, CHEST, (-3.8, 0)),
        ({"body_z": 1}, CROWN, (-26, 1.5)),
        ({"body_z": 1}, FACE, (-21.1, 1.2)),
        ({"body_z": 1}, CHEST, (-11.5, 0.6)),
        ({"breathing": 1}, CHEST, (0, -1.6)),
    ],
)
def test_content_moves_as_far_and_whither_the_students_move_it(
    motion: dict[str, float], content: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert where(motion, content) == pytest.approx(expected, abs=0.3)


def test_the_head_s_motion_leaves_the_chest_alone_and_the_long_locks_behind() -> None:
    head = {"head_x": 1.0, "head_y": 1.0, "neck_z": 1.0}
    assert where(head, CHEST) == pytest.approx((0, 0), abs=1e-3)
    root, middle = (np.hypot(*where(head, (316, y))) for y in (190, 235))
    assert root > 2 * middle > 1


def test_at_rest_every_pixel_comes_from_itself() -> None:
    axis = (2 * np.arange(512) + 1) / 512 - 1
    x, y = np.meshgrid(axis, axis)
    grid = warp(np.zeros(6))
    assert (grid.shape, grid.dtype) == ((512, 512, 2), np.float32)
    assert grid == pytest.approx(np.stack([x, y], axis=2), abs=1e-6)


def test_left_and_right_turns_mirror_each_other() -> None:
    motion = np.array([0.3, 0.7, -0.4, 0.6, 0.5, 0.8])
    one, other = warp(motion), warp(motion * (1, -1, -1, -1, -1, 1))
    assert one == pytest.approx(other[:, ::-1] * (-1, 1), abs=1e-5)


def test_no_motion_folds_the_picture() -> None:
    for number in range(32):
        signs = [1 - 2 * (number >> bit & 1) for bit in range(5)]
        source = (warp([*signs, 1]) + 1) * 256
        down, right = (np.gradient(source, axis=axis) for axis in (0, 1))
        assert (right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]).min() > 0.2


def test_a_small_step_moves_no_pixel_far() -> None:
    for name in NAMES[MOTION]:
        for at in (-1.0, -0.01, 0.5):
            near, far = (warp(pose({name: at + step})[MOTION]) * 256 for step in (0.0, 0.01))
            assert 0 < np.abs(near - far).max() < 0.5


def test_a_turned_figure_is_the_picture_s_own_pixels_and_stays_in_the_frame() -> None:
    turned = render(pose({"neck_z": 1, "head_x": 1, "body_z": 1, "mouth_aaa": 1}))
    assert (turned.shape, turned.dtype) == ((512, 512, 4), np.uint8)
    assert not turned[0, :, 3].any()
    assert not turned[:, [0, -1], 3].any()
    rest = draw_rest()
    assert int(turned[..., 3].sum()) == pytest.approx(int(rest[..., 3].sum()), rel=0.03)


def test_the_background_is_transparent_and_empty_pixels_have_no_colour() -> None:
    for picture in (draw_rest(), render(pose({"head_y": 0.5}))):
        empty = picture[..., 3] == 0
        assert 0.4 < empty.mean() < 0.8
        assert not picture[empty].any()
        assert (picture[120:180, 230:280, 3] == 255).all()


def test_a_pose_without_motion_is_not_resampled() -> None:
    picture = render(pose({"mouth_iii": 1}))
    rest = draw_rest()
    rest[80:208, 192:320] = picture[80:208, 192:320]
    assert (picture == rest).all()


def test_a_hair_s_breadth_of_motion_is_a_hair_s_breadth_from_rest() -> None:
    moved = render(pose({"head_y": 1e-6})).astype(int)
    assert np.abs(moved - draw_rest())[draw_rest()[..., 3] == 255].max() <= 1
