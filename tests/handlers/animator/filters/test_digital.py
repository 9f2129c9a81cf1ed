"""Blocks, and lines that jump."""

import pytest
import torch

from handlers.animator.filters.frames import drawn, figure, flat


def test_blocks_have_the_mean_of_what_is_in_them() -> None:
    light = drawn(figure(), "pixelize", {"size": 64})[0]
    cells = figure()[0].view(4, 8, 12, 8, 12).mean((2, 4))
    torch.testing.assert_close(light, cells.repeat_interleave(12, 1).repeat_interleave(12, 2))


def test_blocks_are_as_large_in_a_picture_of_any_size() -> None:
    for side in (128, 512):
        row = drawn(figure(side, side), "pixelize", {"size": 32})[0, 0, side * 3 // 4]
        assert int((row.diff() != 0).sum()) <= 15
        edges = (row.diff().nonzero().flatten() + 1) % (side // 16)
        assert not edges.any()


def test_hard_blocks_are_there_or_not() -> None:
    soft, hard = (drawn(figure(), "pixelize", {"size": 32, "hard_edges": each})[0] for each in (False, True))
    assert set(hard[3].unique().tolist()) == {0.0, 1.0}
    assert torch.equal(hard[3] == 1, soft[3] >= 0.5)


@pytest.mark.parametrize("strength", [0.1, -0.1])
def test_lines_jump_by_whole_pixels_or_stay(strength: float) -> None:
    light = torch.rand(1, 1, 256, 200, generator=torch.Generator().manual_seed(0)).expand(1, 4, -1, -1)
    times = [step / 25 for step in range(200)]
    frames = drawn(light, "digital_glitches", {"strength": strength, "unboost": 1}, at=times)[:, 0]
    aside = torch.zeros_like(light[0, 0])
    if strength > 0:
        aside[:, 10:] = light[0, 0, :, :-10]
    else:
        aside[:, :-10] = light[0, 0, :, 10:]
    stays = (frames == light[0, 0]).all(2)
    jumps = (frames == aside).all(2)
    assert (stays ^ jumps).all()
    assert 0.02 < float(jumps.float().mean()) < 0.3
    # 20 to 30 lines of 512 are 10 to 15 here; blocks may touch.
    runs = torch.cat([jumps, torch.zeros(len(jumps), 1, dtype=torch.bool)], 1).flatten().int().diff()
    lengths = (runs == -1).nonzero().flatten()[-50:] - (runs == 1).nonzero().flatten()[-50:]
    assert lengths.min() >= 10
    assert lengths.float().median() <= 15


def test_no_glitches_at_once_are_none() -> None:
    times = [step / 25 for step in range(50)]
    light = flat((0.2, 0.5, 0.7))
    light[..., :40] = 0
    assert torch.equal(
        drawn(light, "digital_glitches", {"max_glitches": 0, "unboost": 0.1}, at=times),
        light.expand(50, -1, -1, -1),
    )
