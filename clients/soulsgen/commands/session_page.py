"""`soulsgen session page`: the live page of a session folder."""

import signal
import threading
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address; 0.0.0.0 for the whole network."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="0: any free one."
)
@click.option(
    "--key",
    envvar="SESSION_PAGE_KEY",
    show_envvar=True,
    help="Secret that viewers are asked for; 8 characters or more.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open it in a browser.")
def page(folder: Path, host: str, port: int, key: str | None, open_browser: bool) -> None:
    """Show a session folder as a live page, read-only, until Ctrl-C.

    What any command writes into the folder is on the page at once: scenes, transcript, state. F is table
    mode; the address with #table begins with it.

    \b
    Example:
        soulsgen session page data/2026_11_21-19_00_00 --open
    """
    from soulsgen.page.server import Page, Place

    place = Place(host, port, key.strip() if key else None)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with Page(folder, place, lambda words: click.echo(words, err=True)) as served:
        click.echo(served.invitation(), err=True)
        if open_browser:
            served.open()
        ended.wait()
