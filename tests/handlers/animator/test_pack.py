"""What goes into the animator's archive."""

from pathlib import Path

import pytest

from animator.pack import pack
from animator.picture import CharacterError
from character_checkpoints import write_cast, write_student


def packed(folder: Path, out: Path) -> list[str]:
    out.mkdir()
    pack(folder, out)
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def test_characters_are_packed_with_their_layers_and_whose_they_are_and_nothing_else(tmp_path: Path) -> None:
    write_cast(tmp_path / "cast")
    (tmp_path / "cast" / "README.md").write_text("All of them.", "utf-8")
    (tmp_path / "cast" / "wisp" / "LICENSE.txt").write_text("CC BY 4.0", "utf-8")
    (tmp_path / "cast" / "wisp" / "train.py").write_text("raise SystemExit", "utf-8")
    (tmp_path / "cast" / "notes").mkdir()
    (tmp_path / "cast" / "notes" / "todo.txt").write_text("hair", "utf-8")
    student = ("body_morpher.pt", "character.png", "character_model.yaml", "face_morpher.pt")
    layers = ("blush1", "blush2", "tears1")
    assert packed(tmp_path / "cast", tmp_path / "out") == sorted(
        [
            *(f"{name}/{file}" for name in ("wick", "wisp") for file in student),
            *(f"wick/cels/{name}.png" for name in layers),
            "wick/effects/heart1.png",
            "wick/effects/heart2.png",
            "wisp/LICENSE.txt",
        ]
    )


@pytest.mark.parametrize(
    "broken", ["character.png", "face_morpher.pt", "body_morpher.pt", "cels/tears1.png", "effects/heart2.png"]
)
def test_a_file_that_cannot_be_read_is_named_before_anything_is_served(tmp_path: Path, broken: str) -> None:
    write_cast(tmp_path / "cast")
    (tmp_path / "cast" / "wick" / broken).write_bytes(b"x")
    with pytest.raises(CharacterError, match=f"wick/{broken}: no "):
        packed(tmp_path / "cast", tmp_path / "out")


def test_a_folder_without_characters_is_named(tmp_path: Path) -> None:
    write_student(tmp_path / "wick")
    with pytest.raises(ValueError, match=r"wick: no characters; each is a folder with a"):
        packed(tmp_path / "wick", tmp_path / "out")
