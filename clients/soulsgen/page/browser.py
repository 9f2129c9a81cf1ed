"""A headless Chromium, driven over its DevTools protocol: https://chromedevtools.github.io/devtools-protocol/."""

import asyncio
import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from soulsgen.errors import SoulsgenError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
)
_START_S = 20.0
_ANSWER_S = 30.0
_TRUE_S = 15.0


class BrowserFault(SoulsgenError):
    """The browser did not do what it was told."""


def find_browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


class Tab:
    """One page of the browser; `faults` is what its console said of errors and refused content."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.faults: list[str] = []

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command. Raises BrowserFault."""
        self._number += 1
        try:
            await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
            while (message := await self._socket.receive_json(timeout=_ANSWER_S)).get("id") != self._number:
                self._note(message)
        except (TimeoutError, TypeError, ConnectionError) as error:  # TypeError: no text, as it was closed
            raise BrowserFault(f"the browser does not answer {method}") from error
        if "error" in message:
            raise BrowserFault(f"{method}: {message['error'].get('message')}")
        result: dict[str, Any] = message["result"]
        return result

    def _note(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        if message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.faults.append(parameters["entry"]["text"])
        if message.get("method") == "Runtime.exceptionThrown":
            self.faults.append(json.dumps(parameters["exceptionDetails"]))

    async def open(self, url: str, width: int, height: int, scale: float = 1, phone: bool = False) -> None:
        for domain in ("Page", "Log", "Runtime"):
            await self.ask(f"{domain}.enable")
        await self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=phone,
        )
        await self.ask("Page.navigate", url=url)

    async def value(self, script: str) -> Any:
        """Of an expression, awaited. Raises BrowserFault for one that throws."""
        answer = await self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserFault(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    async def until(self, script: str, seconds: float | None = None) -> None:
        """Wait for `script` to be true. Raises BrowserFault when it is not in time."""
        end = asyncio.get_running_loop().time() + (_TRUE_S if seconds is None else seconds)
        while not await self.value(script):
            if asyncio.get_running_loop().time() > end:
                raise BrowserFault(f"never became true: {script}")
            await asyncio.sleep(0.05)

    async def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if len(key) == 1 and kind == "keyDown" else {}
            await self.ask("Input.dispatchKeyEvent", type=kind, key=key, **text)

    async def shoot(self, target: Path) -> None:
        """A PNG of what is seen."""
        shot = await self.ask("Page.captureScreenshot", format="png")
        target.write_bytes(base64.b64decode(shot["data"]))


@asynccontextmanager
async def browsing(browser: str) -> AsyncIterator[Tab]:
    """A tab of a browser with a profile of its own, which ends with the block. Raises BrowserFault."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [browser, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(profile, "DevToolsActivePort"))
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    pages = [page for page in await answer.json() if page["type"] == "page"]
                async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    yield Tab(socket)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


async def _port(file: Path) -> int:
    """The port that the browser chose, as soon as it says it."""
    end = asyncio.get_running_loop().time() + _START_S
    while not file.is_file() or not file.read_text("utf-8").strip():
        if asyncio.get_running_loop().time() > end:
            raise BrowserFault("the browser did not start")
        await asyncio.sleep(0.05)
    return int(file.read_text("utf-8").splitlines()[0])
