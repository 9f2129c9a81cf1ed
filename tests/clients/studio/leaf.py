"""The studio's page as somebody uses it: a tab of a headless Chromium, its keys, its files."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from clients.studio.opened import House
from soulsgen.page.browser import Tab, browsing, find_browser
from waiting import LIMIT_S

BROWSER = find_browser()
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on PATH")
CODES = {
    "Tab": 9,
    "Enter": 13,
    " ": 32,
    "Home": 36,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
    "Delete": 46,
}
SHIFT = 8
# Red, green, blue and alpha of the picture that is shown, in its middle; a busy machine draws fewer pixels.
MIDDLE = """(each => each.getContext('2d').getImageData(each.width >> 1, each.height >> 1, 1, 1).data)(
  document.getElementById('picture'))"""
SEEN = f"{MIDDLE}[3] === 255"
# What has the focus, in a word, and whether it can be seen to have it.
FOCUSED = """(() => {
  const at = document.activeElement;
  const seen = getComputedStyle(at).outlineStyle !== 'none';
  return [at.id || at.dataset.name || at.ariaLabel || at.textContent, seen];
})()"""


class Leaf:
    """A page that is open. Everything waits for what it is to wait for, and for no time."""

    def __init__(self, tab: Tab, folder: Path) -> None:
        self.tab = tab
        self.folder = folder

    async def her(self) -> str:
        """The instance that the page directs, as soon as the page knows how she is."""
        await self.until("document.title.endsWith(' · Studio')")
        return str(await self.value("sessionStorage.getItem('studio.instance')"))

    async def value(self, script: str) -> Any:
        return await self.tab.value(script)

    async def until(self, script: str) -> None:
        await self.tab.until(script, LIMIT_S)

    async def until_true(self, asked: Callable[[], Any]) -> Any:
        async with asyncio.timeout(LIMIT_S):
            while not (answer := asked()):
                await asyncio.sleep(0.05)
        return answer

    async def click(self, selector: str) -> None:
        await self.until(f"!!document.querySelector({json.dumps(selector)})")
        await self.value(f"document.querySelector({json.dumps(selector)}).click()")

    async def put(self, selector: str, value: str, event: str = "change") -> None:
        """As a hand does that types, chooses or slides."""
        at = f"document.querySelector({json.dumps(selector)})"
        await self.value(
            f"{at}.value = {json.dumps(value)}, {at}.dispatchEvent(new Event('{event}', {{bubbles: true}}))"
        )

    async def strike(self, key: str, modifiers: int = 0) -> None:
        for kind in ("rawKeyDown", "char", "keyUp"):
            text = {"Enter": "\r", " ": " "}.get(key)
            if kind == "char" and text is None:
                continue
            more = {"text": text} if kind == "char" else {}
            await self.tab.ask(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code="Space" if key == " " else key,
                windowsVirtualKeyCode=CODES[key],
                modifiers=modifiers,
                **more,
            )

    async def write(self, text: str) -> None:
        await self.tab.ask("Input.insertText", text=text)

    async def walk(self, wanted: str) -> list[str]:
        """Press Tab until `wanted` has the focus; what had it on the way. Each can be seen to have it."""
        passed: list[str] = []
        while not passed or passed[-1] != wanted:
            await self.strike("Tab")
            name, seen = await self.value(FOCUSED)
            assert seen, f"{name} does not show that it has the focus"
            assert len(passed) < 400, f"{wanted} is not reached; there are {passed[:60]}"
            passed.append(name)
        return passed

    async def choose(self, selector: str, *files: Path) -> None:
        """Files, as a dialog gives them."""
        document = await self.tab.ask("DOM.getDocument")
        node = await self.tab.ask("DOM.querySelector", nodeId=document["root"]["nodeId"], selector=selector)
        await self.tab.ask(
            "DOM.setFileInputFiles", nodeId=node["nodeId"], files=[str(file) for file in files]
        )

    async def downloaded(self, name: str) -> bytes:
        path = self.folder / name
        await self.until_true(path.is_file)
        return path.read_bytes()


def sit(
    house: House,
    folder: Path,
    work: Callable[[Leaf], Coroutine[Any, Any, None]],
    size: tuple[int, int] = (1440, 900),
    phone: bool = False,
    path: str = "/",
    expected: tuple[str, ...] = (),
) -> None:
    """Open the studio's page, do `work`; nothing went wrong in it, and nothing left the studio.

    Whoever the studio's plan welcomes comes in. expected: of what a browser's console says by itself of
    refusals.
    """

    async def run() -> None:
        assert BROWSER
        house.studio.greet()
        async with browsing(BROWSER) as tab:
            leaf = Leaf(tab, folder)
            await tab.open(f"{house.url}{path}", *size, scale=2 if phone else 1, phone=phone)
            await leaf.until("!!document.getElementById('count')")
            await tab.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
            await work(leaf)
            asked = await tab.value("performance.getEntriesByType('resource').map(each => each.name)")
            outside = [name for name in asked if not name.startswith((f"{house.url}/", "blob:"))]
            assert not outside, outside
            faults = [fault for fault in tab.faults if not any(each in fault for each in expected)]
            assert not faults, faults

    asyncio.run(run())
