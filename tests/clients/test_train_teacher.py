"""`soulsgen train character --teacher`: a picture of anybody's, and THA4's own networks."""

import json
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from PIL import Image

from character_teachers import disc
from soulsgen.commands.train_character import character
from soulsgen.errors import SoulsgenError


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "me.png"
    Image.fromarray(disc()).save(path)
    return path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--picture", "me.png"], "--teacher and --picture need each other: who poses, and what."),
        (["--teacher", "."], "--teacher and --picture need each other: who poses, and what."),
        (["--layers", "."], "--layers are for the character of --picture; the rig draws its own."),
        (["--teacher", ".", "--picture", "me.png"], "--teacher needs --out-dir: the default folder is the"),
    ],
)
def test_options_that_miss_another_say_which(
    options: list[str], said: str, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(picture.parent)
    result = CliRunner().invoke(character, options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_teacher_needs_a_checkout_and_five_networks(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = picture.parent
    asked = ["--teacher", str(folder), "--picture", str(picture), "-o", str(folder / "me")]
    result = CliRunner().invoke(character, asked)
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception).startswith(f"{folder}: no eyebrow_decomposer.pt; the THA4 teacher is ")
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(character, asked)
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception) == (
        f"--teacher needs the networks of serve-handlers: {folder} is not inside a SoulsGen checkout "
        "(no serve-handlers/archives.toml there or above)"
    )


@pytest.mark.slow
def test_networks_of_full_size_teach_a_picture(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from animator.tha4.networks import Tha4
    from soulstrain.character import exam

    monkeypatch.setattr(exam, "COUNT", 2)
    weights, out = picture.parent / "weights", picture.parent / "me"
    weights.mkdir()
    torch.manual_seed(0)
    for name, network in Tha4().named_children():
        torch.save(network.half().state_dict(), weights / f"{name}.pt")
    asked = ["--teacher", str(weights), "--picture", str(picture), "-o", str(out), "--frames", "2", "--json"]
    work = ["--preset", "tiny-test", "--work-dir", str(picture.parent / "work")]
    trained = CliRunner().invoke(character, [*asked, *work], catch_exceptions=False)
    assert trained.exit_code == 0
    metrics = json.loads(trained.stdout)
    assert set(metrics["teacher"]) == {"weights", "picture"}
    assert f"24 faces and 2 frames of the teacher, 0.0 GB in {picture.parent / 'work'}" in trained.stderr
    scored = CliRunner().invoke(character, [*asked, *work, "--score"], catch_exceptions=False)
    assert json.loads(scored.stdout) == pytest.approx(metrics["psnr_db"], abs=0.01)
