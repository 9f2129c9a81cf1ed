import numpy as np
import pytest

from soulstrain.character.rig import cels, effects
from soulstrain.character.rig.cels import draw_cel
from soulstrain.character.rig.effects import draw_effect
from soulstrain.character.rig.face import eye_of
from soulstrain.character.rig.figure import draw_rest
from soulstrain.character.rig.pose import pose

BLINK = {"eye_wink_left": 1.0, "eye_wink_right": 1.0}


def test_there_are_the_cels_and_effects_that_emotions_name() -> None:
    assert (
        *(
            "blush1",
            "blush2",
            "blush3",
            "shadow1",
            "sweat1",
            "sweat2",
            "sweat3",
            "tears1",
            "tears2",
            "tears3",
        ),
        *("data1", "data2", "data3", "data4", "waver1", "waver2"),
    ) == cels.NAMES
    assert (
        *("angervein", "sweatdrop", "smallsweatdrop", "heart", "blackcloud", "flowers", "shock", "notice"),
        *("beaming", "question", "exclaim"),
    ) == effects.NAMES


@pytest.mark.parametrize("name", cels.NAMES)
def test_a_cel_lies_on_the_figure_and_on_nothing_else(name: str) -> None:
    layer = draw_cel(name)
    assert layer.shape == (512, 512, 4)
    assert (layer[..., 3] > 0).sum() > 60
    assert (draw_rest()[layer[..., 3] > 8, 3] > 0).all()
    assert layer.tobytes() == draw_cel(name).tobytes()


def test_stronger_cels_cover_more() -> None:
    for kind in ("blush", "sweat", "tears"):
        cover = [int(draw_cel(f"{kind}{number}")[..., 3].astype(int).sum()) for number in (1, 2, 3)]
        assert cover == sorted(cover)
        assert len(set(cover)) == 3


def test_frames_of_an_animated_cel_differ() -> None:
    for frames in (("data1", "data2", "data3", "data4"), ("waver1", "waver2")):
        assert len({draw_cel(name).tobytes() for name in frames}) == len(frames)


@pytest.mark.parametrize("name", ["data1", "waver1"])
def test_what_lies_in_the_eyes_is_hidden_by_the_lids(name: str) -> None:
    shut = draw_cel(name, pose(BLINK))[..., 3].astype(int).sum()
    assert shut < 0.3 * draw_cel(name)[..., 3].astype(int).sum()


def test_data_eyes_follow_the_gaze() -> None:
    rows, columns = draw_cel("data1", pose({"iris_rotation_y": 1}))[..., 3].nonzero()
    right = columns > 256
    eye = eye_of(pose({"iris_rotation_y": 1}), "left")
    assert np.hypot(columns[right].mean() - eye.iris[0], rows[right].mean() - eye.iris[1]) < 4


@pytest.mark.parametrize("name", effects.NAMES)
def test_an_effect_moves_through_a_cycle_and_closes_it(name: str) -> None:
    start, later, end = (draw_effect(name, phase) for phase in (0.0, 0.4, 1.0))
    assert (start == end).all()
    assert (start != later).any()
    near = draw_effect(name, 0.41).astype(int)
    assert np.abs(near - later).sum(axis=2).mean() < 2
    assert (later[..., 3] > 0).sum() > 300


@pytest.mark.parametrize("name", effects.NAMES)
def test_an_effect_leaves_the_face_free_and_stays_in_the_frame(name: str) -> None:
    for phase in (0.0, 0.25, 0.5, 0.75):
        cover = draw_effect(name, phase)[..., 3]
        assert not cover[138:200, 212:300].any()
        assert not np.concatenate([cover[0], cover[-1], cover[:, 0], cover[:, -1]]).any()


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no cel is called 'blush9'; there are blush1, .*waver2"):
        draw_cel("blush9")
    with pytest.raises(ValueError, match=r"no effect is called 'snow'; there are angervein, .*exclaim"):
        draw_effect("snow", 0)
