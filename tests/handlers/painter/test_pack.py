"""What goes into the painter's archive."""

import json
from pathlib import Path

import pytest

from painter.pack import pack


def pipeline(folder: Path, weights: str) -> Path:
    """A folder laid out as a pipeline, with one part whose weights file is called `weights`."""
    (folder / "unet").mkdir(parents=True)
    index = {
        "_class_name": "P",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "safety_checker": [None, None],
    }
    (folder / "model_index.json").write_text(json.dumps(index), "utf-8")
    (folder / "unet" / "config.json").write_text("{}", "utf-8")
    (folder / "unet" / weights).write_bytes(b"w")
    return folder


def packed(folder: Path, out: Path) -> list[str]:
    out.mkdir()
    pack(folder, out)
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def test_a_folder_without_a_pipeline_paints_by_procedure(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert packed(tmp_path / "empty", tmp_path / "out") == ["PROCEDURAL.txt"]


def test_configurations_and_safetensors_are_taken_and_pickles_are_not(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "p", "diffusion_pytorch_model.safetensors")
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"pickle")
    (folder / "README.md").write_text("x", "utf-8")
    assert packed(folder, tmp_path / "out") == [
        "model_index.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors",
    ]


def test_parts_without_safetensors_are_named(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "p", "diffusion_pytorch_model.bin")
    with pytest.raises(ValueError, match="no safetensors in unet"):
        packed(folder, tmp_path / "out")


def test_parts_that_are_missing_are_named(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "p", "a.safetensors")
    (folder / "model_index.json").write_text('{"vae": ["diffusers", "AutoencoderKL"]}', "utf-8")
    with pytest.raises(ValueError, match="names parts that are not there: vae"):
        packed(folder, tmp_path / "out")
