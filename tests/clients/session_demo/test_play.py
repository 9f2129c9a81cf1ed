"""`illustrate` as the demonstration runs it: followed, watched in a browser, and its faults told."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.wrappers import Response

from clients.illustrate.studio import Studio, write_talk
from clients.illustrate.studio import painter as paint
from clients.loopback import serving
from soulsgen.errors import SoulsgenError
from soulsgen.page import browser
from soulsgen.page.browser import find_browser
from soulsgen.session_demo.play import play
from waiting import LIMIT_S, wait_until


def test_it_is_played_to_its_end_and_its_page_is_in_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("_START_S", "_ANSWER_S", "_TRUE_S"):
        monkeypatch.setattr(browser, limit, LIMIT_S)
    talk = write_talk(tmp_path / "talk.flac", 20, 5)
    told: list[str] = []
    picture, log = tmp_path / "page.png", tmp_path / "illustrate.log"
    studio, painted = Studio(), count(1)

    def painter(body: dict[str, Any]) -> Response:
        """The last scene is painted when the one who watches has the picture of those before."""
        if next(painted) == 4 and find_browser():
            wait_until(picture.exists)
        return paint(body)

    studio.broken["painter"] = painter
    with serving(studio) as url:
        arguments = ["--speed", "15", "--wait-minutes", "0.4", "--image-size", "64x36", "--host", url]
        arguments += ["--timeout", f"{LIMIT_S:g}", "--data-dir", str(tmp_path / "data")]
        play([str(talk), *arguments], picture, log, told.append)
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
