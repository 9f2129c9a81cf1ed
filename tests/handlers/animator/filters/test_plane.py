"""Blurs, cells and limits."""

import pytest
import torch

from animator.filters.maps import kept
from animator.filters.moved import slid
from animator.filters.plane import BILINEAR, NEAREST, blurred, coarse, fine, measure, within


def spread(plane: torch.Tensor) -> float:
    """Deviation of one row's light."""
    row = plane[0, 0].sum(0)
    places = torch.arange(len(row), dtype=torch.float)
    middle = (row * places).sum() / row.sum()
    return float(((row * (places - middle) ** 2).sum() / row.sum()).sqrt())


@pytest.mark.parametrize("sigma", [1.0, 1.5, 3.0, 4.0, 5.0, 7.0, 12.0, 30.0])
def test_a_blur_is_as_wide_as_it_says_and_keeps_the_light(sigma: float) -> None:
    dots = torch.zeros(1, 1, 8, 511)
    dots[..., 255] = 1
    blurry = blurred(dots, sigma, 0)
    assert blurry.sum() == pytest.approx(8, rel=1e-4)
    assert spread(blurry) == pytest.approx(sigma, rel=0.02)
    assert spread(blurred(dots.transpose(2, 3), 0, sigma).transpose(2, 3)) == pytest.approx(sigma, rel=0.02)


def test_what_is_even_stays_even_to_the_border() -> None:
    even = torch.full((2, 3, 17, 23), 0.7)
    torch.testing.assert_close(blurred(even, 9.0, 2.0), even)


def test_no_blur_is_the_same() -> None:
    planes = torch.rand(1, 2, 9, 9)
    assert torch.equal(blurred(planes, 0, 0), planes)
    torch.testing.assert_close(blurred(planes, 0.05, 0.05), planes)


def test_cells_are_means_and_those_at_the_border_go_on_beyond_it() -> None:
    planes = torch.arange(15.0).view(1, 1, 3, 5)
    cells = coarse(planes, 2, 3)
    expected = torch.tensor(
        [[(0 + 1 + 2 + 5 + 6 + 7) / 6, (3 + 4 + 4 + 8 + 9 + 9) / 6], [11.0, (13 + 14 + 14) / 3]]
    )
    torch.testing.assert_close(cells[0, 0], expected)
    back = fine(cells, 2, 3, (3, 5), NEAREST)
    assert torch.equal(back[0, 0, :, 2], cells[0, 0, [0, 0, 1], 0])
    assert torch.equal(back[0, 0, :, 3], cells[0, 0, [0, 0, 1], 1])


def test_lines_between_cells_stay_where_they_were() -> None:
    slope = torch.arange(64.0).expand(1, 1, 8, 64)
    there = fine(coarse(slope, 1, 4), 1, 4, (8, 64), BILINEAR)
    torch.testing.assert_close(there[..., 2:-2], slope[..., 2:-2])


def test_lengths_are_those_of_a_picture_of_512_lines() -> None:
    assert measure(torch.zeros(1, 4, 512, 300), 7) == 7
    assert measure(torch.zeros(1, 4, 256, 300), 7) == 3.5


def test_colours_are_kept_between_nothing_and_their_alpha() -> None:
    light = torch.tensor([-0.1, 0.5, 0.3, 0.4]).view(1, 4, 1, 1)
    assert within(light).flatten().tolist() == pytest.approx([0, 0.4, 0.3, 0.4])


def test_rows_slide_by_pixels_and_parts_of_them() -> None:
    light = torch.rand(2, 4, 3, 9)
    pixels = torch.tensor([[0.0, 2.0, -1.0], [0.5, 100.0, 0.0]]).view(2, 1, 3, 1)
    moved = slid(light, pixels, edge=True)
    assert torch.equal(moved[0, :, 0], light[0, :, 0])
    assert torch.equal(moved[0, :, 1, 2:], light[0, :, 1, :-2])
    assert torch.equal(moved[0, :, 1, :2], light[0, :, 1, :1].expand(4, 2))
    assert torch.equal(moved[0, :, 2, :-1], light[0, :, 2, 1:])
    torch.testing.assert_close(moved[1, :, 0, 1:], (light[1, :, 0, 1:] + light[1, :, 0, :-1]) / 2)
    assert torch.equal(moved[1, :, 1], light[1, :, 1, :1].expand(4, 9))
    emptied = slid(light, pixels, edge=False)
    assert not emptied[0, :, 1, :2].any()
    assert not emptied[1, :, 1].any()
    torch.testing.assert_close(emptied[1, :, 0, 0], light[1, :, 0, 0] / 2)


def test_columns_slide_the_same_way() -> None:
    light = torch.rand(2, 4, 9, 5)
    pixels = torch.tensor([2.5, -1.0]).view(2, 1, 1, 1)
    across = slid(light.transpose(2, 3), pixels, edge=True).transpose(2, 3)
    torch.testing.assert_close(slid(light, pixels, edge=True, way=2), across)


def test_maps_are_kept_for_the_next_frame_but_not_of_huge_pictures() -> None:
    made: list[tuple[int, int, str]] = []

    @kept(2)
    def plain(height: int, width: int, kind: str) -> torch.Tensor:
        made.append((height, width, kind))
        return torch.zeros(())

    for kind in ("a", "b", "a", "c", "b"):
        plain(4, 4, kind)
    assert [kind for _, _, kind in made] == ["a", "b", "c", "b"]
    for _ in range(2):
        plain(1025, 1024, "a")
    assert made[4:] == [(1025, 1024, "a")] * 2
