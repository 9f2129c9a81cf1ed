"""Enlarging, colours apart, dark corners."""

import math

import pytest
import torch

from handlers.animator.filters.frames import drawn, flat, middle


def line(column: int, side: int = 200) -> torch.Tensor:
    """White, three pixels wide, on black."""
    light = flat((0.0, 0.0, 0.0), side, side)
    light[:, :3, :, column - 1 : column + 2] = 1
    return light


@pytest.mark.parametrize("quality", ["low", "high", "ultra"])
def test_zoom_moves_what_is_seen_away_from_its_centre(quality: str) -> None:
    """At half of the way from the centre before, all of it behind."""
    values = {"center_x": 0.5, "center_y": 0.0, "factor": 2, "quality": quality}
    seen = drawn(line(120), "zoom", values)[0, 0, 100]
    centre = 0.75 * 200 - 0.5
    assert float(middle(seen)) == pytest.approx(centre + 2 * (120 - centre), abs=0.05)
    assert float(seen.sum()) == pytest.approx(6, abs=0.1)


@pytest.mark.parametrize("quality", ["low", "high", "ultra"])
def test_zoom_never_shows_what_is_beyond_the_picture(quality: str) -> None:
    for centre in (-1, 1):
        values = {"center_x": centre, "center_y": centre, "factor": 3.7, "quality": quality}
        whole = drawn(flat((0.2, 0.4, 0.6)), "zoom", values)
        torch.testing.assert_close(whole, flat((0.2, 0.4, 0.6)), atol=1e-5, rtol=0)


def test_better_zooms_are_sharper() -> None:
    steepest = []
    for quality in ("low", "high", "ultra"):
        values = {"factor": 4, "center_x": 0, "center_y": 0, "quality": quality}
        steepest.append(float(drawn(line(100), "zoom", values)[0, 0, 100].diff().abs().max()))
    assert steepest[0] < steepest[1] < steepest[2]


@pytest.mark.parametrize("scale", [0.005, 0.02, 0.05])
@pytest.mark.parametrize("column", [20, 60, 170])
def test_red_and_blue_are_so_many_pixels_apart(scale: float, column: int) -> None:
    """Red farther from the middle by `scale` of its distance, blue nearer by as much."""
    red, green, blue, alpha = drawn(line(column), "chromatic_aberration", {"scale": scale, "sigma": 0})[
        0, :, 100
    ]
    distance = column - 99.5
    assert float(middle(green)) == pytest.approx(column, abs=1e-3)
    assert float(middle(red)) == pytest.approx(column + scale * distance, abs=0.03)
    assert float(middle(blue)) == pytest.approx(column - scale * distance, abs=0.03)
    assert (alpha == 1).all()


def test_red_and_blue_are_out_of_focus_and_green_is_not() -> None:
    red, green, blue, _ = drawn(line(100, 512), "chromatic_aberration", {"scale": 0, "sigma": 2})[0, :, 100]
    torch.testing.assert_close(green, line(100, 512)[0, 1, 100])
    assert torch.equal(red, blue)
    assert 0.2 < float(red[103]) < 0.3
    assert float(red.sum()) == pytest.approx(3, abs=1e-3)


def test_a_figures_alpha_is_the_mean_of_its_colours_own() -> None:
    light = line(40) * line(40)[:, :1]
    changed = drawn(light, "chromatic_aberration", {"scale": 0.05, "sigma": 0})[0, :, 100]
    assert float(changed[3].sum()) == pytest.approx(3, abs=0.05)
    assert float(changed[3].max()) < 0.7


def test_corners_are_darker_by_the_fourth_power_of_a_cosine() -> None:
    light = drawn(flat((0.8, 0.6, 0.4), 101, 201), "vignetting")[0]
    assert light[:, 50, 100].tolist() == pytest.approx([0.8, 0.6, 0.4, 1])
    assert (light[3] == 1).all()
    # A corner's angle is 0.42 of a right one; half as far from the middle its tangent is half.
    for row, column, share in ((0, 0, 1.0), (25, 50, 0.5)):
        angle = math.atan(share * math.tan(0.42 * math.pi / 2))
        assert float(light[0, row, column]) == pytest.approx(0.8 * math.cos(angle) ** 4, rel=0.02)
    torch.testing.assert_close(light, light.flip(1))
    torch.testing.assert_close(light, light.flip(2))
