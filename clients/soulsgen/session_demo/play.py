"""The evening played to `illustrate` as a user would, with somebody watching its page."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from soulsgen.errors import SoulsgenError
from soulsgen.launch import free_ports
from soulsgen.page.browser import BrowserFault, find_browser
from soulsgen.page.viewer import shoot_page

Tell = Callable[[str], None]
SCENES = 3  # that the picture of the page shows
_PROGRAM = "from soulsgen.cli import illustrate_main; illustrate_main()"


def play(arguments: Sequence[str], picture: Path, log: Path, tell: Tell) -> None:
    """Run `illustrate` to its end; `picture` is taken of its page, where there is a browser.

    Raises SoulsgenError with the last line that it said when it ends with a fault.
    """
    port = free_ports(1)[0]
    words = [*arguments, "--server-port", str(port)]
    picture.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    last: list[str] = []
    reader = Thread(target=_follow, args=(process, log, last, tell))
    reader.start()
    try:
        _watch(process, f"http://127.0.0.1:{port}/", picture, tell)
        process.wait()
    finally:
        _end(process)
        reader.join()
    if process.returncode:
        words_of_it = last[-1] if last else "it said nothing"
        raise SoulsgenError(f"illustrate ended with status {process.returncode}: {words_of_it}; log: {log}")


def _follow(process: "subprocess.Popen[str]", log: Path, last: list[str], tell: Tell) -> None:
    with log.open("w", encoding="utf-8") as file:
        for line in process.stdout or ():
            file.write(line)
            file.flush()
            tell(f"  {line.rstrip()}")
            last[:] = [line.strip()]


def _watch(process: "subprocess.Popen[str]", url: str, picture: Path, tell: Tell) -> None:
    """A demonstration without a browser is one all the same."""
    browser = find_browser()
    if browser is None:
        tell("  no Chromium on this machine: no picture is taken of the page")
        return
    try:
        shoot_page(browser, url, SCENES, picture, lambda: process.poll() is not None)
    except BrowserFault as error:
        tell(f"  no picture of the page: {error}")
    else:
        tell(f"  the page with {SCENES} scenes: {picture}")


def _end(process: "subprocess.Popen[str]") -> None:
    """In order, if it has not ended yet; it finishes what was said."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(90)
        process.kill()
        process.wait()
