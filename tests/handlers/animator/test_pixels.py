"""Which pixels are computed, and that what they read of a coarser level is what torch interpolates."""

import torch
from torch.nn import functional

from animator.student.active import rim, widened
from animator.student.pixels import plan_of


def test_features_between_coarse_pixels_are_torchs_own_up_to_the_edges() -> None:
    plan = plan_of(torch.ones(16, 16, dtype=torch.bool), (10**6, 10**6))
    coarse, fine = plan.levels
    features = torch.randn(1, 5, 8, 8, generator=torch.Generator().manual_seed(0))
    # Places outside the picture have the features of the pixel inside.
    inside = ((coarse.place + 1) * 8 / 2 - 0.5).round().long()
    before = features[0, :, inside[:, 1], inside[:, 0]].t().contiguous()
    assert fine.between is not None
    found = fine.between.of(before, slice(0, 256)).t().view(1, 5, 16, 16)
    wanted = functional.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)
    torch.testing.assert_close(found, wanted)


def test_a_place_handed_on_is_the_fine_pixels_own_up_to_the_edges() -> None:
    plan = plan_of(torch.ones(16, 16, dtype=torch.bool), (10**6, 10**6))
    coarse, fine = plan.levels
    assert fine.between is not None
    torch.testing.assert_close(fine.between.of(coarse.handed, slice(0, 256)), fine.place)


def test_only_what_the_wanted_pixels_read_is_computed() -> None:
    mask = torch.zeros(32, 32, dtype=torch.bool)
    mask[8, 8] = True
    plan = plan_of(mask, (100, 100, 100))
    assert [len(level.place) for level in plan.levels] == [4, 4, 1]
    assert plan.index.tolist() == [8 * 32 + 8]


def test_rows_fill_equal_chunks_by_repeating_the_last() -> None:
    plan = plan_of(torch.ones(10, 10, dtype=torch.bool), (7, 33))
    fine = plan.levels[-1]
    assert (fine.chunk, fine.chunks) == (25, 4)
    plan = plan_of(torch.ones(10, 10, dtype=torch.bool), (7, 34))
    fine = plan.levels[-1]
    assert (fine.chunk, fine.chunks, len(plan.index)) == (34, 3, 102)
    assert plan.index.unique().tolist() == list(range(100))
    assert plan.index[-2:].tolist() == [99, 99]


def test_pixels_are_widened_by_a_margin() -> None:
    mask = widened(torch.tensor([100 * 512 + 200]), 8)
    assert mask.sum() == 17 * 17
    assert mask[92:109, 192:209].all()


def test_the_rim_touches_what_is_outside_and_the_pictures_edge_is_none() -> None:
    mask = torch.zeros(512, 512, dtype=torch.bool)
    mask[500:, 10:20] = True
    found = rim(mask)
    assert found.sum() == 10 + 2 * 11
    assert not found[511, 11:19].any()
