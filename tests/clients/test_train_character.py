import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from soulsgen.commands.train_character import character
from soulsgen.errors import SoulsgenError

pytest.importorskip("skia", reason="the rig is drawn with skia-python", exc_type=ImportError)


def test_a_tiny_character_is_trained_examined_and_written(tmp_path: Path) -> None:
    out = tmp_path / "wick"
    arguments = ["--preset", "tiny-test", "-o", str(out), "--work-dir", str(tmp_path / "work")]
    trained = CliRunner().invoke(character, [*arguments, "--json"], catch_exceptions=False)
    assert trained.exit_code == 0
    metrics = json.loads(trained.stdout)
    assert metrics["face"]["steps"] > 0 < metrics["body"]["steps"]
    assert json.loads((out / "metrics.json").read_text("utf-8"))["psnr_db"] == metrics["psnr_db"]
    assert len(list((out / "cels").iterdir())) == 16
    assert len(list((out / "effects").iterdir())) == 44
    scored = CliRunner().invoke(character, ["--score", "-o", str(out)])
    whole, face = metrics["psnr_db"]["whole_db"], metrics["psnr_db"]["face_db"]
    words = f"{whole:.1f} dB of the whole picture, {face:.1f} dB where the face changes\n"
    assert scored.stdout == words


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    result = CliRunner().invoke(character, ["--preset", "tiny-test", "-o", str(tmp_path)])
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception).endswith(
        "holds something else than a character; name another folder with -o"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_without_a_student_cannot_be_scored(tmp_path: Path) -> None:
    result = CliRunner().invoke(character, ["--score", "-o", str(tmp_path)])
    assert isinstance(result.exception, SoulsgenError)
    assert "face_morpher.pt is missing; `soulsgen train character` makes it" in str(result.exception)


@pytest.mark.parametrize("option", [["--face-minutes", "0"], ["--preset", "huge"], ["--seed", "-1"]])
def test_options_that_cannot_be_are_refused_with_their_name(option: list[str]) -> None:
    result = CliRunner().invoke(character, option)
    assert result.exit_code == 2
    assert option[0] in result.stderr
