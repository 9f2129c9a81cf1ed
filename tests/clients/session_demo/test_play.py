"""`illustrate` as the demonstration runs it: followed, watched in a browser, and its faults told."""

from pathlib import Path

import pytest
from PIL import Image

from clients.illustrate.studio import Studio, write_talk
from clients.loopback import serving
from soulsgen.errors import SoulsgenError
from soulsgen.page.browser import find_browser
from soulsgen.session_demo.play import play


def test_it_is_played_to_its_end_and_its_page_is_in_the_picture(tmp_path: Path) -> None:
    talk = write_talk(tmp_path / "talk.flac", 20, 5)
    told: list[str] = []
    picture, log = tmp_path / "page.png", tmp_path / "illustrate.log"
    with serving(Studio()) as url:
        arguments = ["--speed", "15", "--wait-minutes", "0.4", "--image-size", "64x36", "--host", url]
        play([str(talk), *arguments, "--data-dir", str(tmp_path / "data")], picture, log, told.append)
    scenes = [Path(line.strip()) for line in told if line.endswith(".png") and "data" in line]
    assert [path.name for path in scenes] == [f"scene-{number:06}.png" for number in range(1, 5)]
    assert log.read_text("utf-8").splitlines()[0] == f"Session folder {scenes[0].parent}"
    if find_browser() is None:
        assert "  no Chromium on this machine: no picture is taken of the page" in told
        return
    assert f"  the page with 3 scenes: {picture}" in told
    with Image.open(picture) as shot:
        assert shot.size == (1440, 900)


def test_its_fault_is_told_with_its_last_words_and_its_log(tmp_path: Path) -> None:
    noise = tmp_path / "talk.flac"
    noise.write_bytes(b"no sound")
    log = tmp_path / "illustrate.log"
    arguments = [str(noise), "--data-dir", str(tmp_path / "data"), "--host", "http://127.0.0.1:1"]
    with pytest.raises(SoulsgenError) as fault:
        play(arguments, tmp_path / "page.png", log, lambda _: None)
    said = log.read_text("utf-8").splitlines()[-1]
    assert str(fault.value) == f"illustrate ended with status 1: {said}; log: {log}"
    assert said == f"Error: {noise} cannot be decoded: it is no recording"
    assert not (tmp_path / "page.png").exists()
