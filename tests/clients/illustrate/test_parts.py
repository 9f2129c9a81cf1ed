"""The smaller parts: what a transcript may look like, what is a picture, what a trouble sounds like."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from clients.illustrate.studio import png
from soulsgen.commands.illustrate import illustrate
from soulsgen.errors import SoulsgenError
from soulsgen.illustrate.artist import BadImage, as_png
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.gallery import Gallery, Painted
from soulsgen.illustrate.listener import is_line
from soulsgen.illustrate.oneshot import read_talk
from soulsgen.illustrate.place import open_folder
from soulsgen.illustrate.poster import alt_text
from soulsgen.illustrate.prompts import Prompts
from soulsgen.illustrate.text_mirror import text_of
from soulsgen.session.scribe import Heard
from soulsgen.session.transcript import Line


def heard(text: str, confidence: float | None = 0.9) -> Heard:
    return Heard(0.0, 1.0, text, (), confidence)


@pytest.mark.parametrize(
    ("text", "confidence", "kept"),
    [
        ("...", 0.9, False),
        (" . . … ", 0.9, False),
        ("Thank you.", 0.2, False),
        ("Thanks for watching!", 0.1, False),
        ("I'm sorry.", 0.3, False),
        ("Thank you.", 0.9, True),
        ("Thank you for the sword.", 0.2, True),
        ("17!", 0.2, True),
    ],
)
def test_what_is_no_line(text: str, confidence: float, kept: bool) -> None:
    assert is_line(heard(text, confidence)) is kept


def test_hours_go_on_past_a_day() -> None:
    line = Line(27 * 3600 + 65, 0, "Ines", "We sleep.", "table")
    assert text_of(line) == "27h_01m_05s > Ines: We sleep.\n"


def test_a_transcript_without_times_is_taken_as_it_comes(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("\ufeffA gate.\n\n 0h_00m_07s > A tower.\n", "utf-8")
    assert [(line.at, line.text) for line in read_talk(talk)] == [(0.0, "A gate."), (7.0, "A tower.")]
    talk.write_text(" \n", "utf-8")
    with pytest.raises(SoulsgenError, match="holds no line of talk"):
        read_talk(talk)


def test_a_jpeg_becomes_a_png_and_a_png_stays_as_it_is() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 4), "red").save(file, "JPEG")
    with Image.open(io.BytesIO(as_png(file.getvalue()))) as pixels:
        assert (pixels.format, pixels.size) == ("PNG", (8, 4))
    assert as_png(png(8, 4, 1)) == png(8, 4, 1)


@pytest.mark.parametrize("content", [b"", b"<html>busy</html>", png(64, 64, 3)[:90]])
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadImage, match="cannot be read"):
        as_png(content)


def test_a_prompt_without_a_place_for_the_scene_follows_it(tmp_path: Path) -> None:
    told: list[str] = []
    prompts = Prompts(tmp_path, Board(tmp_path, told.append))
    prompts.create()
    assert prompts.painting("A {red} door.") == "A {red} door, digital painting, fantasy art"
    (tmp_path / "image.txt").write_text("in ink")
    assert prompts.painting("A door.") == "A door, in ink"
    (tmp_path / "image.txt").write_text("")
    assert prompts.painting("A door.") == "A door, digital painting, fantasy art"
    assert told == [f"prompts: {tmp_path / 'image.txt'} is empty or very long; the default is used"]


def test_a_trouble_is_told_once_and_its_end_too(tmp_path: Path) -> None:
    told: list[str] = []
    board = Board(tmp_path, told.append)
    for _ in range(3):
        board.trouble("scribe", "no answer")
    board.activity("listening", 130.0)
    status = json.loads((tmp_path / "status.json").read_text("utf-8"))
    assert (status["state"], status["words"]) == ("trouble", "no answer; 2 min of talk wait on the disk")
    board.well("scribe")
    board.well("scribe")
    assert told == ["scribe: no answer", "scribe: well again"]


def test_what_an_earlier_run_cost_is_counted(tmp_path: Path) -> None:
    board = Board(tmp_path, lambda _: None)
    board.spent("channels", 0.03)
    board.write()
    again = Board(tmp_path, lambda _: None)
    again.spent("painter", 0.5)
    assert again.cost() == "$0.53 so far"
    again.spent("agent", None)
    assert again.cost() == "$0.53 so far, some prices not known"


def test_two_evenings_of_one_second_have_two_folders(tmp_path: Path) -> None:
    from datetime import datetime

    moment = datetime.fromisoformat("2026-11-21T19:00:00+01:00")
    paths = []
    for _ in range(3):
        with open_folder(tmp_path, None, {}, moment) as folder:
            paths.append(folder.path.name)
    assert paths == ["2026_11_21-19_00_00", "2026_11_21-19_00_00-2", "2026_11_21-19_00_00-3"]


def test_half_a_scene_is_cut_off_and_its_picture_painted_over(tmp_path: Path) -> None:
    scene = Painted(1.0, "A hill.", "scene-000001.png", "p", 1, 1, 1.0)
    Gallery(tmp_path).add(scene, png(8, 4, 1))
    (tmp_path / "scene-000002.png").write_bytes(b"left by a killed run")
    with (tmp_path / "scenes.jsonl").open("a") as file:
        file.write('{"at": 2, "sce')
    gallery = Gallery(tmp_path)
    assert gallery.scenes == [scene]
    assert gallery.next_image() == "scene-000002.png"
    assert (tmp_path / "scenes.jsonl").read_text("utf-8").count("\n") == 1


def test_an_alt_text_is_cut_after_a_word() -> None:
    assert alt_text("A hill.") == "A hill."
    cut = alt_text("tower " * 300)
    assert len(cut) <= 1000
    assert cut.endswith("tower…")


def test_options_that_exclude_each_other_are_said(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("A gate.")
    runner = CliRunner()
    both = runner.invoke(illustrate, [str(talk), "--oneshot", str(talk)])
    assert (both.exit_code, "--oneshot is one scene" in both.stderr) == (2, True)
    gone = runner.invoke(
        illustrate, ["--oneshot", str(talk), "--painter", "openai", "--image-model", "dall-e-3"]
    )
    assert (gone.exit_code, "gpt-image-2 is its successor" in gone.stderr) == (2, True)


def test_underscores_are_dashes_too(tmp_path: Path) -> None:
    result = CliRunner().invoke(illustrate, ["--image_size", "huge"])
    assert "huge is not a size in pixels such as 1792x1024" in result.stderr
