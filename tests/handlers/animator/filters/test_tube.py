"""A television's tube."""

import pytest
import torch

from handlers.animator.filters.frames import drawn, flat

PLAIN: dict[str, object] = {"curvature": 0, "line_strength": 0, "mask": "none", "glow": 0}
GREY = (0.4, 0.4, 0.4)


def test_bulging_glass_has_round_corners_and_its_middle_in_place() -> None:
    light = flat((0.0, 0.0, 0.0), 201, 201)
    light[:, :3, 99:102, 99:102] = 1
    tube = drawn(light, "crt", {**PLAIN, "curvature": 0.2})[0]
    assert tube[3, [0, 0, -1, -1], [0, -1, 0, -1]].tolist() == [0, 0, 0, 0]
    assert tube[3, 100, 3] == 1
    assert tube[0, 100, 100] == pytest.approx(1)
    assert tube[0].sum() == pytest.approx(9 / 0.9**2, rel=0.1)


def test_straight_lines_bulge_outwards() -> None:
    light = flat((0.0, 0.0, 0.0), 200, 200)
    light[:, :3, 20:24] = 1
    tube = drawn(light, "crt", {**PLAIN, "curvature": 0.3})[0, 0, :100]
    rows = (tube * torch.arange(100)[:, None]).sum(0) / tube.sum(0).clamp(min=1e-6)
    assert rows[100] < rows[60] - 1
    assert rows[60] < rows[30] - 1


def test_the_beam_draws_lines_that_are_narrower_where_it_is_dark() -> None:
    depths = []
    for bright in (0.02, 0.7):
        rows = drawn(flat((bright,) * 3, 64, 4), "crt", {**PLAIN, "line_strength": 0.6})[0, 0, :, 0]
        torch.testing.assert_close(rows[:32], rows[32:])
        depths.append(float(1 - rows.min() / rows.max()))
    assert depths[0] > depths[1] > 0.1


@pytest.mark.parametrize("mask", ["aperture", "shadow"])
def test_the_mask_parts_the_primaries_in_threes(mask: str) -> None:
    light = drawn(flat(GREY, 12, 12), "crt", {**PLAIN, "mask": mask, "mask_strength": 0.5})[0, :3]
    assert (light.argmax(0)[0] == torch.arange(12) % 3).all()
    assert light.mean((1, 2)).tolist() == pytest.approx([0.4, 0.4, 0.4])
    same = torch.equal(light[:, 0], light[:, 2])
    assert same == (mask == "aperture")


def test_a_tube_is_about_as_bright_as_what_it_shows() -> None:
    inner = drawn(flat(GREY, 240, 240), "crt")[0, :3, 40:200, 40:200]
    assert float(inner.mean()) == pytest.approx(0.4, rel=0.15)


def test_glass_scatters_light_around_a_lamp() -> None:
    light = flat((0.0, 0.0, 0.0), 256, 256)
    light[:, :3, 120:136, 120:136] = 1
    row = drawn(light, "crt", {**PLAIN, "glow": 0.5})[0, 0, 128]
    assert 0.01 < row[138] < 0.5
    assert row[160] < 1e-3
