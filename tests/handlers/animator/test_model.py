"""Folders of characters, of every kind, as engines."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from animator.cast import Cast
from animator.character import read_character
from animator.engine import Cel
from animator.model import Desk, kind_of, load_engine
from animator.student.company import Companies
from animator.student.workers import Workers
from character_checkpoints import picture, write_cast, write_portrait, write_student
from handlerkit.checks import SettingsError

HERE = Desk(torch.device("cpu"), Workers(1), 8)


def test_a_folder_is_known_by_its_files(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "none") is None
    write_student(tmp_path / "student")
    assert kind_of(tmp_path / "student") == "student"
    portrait = tmp_path / "portrait"
    portrait.mkdir()
    (portrait / "eyebrow_decomposer.safetensors").touch()
    assert kind_of(portrait) is None
    Image.fromarray(picture()).save(portrait / "character.png")
    assert kind_of(portrait) == "tha3"
    (portrait / "upscaler.pt").touch()
    assert kind_of(portrait) == "tha4"


def test_only_folders_of_characters_are_characters_and_no_path_leads_to_another(tmp_path: Path) -> None:
    folder = tmp_path / "cast"
    write_cast(folder)
    write_student(tmp_path / "outside")
    (folder / "README.md").write_text("Whose they are.", "utf-8")
    (folder / "notes").mkdir()
    cast = Cast(folder, 8, HERE)
    assert cast.names() == ["wick", "wisp"]
    assert (cast.name_of(""), cast.name_of("wisp")) == ("wick", "wisp")
    for name in ("../outside", "wick/../wisp", ".", "notes", str(tmp_path / "outside")):
        with pytest.raises(SettingsError, match="character must be one of those that are here"):
            cast.name_of(name)


def test_a_character_that_is_added_later_is_there(tmp_path: Path) -> None:
    write_cast(tmp_path)
    cast = Cast(tmp_path, 8, HERE)
    write_student(tmp_path / "another")
    assert cast.name_of("") == "another"


def test_a_students_pixels_are_found_once_however_often_it_leaves(tmp_path: Path) -> None:
    write_cast(tmp_path)
    cast = Cast(tmp_path, 1, HERE)
    first = cast.actor("wick").engine
    cast.actor("wisp")
    again = cast.actor("wick").engine
    assert again is not first
    assert again.found is first.found  # type: ignore[attr-defined]


def test_a_picture_with_the_networks_of_tha3_is_posed_by_them(tmp_path: Path) -> None:
    write_portrait(tmp_path / "someone")
    cast = Cast(tmp_path, 8, HERE)
    digest = hashlib.sha256(picture().tobytes()).hexdigest()
    assert cast.told() == [
        {"name": "someone", "kind": "tha3", "side": 512, "picture": digest, "cels": [], "effects": []}
    ]
    pictures = cast.actor("someone").engine.pictures(torch.zeros(1, 45), [None])
    assert pictures.shape == (1, 512, 512, 4)
    assert pictures.dtype == np.uint8


@pytest.fixture
def turned() -> tuple[torch.Tensor, list[Cel]]:
    """Three poses, and something over the second's face."""
    poses = torch.zeros(3, 45)
    poses[:, 40] = torch.tensor([-1.0, 0.0, 1.0])
    cel = torch.zeros(4, 512, 512)
    cel[:, 100:120, 220:260] = 0.5
    return poses, [None, cel, None]


def test_a_stacked_student_draws_what_the_fast_one_does(
    tmp_path: Path, turned: tuple[torch.Tensor, list[Cel]]
) -> None:
    write_student(tmp_path / "wick")
    stacked = Companies().join(read_character(tmp_path / "wick"), torch.device("cpu"), 8)
    frames = [
        engine.pictures(*turned).astype(int) for engine in (load_engine(tmp_path / "wick", HERE), stacked)
    ]
    # At an edge a thousandth of a pixel is a level or two.
    assert np.mean(np.abs(frames[0] - frames[1]) > 8) < 1e-4
    assert stacked.render(*turned).shape == (3, 4, 512, 512)


@pytest.mark.gpu
def test_a_student_on_a_gpu_draws_what_it_draws_on_a_cpu(
    tmp_path: Path, turned: tuple[torch.Tensor, list[Cel]]
) -> None:
    write_student(tmp_path / "wick")
    there = Desk(torch.device("cuda", 0), Workers(1), 8)
    frames = [load_engine(tmp_path / "wick", desk).pictures(*turned).astype(int) for desk in (HERE, there)]
    # Half precision moves an edge by a fraction of a pixel.
    assert np.mean(np.abs(frames[0] - frames[1]) > 8) < 0.01
