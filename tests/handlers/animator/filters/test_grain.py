"""Grain in brightness and in opacity."""

import pytest
import torch

from handlers.animator.filters.frames import drawn, flat


@pytest.mark.parametrize("sigma", [0, 0.5, 1, 3])
@pytest.mark.parametrize("double_size", [True, False])
def test_noise_is_as_strong_however_large_its_grains_and_keeps_the_brightness(
    sigma: float, double_size: bool
) -> None:
    values = {"strength": 0.3, "sigma": sigma, "double_size": double_size}
    frames = drawn(flat((0.5, 0.5, 0.5)), "noise", values, at=[each / 25 for each in range(20)])
    assert float(frames[:, 0].mean()) == pytest.approx(0.5, abs=0.005)
    assert float(frames[:, 0].std()) == pytest.approx(0.5 * 0.3 / 3, rel=0.25)
    assert (frames[:, 3] == 1).all()
    assert torch.equal(frames[:, 0], frames[:, 2])


def test_double_grains_are_two_pixels_wide_and_high() -> None:
    light = drawn(flat((0.5, 0.5, 0.5)), "noise", {"sigma": 0})[0, 0]
    assert torch.equal(light[::2, ::2], light[1::2, 1::2])
    assert (light[::2, 1:-1:2] != light[::2, 2::2]).float().mean() > 0.99


def test_noise_is_new_25_times_a_second_and_not_oftener() -> None:
    first, same, other = drawn(flat((0.5, 0.5, 0.5)), "noise", at=(1.0, 1.039, 1.04))
    assert torch.equal(first, same)
    assert (first != other)[0].float().mean() > 0.9


def test_noise_in_opacity_makes_holes_and_moves_no_colour() -> None:
    light = drawn(flat((0.8, 0.4, 0.2)), "noise", {"channel": "A", "strength": 0.5})
    assert light[:, 3].max() <= 1
    assert light[:, 3].min() >= 0.5
    assert light[:, 3].std() > 0.05
    torch.testing.assert_close(light[:, 0], light[:, 3] * 0.8)
