"""Writes docs/cli.md from the commands' own help, so that the page cannot say anything else.

python docs/generate.py            # `make docs`; a test fails when the page is stale
"""

from collections.abc import Iterator
from pathlib import Path

import click

from soulsgen.cli import soulsgen, twitter
from soulsgen.commands.illustrate import illustrate

PAGE = Path(__file__).parent / "cli.md"
HEAD = """# Commands

What `--help` prints, command by command; `make docs` writes this page. Every command ends with status 0
when it did its work, and says on standard error what went wrong when not: 1 for a fault, 2 for a request
that will be refused again, 69 for a post whose fate is unknown, 75 for a fault that may pass.

Completion in bash: `eval "$(_SOULSGEN_COMPLETE=bash_source soulsgen)"`; `zsh_source` and `fish_source`
likewise, and `_TWITTER_COMPLETE` for `twitter`.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for root, name in ((soulsgen, "soulsgen"), (twitter, "twitter"), (illustrate, "illustrate")):
        for path, command in commands(root, name):
            parts.append(f"## {path}\n\n```text\n{help_of(path, command)}\n```\n")
    return "\n".join(parts)


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """`command` and all below it, with their full names."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from commands(below, f"{path} {name}")


def help_of(path: str, command: click.Command) -> str:
    with click.Context(command, info_name=path, terminal_width=100, max_content_width=100) as context:
        lines = command.get_help(context).splitlines()
    return "\n".join(line.rstrip() for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
