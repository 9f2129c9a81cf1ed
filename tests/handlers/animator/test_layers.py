"""Cels and effects: read once, laid over each other in their order."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from animator.colour import light_of
from animator.layers import Layers
from animator.picture import CharacterError
from character_checkpoints import BLUSH, TEARS, write_layers
from handlerkit.checks import SettingsError


@pytest.fixture
def cels(tmp_path: Path) -> Layers:
    write_layers(tmp_path)
    return Layers(tmp_path / "cels", "cels")


def light_at(cel: torch.Tensor, x: int, y: int) -> list[float]:
    return cel[:, y, x].tolist()


def test_names_are_those_of_the_files_and_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    write_layers(tmp_path)
    assert Layers(tmp_path / "cels", "cels").names == ("blush1", "blush2", "tears1")
    assert Layers(tmp_path / "no", "cels").names == ()


def test_a_layer_keeps_no_empty_rim(cels: Layers) -> None:
    layer = cels.layer("blush1")
    left, top, right, bottom = BLUSH
    assert (layer.rows, layer.columns) == (slice(top, bottom), slice(left, right))
    assert layer.light.shape == (4, bottom - top, right - left)


def test_a_layer_on_which_nothing_is_changes_nothing(tmp_path: Path) -> None:
    Image.fromarray(np.zeros((512, 512, 4), np.uint8)).save(tmp_path / "none1.png")
    cel = Layers(tmp_path, "cels").cel({"none1": 1.0})
    assert cel is not None
    assert not cel.any()


def test_strength_is_a_share_of_light_and_nothing_is_no_cel(cels: Layers, tmp_path: Path) -> None:
    assert cels.cel({}) is None
    full, half = cels.cel({"blush1": 1.0}), cels.cel({"blush1": 0.5})
    assert full is not None
    assert half is not None
    with Image.open(tmp_path / "cels" / "blush1.png") as image:
        torch.testing.assert_close(full, light_of(np.array(image)))
    torch.testing.assert_close(half, full / 2)


def test_tears_run_over_blush_in_whatever_order_they_are_named(cels: Layers) -> None:
    """The drop at (235, 240) is opaque, so what is under it cannot be seen."""
    over = cels.cel({"blush2": 1.0, "tears1": 1.0})
    same = cels.cel({"tears1": 1.0, "blush2": 1.0})
    alone = cels.cel({"tears1": 1.0})
    assert over is not None
    assert same is not None
    assert alone is not None
    assert torch.equal(over, same)
    assert TEARS[0] < 235 < TEARS[2]
    assert light_at(over, 235, 240) == pytest.approx(light_at(alone, 235, 240))
    assert light_at(over, 215, 240) == pytest.approx([200 / 255, 0, 0, 200 / 255])


def test_two_that_are_half_there_lie_over_each_other_as_light(cels: Layers) -> None:
    both = cels.cel({"blush1": 1.0, "blush2": 1.0})
    assert both is not None
    under, over = 128 / 255, 200 / 255
    red, alpha = over + under * (1 - over), over + under * (1 - over)
    green = under * (1 - over) * ((80 / 255 + 0.055) / 1.055) ** 2.4
    assert light_at(both, 215, 240) == pytest.approx([red, green, green, alpha], abs=1e-5)


def test_an_unknown_name_is_refused_with_those_that_are_there(cels: Layers) -> None:
    with pytest.raises(SettingsError) as refused:
        cels.layer("../character")
    assert str(refused.value) == ("cels: this character has no '../character'. Known: blush1, blush2, tears1")


def test_a_broken_picture_is_named(cels: Layers, tmp_path: Path) -> None:
    (tmp_path / "cels" / "blush1.png").write_bytes(b"not a picture")
    with pytest.raises(CharacterError, match=r"cels/blush1\.png: no PNG or WebP that can be read"):
        cels.layer("blush1")
