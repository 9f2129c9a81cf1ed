"""She looks at the camera, or at a point of the picture, and follows it smoothly."""

import numpy as np
import pytest

from soulsgen.motion.events import Event, Look
from soulsgen.motion.looking import CAMERA
from soulsgen.motion.parameters import INDEX, Floats
from soulsgen.motion.scene import Manner, Scene
from soulsgen.motion.swaying import Sway

STILL = Manner(Sway(macro=0, micro=0), blinks=False, looks_about=False)
LOOKS = ("iris_rotation_x", "iris_rotation_y", "head_x", "head_y")


def looks(times: list[float] | Floats, *events: Event, manner: Manner = STILL) -> Floats:
    poses = Scene(3, manner).pictures(np.asarray(times, dtype=float), events).poses
    return poses[:, [INDEX[name] for name in LOOKS]]


@pytest.mark.parametrize(
    ("point", "signs"),
    [
        ((0.9, CAMERA[1]), (0, -1)),
        ((0.1, CAMERA[1]), (0, 1)),
        ((0.5, -0.2), (1, 0)),
        ((0.5, 1.0), (-1, 0)),
        ((0.9, 0.9), (-1, -1)),
    ],
)
def test_eyes_and_head_turn_towards_a_point(point: tuple[float, float], signs: tuple[int, int]) -> None:
    before, after = looks([0.5, 4.0], Look(1.0, point))
    assert (before == 0).all()
    assert np.sign(after.round(3)).tolist() == [*signs, *signs]
    assert abs(after).max() > 0.3


def test_the_eyes_are_there_first_and_turn_back_as_the_head_comes() -> None:
    early, late = looks([1.12, 3.0], Look(1.0, (1.0, CAMERA[1])))
    iris, head = LOOKS.index("iris_rotation_y"), LOOKS.index("head_y")
    assert abs(early[iris]) > 1.3 * abs(late[iris])
    assert abs(early[head]) < 0.5 * abs(late[head])


def test_further_away_she_turns_further_but_never_further_than_she_can() -> None:
    turned = [abs(looks([5.0], Look(1.0, (x, CAMERA[1])))[0, 3]) for x in (0.6, 0.8, 1.2, 10.0)]
    assert turned == sorted(turned)
    assert turned[-1] == pytest.approx(0.6, abs=1e-6)


def test_a_point_that_wanders_is_followed_without_a_jump_and_then_let_go() -> None:
    wanders = [Look(1 + at / 30, (0.5 + 0.4 * np.sin(at / 9), 0.5)) for at in range(90)]
    seen = looks(np.arange(0, 8, 0.001), *wanders, Look(4.5))
    assert abs(np.diff(seen, axis=0)).max() < 0.02
    assert abs(seen[1000:4000]).max() > 0.3
    assert abs(seen[-1]).max() < 1e-6


def test_at_the_camera_nothing_of_her_wanders_and_the_sway_is_calmer() -> None:
    manner = Manner(blinks=False)
    times = np.arange(10, 70, 0.04)
    free, bound = looks(times, manner=manner), looks(times, Look(1.0, CAMERA), manner=manner)
    assert abs(bound[:, :2]).max() < 1e-9 < 0.2 < abs(free[:, :2]).max()
    assert np.allclose(bound[:, 2:], 0.3 * free[:, 2:])


def test_a_manner_that_looks_somewhere_does_so_from_the_beginning_until_told_otherwise() -> None:
    manner = Manner(STILL.sway, blinks=False, looks_about=False, look=(1.0, CAMERA[1]))
    first, then = looks([0.0, 5.0], Look(1.0, (0.0, CAMERA[1])), manner=manner)
    assert first[1] < -0.3 < 0.3 < then[1]


def test_the_same_look_is_seen_at_every_frame_rate_and_in_any_order() -> None:
    events = [Look(1.0, (0.9, 0.2)), Look(1.3, (0.1, 0.9)), Look(2.0)]
    slow, fast = (looks(np.arange(0, 4, 1 / rate), *events, manner=Manner()) for rate in (10, 40))
    assert np.allclose(slow, fast[::4], atol=1e-12)
    assert np.allclose(looks(np.arange(4, 0, -0.1), *events[::-1], manner=Manner())[::-1][:-1], slow[1:])
