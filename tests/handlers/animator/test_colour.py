"""Between sRGB with straight alpha, and linear light with alpha in it."""

import numpy as np
import torch

from animator import colour


def picture(*pixels: tuple[int, int, int, int]) -> np.ndarray:
    """One row of pixels."""
    return np.array([pixels], np.uint8)


def test_the_curves_are_those_of_the_standard_and_undo_each_other() -> None:
    linear = colour.to_linear(torch.tensor([0.0, 0.04045, 0.5, 1.0]))
    torch.testing.assert_close(linear, torch.tensor([0.0, 0.0031308, 0.2140411, 1.0]))
    codes = torch.arange(256) / 255
    torch.testing.assert_close(colour.to_srgb(colour.to_linear(codes)), codes)


def test_nothing_at_all_is_minus_one_in_all_four_channels() -> None:
    network = colour.network_of(colour.light_of(picture((200, 100, 50, 0))))
    assert network.flatten().tolist() == [-1.0, -1.0, -1.0, -1.0]


def test_light_has_alpha_in_its_colours() -> None:
    light = colour.light_of(picture((255, 0, 188, 51)))
    torch.testing.assert_close(light.flatten(), torch.tensor([0.2, 0.0, 0.1005, 0.2]), atol=1e-4, rtol=0)


def test_a_picture_comes_back_as_it_was() -> None:
    codes = np.random.default_rng(0).integers(0, 256, (64, 64, 4), np.uint8)
    codes[..., 3] = np.maximum(codes[..., 3], 8)
    assert np.array_equal(colour.pictures_of(colour.light_of(codes)[None])[0], codes)


def test_a_table_gives_the_codes_that_are_computed_to_one_level() -> None:
    light = colour.premultiplied(torch.rand(1, 4, 256, 256, generator=torch.Generator().manual_seed(0)))
    apart = np.abs(colour.pictures_of(light).astype(int) - colour.computed_pictures(light).numpy())
    assert apart.max() <= 1
    assert (apart > 0).mean() < 0.01


def test_a_soft_edge_keeps_its_colour_where_the_reference_viewer_darkens_it() -> None:
    light = colour.light_of(picture((255, 255, 255, 64)))[None]
    assert colour.pictures_of(light).tolist() == [[[[255, 255, 255, 64]]]]
    assert colour.viewer_pictures(colour.network_of(light)).tolist() == [[[[137, 137, 137, 64]]]]


def test_overshoot_of_a_network_is_cut_off() -> None:
    light = colour.light_from(torch.tensor([-1.1, 0.0, 1.18]))
    assert light.tolist() == [0.0, 0.5, 1.0]


def test_colour_brighter_than_its_alpha_is_white_and_colour_without_alpha_is_nothing() -> None:
    light = torch.tensor([[0.6, 0.3, 0.0, 0.5], [0.4, 0.4, 0.4, 0.0]]).t()
    assert colour.picture_pixels(light).tolist() == [[255, 203, 0, 128], [0, 0, 0, 0]]


def test_straight_and_premultiplied_undo_each_other() -> None:
    straight = colour.cleared(torch.rand(4, 8, 8, generator=torch.Generator().manual_seed(0)))
    torch.testing.assert_close(colour.straight_of(colour.premultiplied(straight)), straight)


def test_what_is_transparent_is_cleared_of_colour() -> None:
    straight = torch.tensor([0.5, 0.5, 0.5, 0.0]).view(4, 1, 1)
    assert colour.cleared(straight).flatten().tolist() == [0.0, 0.0, 0.0, 0.0]
