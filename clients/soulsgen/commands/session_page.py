"""`soulsgen session page`: the live page of a session folder."""

from pathlib import Path

import click

from soulsgen.commands.page_options import PageChoice, page_options, served
from soulsgen.ending import Ended


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@page_options("--host", "--port", "--key")
def page(page_choice: PageChoice, folder: Path) -> None:
    """Show a session folder as a live page, read-only, until Ctrl-C.

    What any command writes into the folder is on the page at once: scenes, transcript, state. F is table
    mode; the address with #table begins with it.

    \b
    Example:
        soulsgen session page data/2026_11_21-19_00_00 --open
    """
    ended = Ended()
    with served(folder, page_choice):
        ended.wait()
