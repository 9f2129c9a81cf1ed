import numpy as np
import pytest

from soulstrain.character.rig.curve import along, brush, loop, mirror, path, points, sided, whole

WAVE = [(0, 0), (10, 8), (25, -4), (30, 6)]


def test_a_curve_passes_through_its_points() -> None:
    assert along(WAVE, 4) == pytest.approx(points(WAVE), abs=1e-9)


def test_a_straight_run_stays_straight() -> None:
    fine = along([(0, 0), (1, 2), (4, 8), (5, 10)], 30)
    assert fine[:, 1] == pytest.approx(2 * fine[:, 0], abs=1e-6)


def test_a_curve_has_no_corner_inside_a_run() -> None:
    fine = np.diff(along(WAVE, 3001), axis=0)
    turn = np.diff(np.unwrap(np.arctan2(fine[:, 1], fine[:, 0])))
    assert np.abs(turn).max() < 0.02


def test_points_that_meet_in_a_morph_leave_a_finite_curve() -> None:
    assert np.isfinite(along([(1, 1), (1, 1), (1, 1), (3, 1)], 20)).all()


def test_an_outline_is_mirrored_point_by_point_in_the_other_order() -> None:
    assert mirror([(300, 5), (256, 9)]).tolist() == [[256, 9], [212, 5]]


def test_a_side_and_its_mirror_image_make_the_whole() -> None:
    runs = ([(0, 10), (20, 12), (30, 40)], [(30, 40), (0, 50)])
    bounds = [shape.computeTightBounds() for shape in (sided(runs), sided(runs, left=True), whole(runs))]
    assert [(round(b.left()), round(b.right())) for b in bounds] == [(256, 286), (226, 256), (226, 286)]


def test_a_brush_is_as_wide_as_it_is_told() -> None:
    bounds = brush([(0, 10), (50, 10), (100, 10)], (4, 10, 6)).getBounds()
    assert (bounds.left(), bounds.right(), bounds.top(), bounds.bottom()) == (0, 100, 5, 15)


def test_runs_join_in_one_closed_outline() -> None:
    square = path([(0, 0), (9, 0)], [(9, 0), (9, 9)], [(9, 9), (0, 9)])
    assert square.isLastContourClosed()
    assert square.contains(5, 5)
    assert not square.contains(10, 5)
    assert loop([(0, 0), (9, 0), (9, 9), (0, 9)]).contains(4, 4)
