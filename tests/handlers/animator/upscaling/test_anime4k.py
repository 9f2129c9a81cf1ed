"""Presets of Anime4K's networks: which run, in which sizes, and how far."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from animator.coded import coded_of
from animator.upscaling.anime4k import PRESETS, QUALITIES, Anime4K, enlarged, files_of
from animator.upscaling.enlarging import networked_light
from animator.upscaling.network import Network
from animator.upscaling.passes import ShaderError
from animator.upscaling.shader import shader_of
from anime4k_shaders import enlarging, write_shaders
from character_checkpoints import picture
from handlerkit.checks import SettingsError

CPU = torch.device("cpu")


@pytest.fixture
def shaders(tmp_path: Path) -> Anime4K:
    write_shaders(tmp_path)
    return Anime4K(str(tmp_path), CPU)


@pytest.mark.parametrize(
    ("preset", "quality", "files"),
    [
        ("A", "low", ["Restore_CNN_S", "Upscale_CNN_x2_S", "Upscale_CNN_x2_S"]),
        ("A", "high", ["Restore_CNN_VL", "Upscale_CNN_x2_VL", "Upscale_CNN_x2_M"]),
        ("B", "high", ["Restore_CNN_Soft_VL", "Upscale_CNN_x2_VL", "Upscale_CNN_x2_M"]),
        ("C", "low", ["Upscale_Denoise_CNN_x2_S", "Upscale_CNN_x2_S"]),
        ("C", "high", ["Upscale_Denoise_CNN_x2_VL", "Upscale_CNN_x2_M"]),
    ],
)
def test_a_preset_runs_these_files(preset: str, quality: str, files: list[str]) -> None:
    assert files_of(preset, quality) == [f"Anime4K_{each}.glsl" for each in files]


def test_every_preset_is_there_and_read_once(shaders: Anime4K) -> None:
    for preset in PRESETS:
        for quality in QUALITIES:
            networks = shaders.networks(preset, quality)
            assert [each.factor for each in networks] == [1, 2, 2][-len(networks) :]
            assert shaders.networks(preset, quality) == networks


def test_shaders_may_lie_in_folders_as_in_their_repository(tmp_path: Path) -> None:
    write_shaders(tmp_path / "all")
    (tmp_path / "glsl").mkdir()
    for kind in ("Restore", "Upscale"):
        (tmp_path / "glsl" / kind).mkdir()
        for path in (tmp_path / "all").glob(f"Anime4K_{kind}_*"):
            path.rename(tmp_path / "glsl" / kind / path.name)
    assert len(Anime4K(str(tmp_path / "glsl"), CPU).networks("B", "high")) == 3


def test_a_file_that_has_changed_is_read_again_and_one_that_is_gone_is_named(
    shaders: Anime4K, tmp_path: Path
) -> None:
    before = shaders.networks("C", "low")
    (tmp_path / "Anime4K_Upscale_CNN_x2_S.glsl").write_text(enlarging(99) + "\n", "utf-8")
    after = shaders.networks("C", "low")
    assert (after[0] is before[0], after[1] is before[1]) == (True, False)
    (tmp_path / "Anime4K_Upscale_CNN_x2_S.glsl").unlink()
    with pytest.raises(ShaderError) as refused:
        shaders.networks("C", "low")
    assert str(refused.value) == "Anime4K_Upscale_CNN_x2_S.glsl: cannot be read (No such file or directory)"


def test_without_a_folder_nothing_is_enlarged_by_networks() -> None:
    with pytest.raises(SettingsError, match="this server has none"):
        Anime4K("", CPU).networks("A", "low")


@pytest.mark.parametrize(
    ("preset", "growth", "sides"),
    [("A", 1.1, 8), ("A", 1.3, 16), ("A", 2, 16), ("A", 2.1, 16), ("A", 2.5, 32), ("A", 8, 32), ("C", 4, 32)],
)
def test_networks_run_until_the_picture_is_large_enough(
    shaders: Anime4K, preset: str, growth: float, sides: int
) -> None:
    colour = torch.rand(1, 3, 8, 8)
    made = enlarged(colour, shaders.networks(preset, "low"), growth)
    assert made.shape == (1, 3, sides, sides)
    # Restored also where nothing is enlarged.
    assert not torch.equal(made, colour)


def still() -> Sequence[Network]:
    """Networks without weights: they enlarge the colour, bilinear, and add nothing to it."""
    text = "\n".join(
        line.partition("mat4(")[0] + "mat4(" + ", ".join(["0.0"] * 16) + ") *" + line.partition(") *")[2]
        if "mat4(" in line
        else "    result += vec4(0.0, 0.0, 0.0, 0.0);"
        if "+= vec4(" in line
        else line
        for line in enlarging().splitlines()
    )
    return [Network(shader_of("still.glsl", text), CPU)] * 2


@pytest.mark.parametrize("side", [70, 90, 128, 200, 300])
def test_what_networks_make_has_the_size_asked_for_and_a_bilinear_alpha(side: int) -> None:
    part = torch.from_numpy(picture()[16:80, 64:128])[None]
    light = networked_light(coded_of(part), side, side, still())
    assert light.shape == (1, 4, side, side)
    assert light.min() >= 0
    assert (light[:, :3] <= light[:, 3:] + 1e-6).all()
    # An edge keeps its colour: no dark comes in from where nothing is.
    red = torch.zeros(1, 64, 64, 4, dtype=torch.uint8)
    red[:, :, 20:] = torch.tensor([200, 40, 40, 255], dtype=torch.uint8)
    made = networked_light(coded_of(red), 128, 128, still())[0]
    edge = (made[3] > 0.1) & (made[3] < 0.9)
    assert edge.any()
    share = made[:3, edge] / made[3, edge]
    assert (share.max(1).values - share.min(1).values).max() < 1e-3
