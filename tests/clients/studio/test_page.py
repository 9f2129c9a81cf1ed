"""The studio's page in a real browser: who is seen, who comes and goes, keys alone, a studio that is gone."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from clients.avatar.studio import told
from clients.loopback import free_port, serving
from clients.studio.leaf import SEEN, SHIFT, Leaf, needs_browser, sit
from clients.studio.opened import House, opened
from clients.studio.theatre import Theatre, playing
from soulsgen.page.hosting import Place
from soulsgen.studio.server import Plan, Studio
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S

pytestmark = needs_browser
KEY = "the-studios-own"
LIVE = "document.getElementById('link').className === 'live'"


def test_she_is_seen_as_soon_as_she_is_there(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(SEEN)
        await leaf.until("document.querySelectorAll('#grid img.shown').length === 29")
        assert await leaf.value("document.title") == "anna · Studio"
        await leaf.until("parseFloat(document.getElementById('fps').textContent) > 0")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_a_character_is_brought_in_and_dismissed(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until("!document.getElementById('nobody').hidden")
        await leaf.click("#nobody .names button:last-child")
        await leaf.until(SEEN)
        assert await leaf.value("document.getElementById('nobody').hidden")
        await leaf.click("#cast")
        await leaf.click("#people [aria-label='Bring in anna']")
        await leaf.until("document.getElementById('who').options.length === 2")
        shown = "[...document.getElementById('who').options].map(each => each.textContent)"
        assert await leaf.value(shown) == ["bare", "anna"]
        await leaf.click("#cast")
        await leaf.click("#people [aria-label='Dismiss anna']")
        await leaf.until("document.title === 'bare · Studio'")
        (left,) = house.get("instances").json()["instances"]
        assert left["character"] == "bare"

    with playing(tmp_path) as house:
        sit(house, tmp_path, work, expected=("status of 404",))


def test_she_rests_and_moves_again(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(SEEN)
        name = await leaf.her()
        await leaf.until("document.getElementById('run').textContent === 'Pause'")
        await leaf.click("#run")
        rests = "She rests: the last picture stays."
        await leaf.until(f"document.getElementById('trouble').textContent === '{rests}'")
        assert not house.state(name)["running"]
        assert await leaf.value(SEEN)
        await leaf.click("#run")
        await leaf.until(f"document.getElementById('trouble').textContent !== '{rests}'")
        await leaf.until_true(lambda: house.state(name)["running"])

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_on_a_phone_each_panel_fits_and_is_a_tab(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(SEEN)
        for name in ("voice", "feelings", "face", "filters", "animator"):
            await leaf.click(f"#tab-{name}")
            shown = (
                "[...document.querySelectorAll('.panel')].filter(each => !each.hidden).map(each => each.id)"
            )
            assert await leaf.value(shown) == [name]
            await leaf.value("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            assert await leaf.value("document.documentElement.scrollWidth") == 390, name
        assert await leaf.value("document.getElementById('view').getBoundingClientRect().height") > 250

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work, size=(390, 844), phone=True)


def test_with_keys_alone_she_feels_moves_and_speaks(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(SEEN)
        await leaf.until("document.querySelectorAll('#grid button').length === 29")
        name = await leaf.her()
        passed = await leaf.walk("text")
        assert [each for each in passed if each in ("cast", "view", "run", "hear", "snap")] == [
            *("cast", "view", "run", "hear", "snap")
        ]
        await leaf.write("Hello there.")
        await leaf.strike("Tab")
        await leaf.strike("Enter")
        await leaf.until("document.body.classList.contains('speaking')")
        # One of the feelings is on the way of Tab; arrows go between them.
        await leaf.walk("neutral")
        await leaf.strike("Home")
        await leaf.strike("ArrowRight")
        await leaf.strike("Enter")
        await leaf.until_true(lambda: house.state(name)["emotion"] == "amusement")
        await leaf.walk("eyebrow_troubled_left")
        await leaf.strike("ArrowRight")
        await leaf.until_true(lambda: house.state(name)["held"])
        assert house.state(name)["held"] == {"eyebrow_troubled_left": 0.01, "eyebrow_troubled_right": 0.01}
        await leaf.strike("Delete")
        await leaf.until_true(lambda: not house.state(name)["held"])
        await leaf.walk("mouth_aaa")
        back = await leaf.value("document.activeElement.dataset.name")
        await leaf.strike("Tab")
        await leaf.strike("Tab", SHIFT)
        assert await leaf.value("document.activeElement.dataset.name") == back

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_panels_are_chosen_with_arrow_keys(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.walk("tab-face")
        await leaf.strike("ArrowLeft")
        assert await leaf.value("document.activeElement.id") == "tab-animator"
        assert not await leaf.value("document.getElementById('animator').hidden")
        assert await leaf.value("document.getElementById('face').hidden")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_a_studio_that_is_gone_is_missed_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place, archive = Place(port=free_port()), Theatre()

    async def work(leaf: Leaf) -> None:
        await leaf.until(f"{SEEN} && {LIVE}")
        await asyncio.to_thread(first.close)
        await leaf.until("!document.getElementById('lost').hidden")
        assert "No connection" in await leaf.value("document.getElementById('lost').innerText")
        again = await asyncio.to_thread(second.enter_context, Studio(plan, place, print))
        again.greet()
        await leaf.until(f"document.getElementById('lost').hidden && {LIVE}")
        await leaf.until("parseFloat(document.getElementById('fps').textContent) > 0")

    with serving(archive) as url, ExitStack() as first, ExitStack() as second:
        plan = Plan(Endpoint(url, retries=0), welcome="")
        house = House(first.enter_context(Studio(plan, place, print)), archive, [])
        # The one who is asked about at last has another name.
        sit(house, tmp_path, work, expected=("ERR_CONNECTION", "status of 404"))


def test_an_archive_that_does_not_draw_is_told_of_and_found_again(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(SEEN)
        house.archive.broken = refusal
        await leaf.until("document.getElementById('trouble').textContent.includes('died')")
        assert await leaf.value(SEEN)
        house.archive.broken = None
        await leaf.until("!document.getElementById('trouble').textContent.includes('died')")

    refusal = told(503, {"error": "the worker has died"})
    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work, expected=("status of 503",))


def test_where_no_websocket_gets_through_the_feed_is_shown(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.value(
            "void (window.WebSocket = class { constructor() { setTimeout(() => this.onclose(), 0); } })"
        )
        assert house.post(
            "unload", {"instance_id": house.get("instances").json()["instances"][0]["instance_id"]}
        )
        await leaf.until("!document.getElementById('nobody').hidden")
        await leaf.click("#nobody .names button")
        await leaf.until("document.getElementById('feed').naturalWidth > 0")
        assert await leaf.value("document.getElementById('picture').hidden")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work, expected=("status of 404",))


def test_a_key_is_asked_for_and_lets_in(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.until(SEEN)

    with opened(Place(port=0, key=KEY), welcome="") as house:
        for path in ("", "static/studio.js", "api/avatar/voices"):
            assert requests.get(f"{house.studio.url}{path}", timeout=LIMIT_S).status_code == 401
        sit(house, tmp_path, work, path=f"/?key={KEY}", expected=("status of 400",))
