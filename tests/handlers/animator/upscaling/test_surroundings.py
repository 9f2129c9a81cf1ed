"""Colour spread to where nothing is."""

import torch

from animator.upscaling.surroundings import spread


def test_what_is_opaque_keeps_its_colour_and_its_surroundings_take_it_on() -> None:
    values = torch.zeros(1, 4, 37, 50)
    values[0, :, :, :20] = torch.tensor([0.8, 0.4, 0.2, 1.0])[:, None, None]
    made = spread(values)
    assert made.shape == (1, 3, 37, 50)
    assert torch.allclose(made, torch.tensor([0.8, 0.4, 0.2])[:, None, None], atol=1e-5)


def test_next_to_each_colour_is_more_of_it() -> None:
    values = torch.zeros(1, 4, 64, 64)
    values[0, 0, :, :10] = values[0, 3, :, :10] = 1
    values[0, 2, :, 54:] = values[0, 3, :, 54:] = 1
    red, _, blue = spread(values)[0, :, 32]
    assert (red[:10] == 1).all()
    assert (blue[54:] == 1).all()
    assert red[11] > 0.8
    assert blue[52] > 0.8
    assert torch.allclose(red + blue, torch.ones(64), atol=1e-5)


def test_a_soft_edge_has_the_colour_it_is_an_edge_of() -> None:
    values = torch.zeros(1, 4, 16, 16)
    alpha = torch.linspace(1, 0, 16)
    values[0, 0], values[0, 3] = 0.5 * alpha, alpha
    assert torch.allclose(spread(values)[0, 0], torch.tensor(0.5), atol=1e-5)


def test_a_picture_of_nothing_stays_finite() -> None:
    assert (spread(torch.zeros(2, 4, 5, 3)) == 0).all()
