"""Grey, tints, steps."""

import pytest
import torch

from animator.filters.plane import brightness
from handlers.animator.filters.frames import drawn, figure, flat

COLOURS = {
    "red": (0.8, 0.1, 0.1),
    "orange": (0.8, 0.3, 0.1),
    "green": (0.1, 0.8, 0.1),
    "cyan": (0.1, 0.8, 0.8),
}


def seen(colour: tuple[float, ...], name: str, **values: object) -> list[float]:
    red, green, blue = colour
    changed = drawn(flat((red, green, blue), 4, 4), name, dict(values))[0, :3, 0, 0]
    return [float(each) for each in changed]


@pytest.mark.parametrize("name", ["desaturate", "monochrome_display"])
def test_colours_become_grey_of_their_own_brightness(name: str) -> None:
    changed = drawn(figure(), name)
    torch.testing.assert_close(changed[:, :3], brightness(figure()).expand(-1, 3, -1, -1))
    assert torch.equal(changed[:, 3], figure()[:, 3])


@pytest.mark.parametrize("name", ["desaturate", "monochrome_display"])
def test_a_tint_is_what_white_becomes(name: str) -> None:
    assert seen((1, 1, 1), name, tint_rgb=[1, 0.5, 0.2]) == pytest.approx([1, 0.5, 0.2])
    halfway = seen((0, 1, 0), name, strength=0.5)
    assert halfway == pytest.approx([0.7152 / 2, 1 - 0.2848 / 2, 0.7152 / 2])


def test_a_hue_that_is_let_through_keeps_its_colour_and_others_the_less_the_farther() -> None:
    kept = {}
    for name, colour in COLOURS.items():
        changed = seen(colour, "desaturate", bandpass_reference_rgb=[1, 0, 0], bandpass_q=0.5)
        kept[name] = (max(changed) - min(changed)) / (max(colour) - min(colour))
    assert kept["red"] == pytest.approx(1, abs=1e-3)
    assert 0.4 < kept["orange"] < 0.9
    assert kept["green"] == pytest.approx(0, abs=1e-3)
    assert kept["cyan"] == pytest.approx(0, abs=1e-3)


def test_a_hue_is_kept_behind_any_alpha() -> None:
    veil = flat(COLOURS["red"], 4, 4, alpha=0.1)  # type: ignore[arg-type]
    changed = drawn(veil, "desaturate", {"bandpass_q": 0.3})
    torch.testing.assert_close(changed, veil, atol=1e-4, rtol=0)


def test_grey_has_no_hue_to_let_through() -> None:
    colour = (0.2, 0.8, 0.4)
    grey = seen(colour, "desaturate", bandpass_reference_rgb=[0.5, 0.5, 0.5], bandpass_q=0.5)
    assert grey == pytest.approx(seen(colour, "desaturate"))


@pytest.mark.parametrize("levels", [2, 3, 6, 64])
def test_a_poster_has_so_many_steps_even_to_the_eye(levels: int) -> None:
    slope = flat((0.0, 0.0, 0.0), 4, 2000)
    slope[:, :3] = torch.linspace(0, 1, 2000)
    steps = drawn(slope, "posterize", {"levels": levels})[0, 0, 0].unique()
    torch.testing.assert_close(steps.sqrt(), torch.linspace(0, 1, levels), atol=1e-4, rtol=0)


def test_a_posters_figure_has_no_other_colours_at_its_edge() -> None:
    changed = drawn(figure(), "posterize", {"levels": 3})
    inside = changed[:, 3:] > 0.01
    straight = (changed[:, :3] / changed[:, 3:])[inside.expand(-1, 3, -1, -1)]
    assert set((straight.sqrt() * 2).round(decimals=2).unique().tolist()) <= {0.0, 1.0, 2.0}
    assert torch.equal(changed[:, 3], figure()[:, 3])


def test_dither_has_the_steps_share_of_each_and_so_their_mean() -> None:
    even = flat((0.3**2, 0.3**2, 0.3**2), 64, 64)
    changed = drawn(even, "posterize", {"levels": 2, "dither": "ordered"})[0, 0]
    assert set(changed.unique().tolist()) == {0.0, 1.0}
    assert float(changed.sqrt().mean()) == pytest.approx(0.3, abs=1 / 64)
    assert torch.equal(changed[:8, :8], changed[8:16, 16:24])
