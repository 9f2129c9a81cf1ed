"""`soulsgen logs`: the end of a server log, and what is added to it."""

import time
from collections import deque
from pathlib import Path

import click

from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project

LOGS = {
    "model": "model_log.log",
    "server": "ts_log.log",
    "access": "access_log.log",
    "console": "console.log",
}


@click.command()
@click.argument("which", type=click.Choice(list(LOGS)), default="model")
@click.option("-n", "--lines", type=click.IntRange(min=0), default=20, show_default=True)
@click.option("-f", "--follow", is_flag=True, help="Keep printing what is added, until Ctrl-C.")
def logs(which: str, lines: int, follow: bool) -> None:
    """Print the last lines of a TorchServe log.

    \b
    Example:
        soulsgen logs model --follow
    """
    path = find_project().build / "server" / "logs" / LOGS[which]
    if not path.is_file():
        raise SoulsgenError(f"{path} is not there yet; `soulsgen serve` writes it")
    print_tail(path, lines, follow)


def print_tail(path: Path, lines: int, follow: bool) -> None:
    """The last `lines` of `path`, then with `follow` every further one."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in deque(file, maxlen=lines):
            click.echo(line, nl=False)
        while follow:
            line = file.readline()
            if line:
                click.echo(line, nl=False)
            else:
                time.sleep(0.2)
