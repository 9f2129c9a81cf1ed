"""A viewer who watches the live page in a headless browser and takes its picture at the right moment."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from soulsgen.page.browser import BrowserFault, browsing

_SIZE = (1440, 900)
_SETTLE_S = 2.5  # the longest fade, and the thumbnails
_LOOK_S = 0.2


def shoot_page(browser: str, url: str, scenes: int, target: Path, ended: Callable[[], bool]) -> None:
    """A PNG of the page at `url` with that many scenes on it.

    Raises BrowserFault when `ended` before that, or when the browser fails.
    """
    asyncio.run(_shoot(browser, url, scenes, target, ended))


async def _shoot(browser: str, url: str, scenes: int, target: Path, ended: Callable[[], bool]) -> None:
    shown = f"document.querySelectorAll('#strip li').length >= {scenes}"
    async with browsing(browser) as tab:
        while not await tab.value("!!document.getElementById('strip')"):
            # Until the page is served, the browser shows one of its own.
            await _wait(ended)
            await tab.open(url, *_SIZE)
        while not await tab.value(shown):
            await _wait(ended)
        await tab.until("document.querySelectorAll('.pictures img.shown').length === 1")
        await asyncio.sleep(_SETTLE_S)
        await tab.shoot(target)


async def _wait(ended: Callable[[], bool]) -> None:
    if ended():
        raise BrowserFault("it was over before its page showed all of it")
    await asyncio.sleep(_LOOK_S)
