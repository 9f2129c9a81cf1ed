"""A bad cable."""

import math

import pytest
import torch

from animator.filters.plane import brightness
from handlers.animator.filters.frames import drawn, figure, flat, middle


def post(height: int = 256, width: int = 200) -> torch.Tensor:
    """White, upright, before nothing."""
    light = torch.zeros(1, 4, height, width)
    light[..., 96:104] = 1
    return light


def moved(light: torch.Tensor) -> torch.Tensor:
    """[n, height]: how far right of the post's place each row is."""
    return middle(light[:, 3]) - 99.5


def test_too_little_bandwidth_blurs_all_four_planes_alike() -> None:
    light = drawn(post(512), "analog_lowres", {"sigma": 2})
    assert torch.equal(light[:, 0], light[:, 3])
    assert 0.05 < float(light[0, 0, 256, 106]) < 0.3
    assert float(light[0, 0, 256].sum()) == pytest.approx(8, abs=1e-3)


def test_grey_has_no_colour_to_be_coarse() -> None:
    grey = post(64)
    grey[:, :3] *= 0.4
    for values in ({}, {"mode": "digital"}):
        torch.testing.assert_close(drawn(grey, "chroma_subsample", values), grey, atol=1e-5, rtol=0)


def halves(height: int = 512) -> torch.Tensor:
    """Dull red beside dull green of the same brightness to the eye."""
    light = flat((0.3, 0.3, 0.3), height, 64)
    light[:, 0, :, :32] = 0.6
    light[:, 2, :, 32:] = 0.1
    return light


def test_colour_spreads_over_an_edge_and_brightness_does_not() -> None:
    light = drawn(halves(), "chroma_subsample")
    seen = [brightness(each[:, :3].sqrt())[0, 0, 256] for each in (halves(), light)]
    torch.testing.assert_close(seen[1], seen[0], atol=1e-4, rtol=0)
    colour = (light[0, 0].sqrt() - brightness(light[:, :3].sqrt())[0, 0])[256]
    assert (colour[22:42].diff() < -1e-4).all()
    assert colour[8:20].std() < 1e-3


def test_digital_colour_is_one_a_block() -> None:
    light = drawn(figure(96, 96), "chroma_subsample", {"mode": "digital"})
    seen = light[:, :3].sqrt()
    inner = (seen[:, :1] - brightness(seen))[0, 0, 56:80, 32:64]
    blocks = inner.view(6, 4, 8, 4).permute(0, 2, 1, 3).reshape(48, 16)
    assert (blocks - blocks[:, :1]).abs().max() < 1e-4
    assert blocks[:, 0].std() > 0.01


def test_colour_is_coarse_along_lines_alone_where_asked() -> None:
    stripes = flat((0.6, 0.3, 0.3), 64, 64)
    stripes[:, :3, ::2] = torch.tensor([0.3, 0.3, 0.6]).view(1, 3, 1, 1)
    for mode in ("analog", "digital"):
        alone, both = (
            drawn(stripes, "chroma_subsample", {"mode": mode, "subsampling": each, "sigma": 16})
            for each in ("4:2:2", "4:2:0")
        )
        torch.testing.assert_close(alone, stripes, atol=1e-4, rtol=0)
        assert (both - stripes).abs().max() > 0.05


def test_rippling_lines_are_late_by_waves_that_run_down() -> None:
    values = {"amplitude1": 0.05, "density1": 2, "density2": None, "density3": 0, "speed": 8}
    frames = moved(drawn(post(), "analog_rippling_hsync", values, at=(0.0, 512 / 25 / 8, 0.64)))
    rows = (torch.arange(256) + 0.5) / 256
    waves = 0.05 * 100 * torch.sin(2 * math.pi * 2 * rows)
    torch.testing.assert_close(frames[0], waves, atol=1e-3, rtol=0)
    # A turn later it is as it was; after 0.64 s it has sunk by 8 * 16 lines of 512.
    torch.testing.assert_close(frames[1], waves, atol=1e-3, rtol=0)
    torch.testing.assert_close(frames[2, 64:], waves[:-64], atol=1e-2, rtol=0)


def test_by_default_lines_ripple_by_less_than_a_pixel() -> None:
    far = moved(drawn(post(), "analog_rippling_hsync", at=(0.0, 1.0, 2.0))).abs()
    assert 0.1 < far.max() < 0.3001


@pytest.mark.parametrize(
    ("placement", "last", "still"), [("bottom", -1, slice(0, 224)), ("top", 0, slice(32, 256))]
)
def test_lines_run_away_at_an_edge_alone_and_outermost_most(placement: str, last: int, still: slice) -> None:
    values = {"asymmetry": 0.2, "ripple_amplitude": 0, "placement": placement}
    light = drawn(post(), "analog_runaway_hsync", values)
    assert torch.equal(light[:, :, still], post()[:, :, still])
    away = moved(light)[0]
    assert float(away[last]) == pytest.approx(0.2 * 100 * (31.5 / 32) ** 2, abs=0.05)
    # Half of the way, a quarter of it: a parabola.
    half = 255 - 16 if placement == "bottom" else 16
    assert float(away[half]) == pytest.approx(0.2 * 100 / 4, abs=0.4)


def test_the_edge_swings_about_its_asymmetry() -> None:
    times = [each / 25 for each in range(512)]
    values = {"asymmetry": -0.1, "ripple_amplitude": 0.05, "speed": 8}
    away = moved(drawn(post(32), "analog_runaway_hsync", values, at=times))[:, -1]
    share = (3.5 / 4) ** 2
    assert float(away.mean()) == pytest.approx(-10 * share, abs=0.1)
    assert -15 * share - 0.01 <= float(away.min()) < -13 * share
    assert -7 * share < float(away.max()) <= -5 * share + 0.01
