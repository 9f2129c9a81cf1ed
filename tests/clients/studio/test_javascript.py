"""The JavaScript client of the docs, in the page that the docs show, from a site of its own."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.wrappers import Request, Response

from clients.avatar.studio import CLOSED, OPEN, TEXT
from clients.loopback import free_port, serving
from clients.studio.leaf import needs_browser
from clients.studio.opened import House
from clients.studio.theatre import Theatre, playing
from soulsgen.page.browser import Tab, browsing, find_browser
from soulsgen.page.hosting import Place
from soulsgen.studio.server import Plan, Studio
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S, wait_until

pytestmark = needs_browser
DOCS = Path(__file__).parents[3] / "docs"
CLIENT = DOCS / "avatar_client.js"
# Of the picture that is shown, in its middle.
GREY = """(() => {
  const seen = document.querySelector('canvas');
  const [red, , , alpha] = seen.getContext('2d').getImageData(seen.width / 2, seen.height / 2, 1, 1).data;
  return alpha && red;
})()"""


@contextmanager
def site(studio: str) -> Iterator[str]:
    """The page of the docs beside its client, about the studio at `studio`."""
    (page,) = re.findall(r"^```html\n(.*?)^```", (DOCS / "studio.md").read_text("utf-8"), re.M | re.S)
    page = page.replace("http://127.0.0.1:8091", studio).replace('"wick"', '"anna"')
    files = {"/": (page, "text/html"), "/avatar_client.js": (CLIENT.read_text("utf-8"), "text/javascript")}

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        content, kind = files.get(Request(environ).path, ("", "text/plain"))
        return Response(content, content_type=kind)(environ, start_response)

    with serving(answer) as url:
        yield url


def look(url: str, work: Callable[[Tab], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        browser = find_browser()
        assert browser
        async with browsing(browser) as tab:
            await tab.open(f"{url}/", 640, 480)
            await tab.until("!!window.call", LIMIT_S)
            await work(tab)

    asyncio.run(run())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with playing(tmp_path) as house:
        yield house


def test_it_is_forty_lines() -> None:
    assert len(CLIENT.read_text("utf-8").splitlines()) == 40


def test_she_is_seen_and_directed(house: House) -> None:
    async def work(tab: Tab) -> None:
        await tab.until(f"Math.abs({GREY} - {CLOSED}) < 8", LIMIT_S)
        assert await tab.value("document.querySelector('canvas').width") == 512
        await tab.value("call('set_overrides', { overrides: { mouth_aaa: 1 } })")
        await tab.until(f"Math.abs({GREY} - {OPEN}) < 8", LIMIT_S)
        assert (
            await tab.value("call('state', { x: 1 }).catch((error) => error.message)") == "Method Not Allowed"
        )
        refused = await tab.value(
            "call('set_emotion', { emotion_name: 'x' }).catch((error) => error.message)"
        )
        assert refused.startswith("x is no emotion; there are ")
        assert await tab.value("call('characters').then(({ characters }) => characters[0].name)") == "anna"

    with site(house.url) as url:
        look(url, work)


def test_her_voice_is_played_and_seen_without_a_gap(house: House) -> None:
    async def work(tab: Tab) -> None:
        await tab.value(
            "window.pieces = [], window.widest = 0, setInterval(() => {"
            f" window.widest = Math.max(window.widest, {GREY}); }}, 5);"
            "const start = AudioBufferSourceNode.prototype.start;"
            "AudioBufferSourceNode.prototype.start = function (at) {"
            " pieces.push([at, at + this.buffer.duration]); return start.call(this, at); }; 1"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await tab.ask("Input.dispatchMouseEvent", type=kind, x=9, y=9, button="left", clickCount=1)
        await tab.value(f"call('speak', {{ text: {TEXT!r}, emotion: 'joy' }})")
        await tab.until(f"window.widest > {OPEN * 2 // 3}", LIMIT_S)
        await tab.until("pieces.length > 3", LIMIT_S)
        gaps = "pieces.slice(1).map(([at], place) => Math.abs(at - pieces[place][1]))"
        # But where her clock has just been found to be a little ahead of what it was thought to be.
        assert await tab.value(f"{gaps}.filter((gap) => gap < 1e-6).length >= (pieces.length - 1) / 2")

    with site(house.url) as url:
        look(url, work)


def test_she_comes_again_with_the_studio() -> None:
    place = Place(port=free_port())
    with (
        serving(Theatre()) as torchserve,
        site(f"http://127.0.0.1:{place.port}") as url,
        ExitStack() as first,
    ):
        plan = Plan(Endpoint(torchserve, retries=0))

        def is_looked_at() -> bool:
            told = requests.get(f"{place.url(place.port)}api/avatar/instances", timeout=LIMIT_S).json()
            return any(each["viewers"] for each in told["instances"])

        async def work(tab: Tab) -> None:
            await tab.until(f"{GREY} > 0", LIMIT_S)
            first.close()
            with Studio(plan, place, print):
                await asyncio.to_thread(wait_until, is_looked_at)
                await tab.value("document.querySelector('canvas').getContext('2d').reset()")
                await tab.until(f"{GREY} > 0", LIMIT_S)

        first.enter_context(Studio(plan, place, print))
        look(url, work)
