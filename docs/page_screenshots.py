"""Takes the pictures of the live page anew: desktop, table mode, a phone, no connection, the key.

python docs/page_screenshots.py [FOLDER]     # needs a Chromium on PATH; FOLDER is where they go

The session that is shown was written for them, and its pictures are painted by the project's own painter.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "serve-handlers"))

from painter.engine import Fault  # noqa: E402
from painter.png import encoded  # noqa: E402
from painter.procedural import ProceduralPainter  # noqa: E402
from painter.settings import Request  # noqa: E402
from soulsgen.page.browser import Tab, browsing, find_browser  # noqa: E402
from soulsgen.page.server import Page, Place  # noqa: E402

QUALITY = 86
SHOWN = "document.querySelectorAll('.pictures img.shown').length === 1"
KEY = "a key of the table"
SETTLE_S = 3.0  # the longest fade, and the thumbnails
SESSION = DOCS / "page_session.jsonl"


def main() -> None:
    browser = find_browser()
    if browser is None:
        sys.exit("page_screenshots.py: no Chromium on PATH; install one and run this again")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "the-bell-under-the-water")
        write_session(folder)
        asyncio.run(shoot_all(browser, folder, target))
    for path in sorted(target.glob("page-*.png")):
        with Image.open(path) as picture:
            picture.convert("RGB").save(path.with_suffix(".jpg"), quality=QUALITY, optimize=True)
        path.unlink()


def write_session(folder: Path) -> None:
    folder.mkdir()
    about = {"title": "The Bell under the Water", "started": "2026-11-21T19:02:00+01:00"}
    (folder / "session.json").write_text(json.dumps(about), "utf-8")
    status = {"state": "well", "words": "listening", "cost": "$0.00 so far"}
    (folder / "status.json").write_text(json.dumps(status), "utf-8")
    told = [json.loads(line) for line in SESSION.read_text("utf-8").splitlines()]
    write_lines(folder / "transcript.jsonl", [each for each in told if "text" in each])
    scenes = [each for each in told if "scene" in each]
    for number, scene in enumerate(scenes, 1):
        scene["image"] = f"scene-{number:06}.png"
        paint(scene["scene"], number, folder / scene["image"])
    write_lines(folder / "scenes.jsonl", scenes)


def write_lines(path: Path, found: list[dict]) -> None:
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in found), "utf-8")


def paint(scene: str, seed: int, path: Path) -> None:
    request = Request(scene, seed=seed)
    (picture,) = ProceduralPainter().paint([request])
    if isinstance(picture, Fault):
        sys.exit(f"page_screenshots.py: {picture.sentence}")
    path.write_bytes(encoded(picture, request))


async def shoot_all(browser: str, folder: Path, target: Path) -> None:
    with Page(folder, Place(port=0), say) as page:
        async with browsing(browser) as tab:
            await view(tab, page.url, (1440, 900))
            await tab.shoot(target / "page-desktop.png")
            await tab.press("f")
            await tab.until("document.body.classList.contains('table')")
            append(
                folder / "transcript.jsonl", {"at": 1999.0, "speaker": "Game master", "text": "It is warm."}
            )
            await tab.until("document.getElementById('said').classList.contains('shown')")
            await asyncio.sleep(SETTLE_S)
            await tab.shoot(target / "page-table.png")
        async with browsing(browser) as tab:
            await view(tab, page.url, (390, 844), scale=2, phone=True)
            await tab.shoot(target / "page-phone.png")
    async with browsing(browser) as tab:
        with Page(folder, Place(port=0), say) as page:
            await view(tab, page.url, (1440, 900))
        await tab.until("!document.getElementById('lost').hidden", 30)
        await asyncio.sleep(SETTLE_S)
        await tab.shoot(target / "page-no-connection.png")
    await shoot_closed(browser, folder.with_name("a-new-session"), target)


async def shoot_closed(browser: str, folder: Path, target: Path) -> None:
    """The question for the key, and the table before its first scene."""
    folder.mkdir()
    with Page(folder, Place(port=0, key=KEY), say) as page:
        async with browsing(browser) as tab:
            await tab.open(page.url, 1440, 900)
            await tab.until("document.title === 'A closed table'")
            await tab.shoot(target / "page-key.png")
            await tab.open(f"{page.url}?{urlencode({'key': KEY})}", 1440, 900)
            await tab.until("document.getElementById('link')?.className === 'live'")
            await asyncio.sleep(1)
            await tab.shoot(target / "page-empty.png")


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


async def view(tab: Tab, url: str, size: tuple[int, int], scale: float = 1, phone: bool = False) -> None:
    await tab.open(url, *size, scale, phone)
    await tab.until(SHOWN)
    await asyncio.sleep(SETTLE_S)
    for fault in tab.faults:
        sys.stderr.write(f"{fault}\n")


def append(path: Path, line: dict) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
