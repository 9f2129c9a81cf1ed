"""What happens to a frame between being drawn and being encoded."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from animator.finishing import finished
from animator.layers import Layers
from animator.look import Look
from character_checkpoints import HEART, picture, write_layers


@pytest.fixture
def effects(tmp_path: Path) -> Layers:
    write_layers(tmp_path)
    return Layers(tmp_path / "effects", "effects")


def linear(code: float) -> float:
    value = code / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def srgb(light: float) -> float:
    return 255 * (light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def flat(colour: tuple[int, ...]) -> np.ndarray:
    return np.full((512, 512, 4), colour, np.uint8)


def test_a_frame_of_which_nothing_is_asked_stays_as_it_is() -> None:
    assert np.array_equal(finished(picture(), [], Look()), picture())


def test_a_crop_is_a_part_to_the_pixel() -> None:
    part = finished(picture(), [], Look(crop=(0.12, 0.25, 0.88, 0.5)))
    assert np.array_equal(part, picture()[128:256, 61:451])


def test_a_smaller_picture_has_the_mean_of_its_lights() -> None:
    """Black and white in turn: half of the light, which is more than half of the code."""
    stripes = flat((255, 255, 255, 255))
    stripes[:, ::2, :3] = 0
    small = finished(stripes, [], Look(size=128))
    assert small.shape == (128, 128, 4)
    assert (small[..., 3] == 255).all()
    assert np.abs(small[4:-4, 4:-4, :3] - srgb(0.5)).max() <= 1


def test_edges_of_a_smaller_picture_keep_their_colour() -> None:
    """Nothing beside red is half of red: no dark comes in."""
    red = flat((200, 40, 40, 255))
    red[:, 256:] = 0
    small = finished(red, [], Look(size=64))
    seen = small[small[..., 3] > 0]
    assert np.abs(seen[:, :3].astype(int) - (200, 40, 40)).max() <= 2
    assert {0, 255} < set(small[32, :, 3].tolist())


def test_a_background_lies_under_what_is_half_there_as_light() -> None:
    half = flat((255, 0, 0, 128))
    half[:100] = 0
    half[400:] = 9, 8, 7, 255
    laid = finished(half, [], Look(background="#00ff40"))
    assert laid.shape == (512, 512, 3)
    assert (laid[:100] == (0, 255, 64)).all()
    assert (laid[400:] == (9, 8, 7)).all()
    share = 128 / 255
    mixed = [srgb(share), srgb(1 - share), srgb((1 - share) * linear(64))]
    assert np.abs(laid[100:400] - np.array(mixed)).max() <= 1


def test_an_effect_covers_the_frame_and_is_itself_covered_by_no_background(effects: Layers) -> None:
    hearts = effects.ordered({"heart1": 1.0})
    left, top, right, bottom = HEART
    whole = finished(picture(), hearts, Look(background="#000000"))
    assert (whole[top:bottom, left:right] == (255, 0, 96)).all()
    whole[top:bottom, left:right] = finished(picture(), [], Look(background="#000000"))[
        top:bottom, left:right
    ]
    assert np.array_equal(whole, finished(picture(), [], Look(background="#000000")))


def test_half_an_effect_is_half_its_light(effects: Layers) -> None:
    drawn = flat((0, 0, 255, 255))
    laid = finished(drawn, effects.ordered({"heart1": 0.5}), Look())
    left, top, _, _ = HEART
    expected = [srgb(0.5), 0, srgb(0.5 + 0.5 * linear(96)), 255]
    assert np.abs(laid[top, left] - np.array(expected)).max() <= 1
    # The frame it was laid on may be another request's too.
    assert (drawn == (0, 0, 255, 255)).all()


@pytest.mark.parametrize("quality", ["bilinear", "bicubic", "lanczos"])
def test_upscaling_is_by_the_kernel_asked_for_and_what_size_asks_for_by_lanczos(quality: str) -> None:
    opaque = picture()[100:400, 100:400]
    part = (100 / 512, 100 / 512, 400 / 512, 400 / 512)
    for look, method in (
        (Look(crop=part, upscale=1.5, upscale_quality=quality), quality),
        (Look(crop=part, size=768, upscale_quality=quality), "lanczos"),
    ):
        expected = Image.fromarray(opaque).resize((450, 450), Image.Resampling[method.upper()])
        assert np.array_equal(finished(picture(), [], look), np.asarray(expected))


def test_enlarging_is_lanczos() -> None:
    look = Look(size=1024, crop=(0.25, 0.25, 0.5, 0.5), upscale=1.5, background="#ffffff")
    part = finished(picture(), [], Look(crop=look.crop, background="#ffffff"))
    expected = Image.fromarray(part).resize((384, 384), Image.Resampling.LANCZOS)
    assert np.array_equal(finished(picture(), [], look), np.asarray(expected))


@pytest.mark.parametrize("size", [64, 100, 511, 512, 513, 1024])
@pytest.mark.parametrize("background", ["transparent", "#123456"])
def test_a_frame_has_the_size_that_its_look_tells(size: int, background: str) -> None:
    look = Look(size=size, crop=(0.1, 0.2, 0.83, 0.77), upscale=1.3, background=background)
    channels = 4 if background == "transparent" else 3
    assert finished(picture(), [], look).shape == (look.height, look.width, channels)
