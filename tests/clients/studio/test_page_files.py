"""What leaves the studio's page and what comes in: settings, pictures, the ZIP of all feelings."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
import requests
from PIL import Image

from clients.avatar.studio import told
from clients.studio.leaf import Leaf, needs_browser, sit
from clients.studio.opened import opened
from clients.studio.theatre import playing
from soulsgen.motion.emotion import built_in

FEELINGS = [name for name in built_in() if name != "zero"]


@needs_browser
def test_a_picture_of_each_feeling_is_saved(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(
            "!!document.getElementById('export') && document.querySelectorAll('#grid button').length"
        )
        await leaf.click("#export")
        content = await leaf.downloaded("anna-emotions.zip")
        with ZipFile(io.BytesIO(content)) as archive:
            assert archive.namelist() == [f"{name}.png" for name in FEELINGS]
            assert len(FEELINGS) == 28
        await leaf.until("document.getElementById('notices').innerText.includes('28 pictures are saved.')")
        assert await leaf.value("document.getElementById('export-bar').value") == 28
        assert await leaf.value("document.getElementById('exporting').hidden")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


@needs_browser
def test_the_picture_that_is_shown_is_saved(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until("parseFloat(document.getElementById('fps').textContent) > 0")
        await leaf.click("#snap")
        await leaf.until_true(lambda: [*tmp_path.glob("anna-*.png")])
        (path,) = tmp_path.glob("anna-*.png")
        with Image.open(path) as picture:
            # A busy machine draws fewer pixels.
            assert picture.size in ((512, 512), (384, 384), (256, 256))

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


@needs_browser
def test_settings_go_to_a_file_and_come_back(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        await leaf.until(
            "!!document.querySelector('#animator [data-name=sway_macro_strength] input[type=range]')"
        )
        await leaf.until("document.querySelector('[data-name=size] input').value === '512'")
        await leaf.put("[data-name=sway_macro_strength] input[type=range]", "0.25", "input")
        await leaf.put("[data-name=upscale_quality] select", "lanczos")
        # The earliest blink comes no later than the latest.
        await leaf.put("[data-name=blink_interval_min] input[type=number]", "7")
        await leaf.until_true(lambda: table(name)["blink_interval_max"] == 7)
        assert (table(name)["sway_macro_strength"], table(name)["upscale_quality"]) == (0.25, "lanczos")
        await leaf.click("#settings-save")
        saved = json.loads(await leaf.downloaded("animator.json"))
        assert saved == table(name)
        await leaf.click("#settings-reset")
        await leaf.until_true(lambda: table(name)["sway_macro_strength"] == 0.6)
        assert len(table(name)["postprocessor_chain"]) == 6
        await leaf.until("document.querySelectorAll('#chain li').length === 6")
        await leaf.choose("#settings-file", tmp_path / "animator.json")
        await leaf.until_true(lambda: table(name) == saved)
        (tmp_path / "odd.json").write_text('{"target_fps": 900}')
        await leaf.choose("#settings-file", tmp_path / "odd.json")
        await leaf.until(
            "document.getElementById('notices').innerText.includes('target_fps is 900: a number from 1')"
        )

    with playing(tmp_path, welcome="") as house:

        def table(name: str) -> dict[str, object]:
            return dict(house.state(name)["animator_settings"])

        sit(house, tmp_path, work, expected=("status of 400",))


@needs_browser
def test_the_crops_frame_lies_where_the_crop_cuts(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        await leaf.until("!!document.getElementById('crop-on')")
        await leaf.until("document.querySelector('[data-name=size] input').value === '512'")
        await leaf.put("[aria-label='Crop: left']", "0.25", "input")
        await leaf.put("[aria-label='Crop: bottom']", "0.5", "input")
        await leaf.click("#crop-on")
        crop = {"enabled": True, "left": 0.25, "top": 0.0, "right": 1.0, "bottom": 0.5}
        await leaf.until_true(lambda: house.state(name)["animator_settings"]["crop"] == crop)
        await leaf.until(
            "(({ width, height }) => 2 * width === 3 * height)(document.getElementById('picture'))"
        )
        await leaf.click("#outline")
        for each in ("crop", "fit"):
            style = f"(s => [s.left, s.top, s.width, s.height])(document.getElementById('{each}').style)"
            assert await leaf.value(style) == ["25%", "0%", "75%", "50%"]
        # No smaller part than a twentieth is left.
        await leaf.put("[aria-label='Crop: left']", "1", "input")
        await leaf.until_true(lambda: house.state(name)["animator_settings"]["crop"]["left"] == 0.95)

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


@pytest.mark.parametrize(
    ("table", "status", "words"),
    [
        ({"emotions": ["glee"]}, 400, "glee is no emotion; there are admiration, amusement"),
        ({"emotions": []}, 400, '"emotions" must be a list of names of emotions'),
        ({"emotions": "joy"}, 400, '"emotions" must be a list of names of emotions'),
        ({"size": 4096}, 400, "size is 4096: a whole number from 64 to 1024"),
        ({"format": "gif"}, 400, "format is 'gif': one of png, webp"),
        ({"pose": {}}, 400, "pose: not known; there are emotions, size, format"),
    ],
)
def test_an_export_that_cannot_be_is_refused(table: dict[str, object], status: int, words: str) -> None:
    with opened() as house:
        answer = house.post("export", {"instance_id": house.load(), **table})
        assert answer.status_code == status
        assert words in answer.json()["error"]


def test_an_export_is_drawn_as_asked_and_each_picture_once() -> None:
    with opened() as house:
        name = house.load()
        emotions = {"../sly face": {"pose": {"mouth_aaa_index": 1}, "cels": {}}}
        assert house.post("load_emotion_templates", {"instance_id": name, "emotions": emotions}).text == "OK"
        order = {"emotions": ["../sly face", "zero", "zero"], "size": 64, "format": "webp"}
        answer = house.post("export", {"instance_id": name, **order})
        assert answer.headers["Content-Type"] == "application/zip"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="anna-emotions.zip"'
        assert answer.headers["X-Pictures"] == "2"
        with ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == ["_sly_face.webp", "zero.webp"]
            shades = [shade(archive.read(each)) for each in archive.namelist()]
        assert shades == [(64, 240), (64, 40)]


def test_a_still_is_drawn_once_for_all_who_ask() -> None:
    with opened() as house:
        name = house.load()
        house.post("stop", {"instance_id": name})
        query = {"instance_id": name, "emotion": "joy", "size": "256", "face": ""}
        first = house.get("still", params=query)
        drawn = [each for each in house.archive.draws if each["crop"] == [0.3125, 0.109375, 0.6875, 0.484375]]
        assert house.get("still", params=query).content == first.content
        assert len(drawn) == 1
        assert [each for each in house.archive.draws if each["crop"] == drawn[0]["crop"]] == drawn
        assert shade(first.content)[0] == 96
        wrong = house.get("still", params={**query, "size": "all"})
        assert (wrong.status_code, wrong.json()["error"]) == (
            400,
            "size is 'all': a whole number from 64 to 1024",
        )


def test_an_archive_that_does_not_draw_refuses_the_export_in_words() -> None:
    with opened() as house:
        name = house.load()
        house.archive.broken = told(503, {"error": "the worker has died"})
        answer = house.post("export", {"instance_id": name})
        assert answer.status_code == 503
        assert "the worker has died" in answer.json()["error"]


def test_voices_are_the_archives_or_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        names = [each["name"] for each in house.get("voices").json()["voices"]]
        assert names == ["en-us", "en-gb", "de"]
    with opened(host="http://127.0.0.1:9") as house:
        assert house.get("voices").status_code == 503


def test_every_file_of_the_page_is_served_and_nothing_else() -> None:
    with opened() as house:
        page = requests.get(f"{house.url}/", timeout=60)
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        for name in ("studio.js", "panels.css", "page.css", "flame.svg"):
            assert requests.get(f"{house.url}/static/{name}", timeout=60).status_code == 200
        assert requests.get(f"{house.url}/static/../site.py", timeout=60).status_code == 404


def shade(content: bytes) -> tuple[int, int]:
    """A picture's side, and how light its middle is."""
    with Image.open(io.BytesIO(content)) as picture:
        red, *_ = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))  # type: ignore[misc]
        return picture.width, int(red)
