"""The page in a real browser: pictures, walking back, hostile text, a connection that goes and comes."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from clients.loopback import free_port
from clients.page.evening import paint, say
from soulsgen.page.browser import BrowserFault, Tab, browsing, find_browser
from soulsgen.page.server import Page, Place
from soulsgen.page.viewer import shoot_page
from waiting import LIMIT_S, wait_until

BROWSER = find_browser()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on PATH")
SHOWN = "document.querySelector('.pictures img.shown')?.src.split('/').pop()"
HOSTILE = "<img src=x onerror=\"document.title='gone'\"><script>document.title='gone'</script>&amp;"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evening"
    folder.mkdir()
    for number in (1, 2, 3):
        say(folder, number * 10)
        paint(folder, number * 10)
    return folder


def browse(work: Callable[[Tab], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        assert BROWSER
        async with browsing(BROWSER) as tab:
            await work(tab)

    asyncio.run(run())


def test_the_newest_is_shown_and_who_walks_back_is_left_there(folder: Path) -> None:
    async def work(tab: Tab) -> None:
        await tab.open(page.url, 1280, 800)
        await tab.until(f"{SHOWN} === 'scene-000030.png'")
        assert await tab.value("document.querySelectorAll('#strip li').length") == 3
        await tab.press("ArrowLeft")
        await tab.until(f"{SHOWN} === 'scene-000020.png'")
        paint(folder, 40)
        await tab.until("document.querySelectorAll('#strip li').length === 4")
        assert await tab.value(SHOWN) == "scene-000020.png"
        assert await tab.value("document.getElementById('now').textContent") == "Back to now · 2 newer"
        await tab.value("document.getElementById('now').click()")
        await tab.until(f"{SHOWN} === 'scene-000040.png'")
        paint(folder, 50)
        await tab.until(f"{SHOWN} === 'scene-000050.png'")
        assert tab.faults == []

    with Page(folder, Place(port=0), lambda _: None) as page:
        browse(work)


def test_hostile_text_stays_text(folder: Path) -> None:
    say(folder, 60, HOSTILE, speaker=HOSTILE)
    with (folder / "scenes.jsonl").open("a") as file:
        file.write(json.dumps({"at": 70, "scene": HOSTILE, "image": "scene-000010.png"}) + "\n")
    (folder / "session.json").write_text(json.dumps({"title": HOSTILE}))

    async def work(tab: Tab) -> None:
        await tab.open(page.url, 1280, 800)
        await tab.until(f"document.getElementById('caption')?.textContent === {json.dumps(HOSTILE)}")
        said = "[...document.querySelectorAll('#talk li')].some(li => li.textContent.includes({}))"
        assert await tab.value(said.format(json.dumps(HOSTILE)))
        assert await tab.value("document.title") == HOSTILE[:80].strip()
        assert await tab.value("document.querySelectorAll('#talk img, #caption img, script').length") == 1
        assert tab.faults == []

    with Page(folder, Place(port=0), lambda _: None) as page:
        browse(work)


def test_a_lost_connection_is_shown_and_comes_back_with_what_was_missed(folder: Path) -> None:
    place = Place(port=free_port())

    async def work(tab: Tab) -> None:
        with Page(folder, place, lambda _: None) as page:
            await tab.open(page.url, 1280, 800)
            await tab.until("document.getElementById('link')?.className === 'live'")
            await tab.until(f"{SHOWN} === 'scene-000030.png'")
        await tab.until("!document.getElementById('lost').hidden")
        assert "No connection" in await tab.value("document.getElementById('lost').innerText")
        say(folder, 31, "meanwhile")
        paint(folder, 40)
        with Page(folder, place, lambda _: None):
            await tab.until("document.getElementById('lost').hidden")
            await tab.until(f"{SHOWN} === 'scene-000040.png'")
            texts = await tab.value(
                "[...document.querySelectorAll('#talk li > span')].map(e => e.textContent)"
            )
        assert texts == ["line 10", "line 20", "line 30", "meanwhile"]

    browse(work)


def test_the_table_sees_the_picture_and_hears_the_last_words(folder: Path) -> None:
    async def work(tab: Tab) -> None:
        await tab.open(f"{page.url}#table", 1280, 800)
        await tab.until(f"{SHOWN} === 'scene-000030.png'")
        assert await tab.value("document.body.classList.contains('table')")
        assert await tab.value("getComputedStyle(document.getElementById('talk')).display") == "none"
        # What is shown stays, for whoever looks late.
        await tab.value("window.setTimeout = () => 0")
        say(folder, 35, "the bell rings")
        await tab.until("document.getElementById('said').classList.contains('shown')")
        assert await tab.value("document.getElementById('said').textContent") == "Marenthe bell rings"
        await tab.press("Escape")
        await tab.until("!document.body.classList.contains('table')")

    with Page(folder, Place(port=0), lambda _: None) as page:
        browse(work)


def test_on_a_phone_nothing_is_wider_than_the_screen(folder: Path) -> None:
    async def work(tab: Tab) -> None:
        await tab.open(page.url, 390, 844, scale=2, phone=True)
        await tab.until(f"{SHOWN} === 'scene-000030.png'")
        assert await tab.value("document.documentElement.scrollWidth") == 390
        assert await tab.value("document.querySelector('.pictures').getBoundingClientRect().width") > 340

    with Page(folder, Place(port=0), lambda _: None) as page:
        browse(work)


def test_its_picture_is_taken_as_soon_as_so_many_scenes_are_shown(folder: Path, tmp_path: Path) -> None:
    """The viewer is there before the page is; what it waits for is painted while it looks."""
    assert BROWSER
    port, looks = free_port(), list[bool]()
    target = tmp_path / "page.png"

    def ended() -> bool:
        """Asked between two looks."""
        looks.append(False)
        return looks[-1]

    def look_again() -> None:
        most = len(looks) + 3
        wait_until(lambda: shot.done() or len(looks) > most)
        assert not shot.done()

    with ThreadPoolExecutor(1) as pool:
        shot = pool.submit(shoot_page, BROWSER, f"http://127.0.0.1:{port}/", 4, target, ended)
        look_again()
        with Page(folder, Place(port=port), lambda _: None):
            look_again()
            paint(folder, 40)
            shot.result(LIMIT_S)
    with Image.open(target) as picture:
        assert picture.size == (1440, 900)


def test_no_picture_is_taken_of_an_evening_that_ends_too_early(folder: Path, tmp_path: Path) -> None:
    assert BROWSER
    looks = iter([False, False])
    with (
        Page(folder, Place(port=0), lambda _: None) as page,
        pytest.raises(BrowserFault, match="it was over before its page showed all of it"),
    ):
        shoot_page(BROWSER, page.url, 4, tmp_path / "page.png", lambda: next(looks, True))
    assert not (tmp_path / "page.png").exists()
