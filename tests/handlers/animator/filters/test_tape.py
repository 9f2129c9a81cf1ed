"""A tape's noise, scars and heads."""

import pytest
import torch

from handlers.animator.filters.frames import drawn, figure, flat

GREY = (0.4, 0.4, 0.4)
MANY = [step / 25 for step in range(400)]


def touched(light: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
    """[n, height]: rows that are not as before."""
    return (light != before).any(3).any(1)


def test_a_tapes_noise_is_runs_along_lines() -> None:
    values = {"double_size": False, "strength": 0.5}
    noise = drawn(flat(GREY, 128, 128), "analog_vhs_noise", values)[0, 0] - 0.4
    beside, below = ((noise * noise.roll(1, way))[1:, 1:].mean() / noise.var() for way in (1, 0))
    assert beside > 0.8
    assert abs(below) < 0.1


def test_pal_keeps_hues_and_ntsc_does_not() -> None:
    light = flat((0.4, 0.3, 0.2))
    pal, ntsc = (
        drawn(light, "analog_vhs_noise", {"mode": mode, "strength": 0.2}) for mode in ("PAL", "NTSC")
    )
    torch.testing.assert_close(pal[:, 0] - pal[:, 1], torch.full((1, 96, 96), 0.1))
    assert (ntsc[:, 0] - ntsc[:, 1]).std() > 0.005
    blocks = drawn(flat(GREY), "analog_vhs_noise", {"mode": "NTSC"})[0]
    smooth = drawn(flat(GREY), "analog_vhs_noise", {"mode": "NTSC", "ntsc_chroma": "bilinear"})[0]
    colour, smoothed = blocks[0] - blocks[2], smooth[0] - smooth[2]
    torch.testing.assert_close(colour[::4], colour[3::4], atol=0.01, rtol=0)
    assert (smoothed[::4] - smoothed[3::4]).abs().mean() > (colour[::4] - colour[3::4]).abs().mean() * 3


def test_scars_are_lines_as_high_and_as_many_as_said() -> None:
    values = {"unboost": 0.3, "min_glitch_height": 4, "max_glitch_height": 8, "max_glitches": 2}
    before = flat((0.0, 0.0, 0.0), 256, 32)
    rows = touched(drawn(before, "analog_vhsglitches", values, at=MANY), before)
    starts = rows[:, 1:] & ~rows[:, :-1]
    assert int((starts.sum(1) + rows[:, 0]).max()) == 2
    lines = rows.sum(1)
    assert set(lines.tolist()) <= {0, *range(2, 9)}
    assert {2, 3, 4} & set(lines.tolist())
    where = rows.float().mean(0)
    assert (where[:128].mean() - where[128:].mean()).abs() < 0.01


def test_scars_are_seldom_by_default_and_seldomer_with_more_unboost() -> None:
    before = flat(GREY, 64, 16)
    shares = [
        float(
            touched(drawn(before, "analog_vhsglitches", {"unboost": unboost}, at=MANY), before)
            .any(1)
            .float()
            .mean()
        )
        for unboost in (1, 4, 10)
    ]
    assert shares[0] > 0.6
    assert 0.15 < shares[1] < 0.45
    assert shares[2] < shares[1]


def test_a_scar_stays_as_it_is_for_as_long_as_it_says() -> None:
    values = {"unboost": 0.1, "hold_min": 4, "hold_max": 6}
    frames = drawn(flat(GREY, 512, 16), "analog_vhsglitches", values, at=MANY)
    changes = (frames[1:] != frames[:-1]).flatten(1).any(1).nonzero().flatten()
    # Some have no scar, and the next neither.
    assert set(changes.diff().tolist()) <= {4, 5, 6, 8, 9, 10, 11, 12}
    assert {4, 5, 6} <= set(changes.diff().tolist())


def test_a_scar_covers_its_share_and_only_what_is_there() -> None:
    light = drawn(
        figure(), "analog_vhsglitches", {"unboost": 0.1, "strength": 0.25, "max_glitch_height": 100}
    )
    assert torch.equal(light[:, 3], figure()[:, 3])
    rows = touched(light, figure())[0]
    inside = light[0, :3, rows] - 0.75 * figure()[0, :3, rows]
    assert inside.min() >= -1e-6
    assert (inside - 0.25 * figure()[0, 3, rows]).max() <= 1e-6
    assert inside.std() > 0.01


def test_heads_switch_in_the_last_lines_alone_and_the_last_is_torn_farthest() -> None:
    post = torch.zeros(1, 4, 200, 400)
    post[..., 196:204] = 1
    times = [step / 5 for step in range(100)]
    values = {"height": 0.1, "max_displacement": 0.1, "noise_blend": 0, "speed": 16}
    frames = drawn(post, "analog_vhs_headswitching", values, at=times)
    assert torch.equal(frames[:, :, :180], post.expand(100, -1, -1, -1)[:, :, :180])
    places = (frames[:, 3] * torch.arange(400)).sum(2) / frames[:, 3].sum(2) - 199.5
    far = places.abs().amax(0)
    assert 10 < float(far[199]) <= 20.01
    assert far[199] > far[190] > far[182] > 0


def test_the_last_lines_dissolve_in_noise() -> None:
    light = drawn(flat(GREY, 200, 64), "analog_vhs_headswitching", {"noise_blend": 0.5, "height": 0.1})[0, 0]
    assert (light[:180] == 0.4).all()
    assert light[199].std() > 3 * light[182].std()


def test_bad_tracking_lifts_the_picture_over_a_band_of_noise() -> None:
    slope = flat((0.0, 0.0, 0.0), 200, 32)
    slope[:, :3] = (torch.arange(200) / 200).view(200, 1)
    light = drawn(slope, "analog_vhstracking", {"base_offset": 0.1, "max_dynamic_offset": 0})
    torch.testing.assert_close(light[:, :, :190], slope[:, :, 10:], atol=1e-5, rtol=0)
    assert light[0, 0, 190:].std() > 0.05
    assert (light[:, 3] == 1).all()


def test_the_picture_floats_about_where_it_is() -> None:
    line = flat((0.0, 0.0, 0.0), 200, 8)
    line[:, :3, 100] = 1
    times = [step / 5 for step in range(60)]
    values = {"base_offset": 0.1, "max_dynamic_offset": 0.05, "speed": 32}
    column = drawn(line, "analog_vhstracking", values, at=times)[:, 0, :150, 4]
    up = 100 - (column * torch.arange(150)).sum(1) / column.sum(1)
    assert float(up.min()) == pytest.approx(5, abs=0.2)
    assert float(up.max()) == pytest.approx(15, abs=0.2)


def test_the_band_is_below_the_figure_and_not_beside_it() -> None:
    light = drawn(figure(), "analog_vhstracking", {"base_offset": 0.2})[0]
    empty = figure()[0, 3, -1] == 0
    assert empty.any()
    assert not light[:, -5:, empty].any()
    assert light[3, -5:, ~empty].min() > 0
