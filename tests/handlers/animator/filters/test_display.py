"""Holograms, bands, lines."""

import pytest
import torch

from handlers.animator.filters.frames import drawn, figure, flat

GREY = (0.5, 0.5, 0.5)


def test_a_translucent_display_lets_a_share_through() -> None:
    torch.testing.assert_close(drawn(figure(), "translucent_display", {"alpha": 0.7}), figure() * 0.7)


def test_bands_are_brighter_and_darker_and_on_average_neither() -> None:
    rows = drawn(flat(GREY, 128, 8), "banding", {"strength": 0.4})[0, 0, :, 0]
    assert float(rows.mean()) == pytest.approx(0.5, abs=1e-3)
    assert float(rows.max()) == pytest.approx(0.6, abs=1e-3)
    assert float(rows.min()) == pytest.approx(0.4, abs=1e-3)
    torch.testing.assert_close(rows[:64], rows[64:])


def test_bands_sink_by_so_many_pixels_a_frame() -> None:
    first, later = drawn(flat(GREY, 512, 4), "banding", {"speed": 16}, at=(0.0, 0.2))[:, 0, :, 0]
    torch.testing.assert_close(later[80:], first[:-80], atol=1e-5, rtol=0)


def test_bands_brighten_nothing_beyond_white() -> None:
    light = drawn(figure(), "banding", {"strength": 1}, at=(0.3,))
    assert (light[:, :3] <= light[:, 3:]).all()
    assert torch.equal(light[:, 3], figure()[:, 3])


@pytest.mark.parametrize(("double_size", "high"), [(True, 2), (False, 1)])
def test_every_other_line_is_dimmer_and_they_take_turns(double_size: bool, high: int) -> None:
    values = {"double_size": double_size, "strength": 0.3}
    first, same, turned = drawn(flat(GREY, 16, 4), "scanlines", values, at=(0.0, 0.039, 0.04))[:, 0, :, 0]
    dim, bright = torch.tensor([0.35]).repeat(high), torch.tensor([0.5]).repeat(high)
    torch.testing.assert_close(first, torch.cat([dim, bright]).repeat(8 // high))
    assert torch.equal(first, same)
    torch.testing.assert_close(turned, torch.cat([bright, dim]).repeat(8 // high))


def test_a_field_can_stay_dim() -> None:
    values = {"dynamic": False, "field": 1, "double_size": False, "strength": 1}
    first, later = drawn(flat(GREY, 6, 2), "scanlines", values, at=(0.0, 0.04))[:, 0, :, 0]
    assert first.tolist() == later.tolist() == [0.5, 0, 0.5, 0, 0.5, 0]


def test_lines_dim_opacity_where_asked() -> None:
    light = drawn(flat(GREY, 4, 2), "scanlines", {"channel": "A", "strength": 0.4, "double_size": False})
    assert light[0, 3, :, 0].tolist() == pytest.approx([0.6, 1, 0.6, 1])
    assert light[0, 0, :, 0].tolist() == pytest.approx([0.3, 0.5, 0.3, 0.5])
    opaque = drawn(flat(GREY, 4, 2), "scanlines", {"strength": 0.4})
    assert (opaque[:, 3] == 1).all()
