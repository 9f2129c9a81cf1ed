"""What shines, and dust in the light."""

import pytest
import torch

from animator.filters.plane import brightness
from handlers.animator.filters.frames import drawn, figure, flat

LAMP = (slice(124, 132), slice(124, 132))


def lamp(brightness_of_it: float = 1.0, alpha: float = 1.0) -> torch.Tensor:
    light = flat((0.05, 0.05, 0.05), 256, 256, alpha)
    light[:, :3, LAMP[0], LAMP[1]] = brightness_of_it
    light[:, 3, LAMP[0], LAMP[1]] = 1
    return light


def test_bloom_brightens_near_a_lamp_the_more_the_nearer_and_not_far_from_it() -> None:
    gained = (drawn(lamp(), "bloom") - lamp())[0, 0, 128]
    assert gained.min() >= 0
    near = gained[[134, 138, 142, 148]]
    assert near[0] > 0.01
    assert (near.diff() < 0).all()
    # Wide as it is: three times the sigma of 3.5 pixels here, three deviations away.
    assert gained[:80].max() < 1e-3
    assert gained[:40].max() == 0


def test_what_is_dimmer_than_the_threshold_does_not_shine() -> None:
    assert torch.equal(drawn(lamp(0.5), "bloom", {"threshold": 0.5}), lamp(0.5))
    assert (drawn(lamp(0.5), "bloom", {"threshold": 0.4}) > lamp(0.5) + 0.001).any()


def test_a_thin_veil_of_white_is_as_bright_as_white() -> None:
    """Brightness is the colour's, not what is left of it behind its alpha."""
    veil = flat((1.0, 1.0, 1.0), alpha=0.2)
    assert drawn(veil, "bloom")[:, 3].min() > 0.25
    assert torch.equal(drawn(flat((0.4, 0.4, 0.4), alpha=0.9), "bloom"), flat((0.4, 0.4, 0.4), alpha=0.9))


def test_bloom_reaches_beyond_the_figure_in_the_lamps_colour() -> None:
    light = torch.zeros(1, 4, 256, 256)
    light[:, :, LAMP[0], LAMP[1]] = torch.tensor([1.0, 0.8, 0.1, 1.0]).view(1, 4, 1, 1)
    halo = drawn(light, "bloom", {"exposure": 0.1})[0, :, 128, 136]
    assert halo[3] > 0
    assert (halo[:3] / halo[3]).tolist() == pytest.approx([1.0, 0.8, 0.1], abs=0.01)


def test_more_exposure_shines_more_and_more_sigma_farther() -> None:
    def gained(values: dict[str, object]) -> torch.Tensor:
        return (drawn(lamp(), "bloom", values) - lamp())[0, 0, 128]

    assert gained({"exposure": 2})[136] > 1.5 * gained({"exposure": 0.8})[136]
    assert gained({"sigma": 14})[170] > gained({"sigma": 7})[170] + 1e-4


def test_bloom_looks_the_same_in_pictures_of_other_sizes() -> None:
    glows = []
    for side in (128, 256, 512):
        light = flat((0.0, 0.0, 0.0), side, side)
        lit = slice(side * 3 // 8, side * 5 // 8)
        light[:, :3, lit, lit] = 1
        glow = drawn(light, "bloom")[0, 0, side // 2, side * 5 // 8 :]
        # The mean of each 64th of the picture, from the lamp's edge on.
        glows.append(glow.view(-1, side // 64).mean(1)[:5])
    assert glows[2][0] > 2 * glows[2][4] > 0.02
    torch.testing.assert_close(torch.stack(glows[:2]), glows[2].expand(2, 5), atol=0.02, rtol=0)


def test_dust_is_light_alone_and_drifts() -> None:
    frames = drawn(figure(), "atmospheric_dust", at=(0.0, 0.04, 5.0))
    assert (frames >= figure()).all()
    assert (frames[0, 3] - figure()[0, 3]).max() > 0.1
    little, much = (frames[1:] - frames[0]).abs().mean((1, 2, 3))
    assert little < much / 5


def test_dust_that_has_no_speed_stands_still() -> None:
    frames = drawn(figure(), "atmospheric_dust", {"speed": 0}, at=(0.0, 60.0))
    assert torch.equal(frames[0], frames[1])


def test_dust_has_as_many_motes_as_asked_and_the_lights_colour() -> None:
    nothing = torch.zeros(1, 4, 512, 512)
    one = drawn(nothing, "atmospheric_dust", {"motes": 1, "tint_rgb": [1, 0.5, 0]}, seed=5)[0]
    assert one[3].max() > 0.05
    lit = one[3] > 0.01
    assert 4 < int(lit.sum()) < 400
    torch.testing.assert_close(one[1][lit], one[0][lit] / 2)
    assert not one[2].any()
    few, many = (
        float(brightness(drawn(nothing, "atmospheric_dust", {"motes": motes})).sum()) for motes in (20, 200)
    )
    assert many > 5 * few
