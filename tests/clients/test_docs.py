"""Every command of ours that a page shows is one that can be typed."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from soulsgen.cli import soulsgen, twitter
from soulsgen.commands.illustrate import illustrate

ROOT = Path(__file__).parents[2]
CONSOLE: dict[str, click.Command] = {"soulsgen": soulsgen, "twitter": twitter, "illustrate": illustrate}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# At the beginning of a line or after another command.
COMMAND = re.compile(r"(?:^|[;&|])\s*(?:\.venv/bin/)?(?:soulsgen|twitter|illustrate)\b")
# Its lines are the help's own; test_cli.py reads those.
GENERATED = ROOT / "docs" / "cli.md"


def shown(page: Path) -> Iterator[list[str]]:
    """The words of each command of ours in the page's indented code."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("    ")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if not COMMAND.search(line):
            continue
        words: list[str] = []
        reader = shlex.shlex(line, posix=True, punctuation_chars=";&|<>")
        reader.whitespace_split = True
        for word in [*reader, ";"]:
            if word[0] not in ";&|<>":
                words.append(word)
                continue
            if words and Path(words[0]).name in CONSOLE:
                yield [Path(words[0]).name, *words[1:]]
            words = []


def parse(words: list[str]) -> None:
    """As the console would, but for files that are to exist; raises click's errors."""
    command, rest, parent = CONSOLE[words[0]], words[1:], None
    while True:
        context = click.Context(command, parent, command.name, **command.context_settings)
        given, rest, found_there = command.make_parser(context).parse_args(list(rest))
        for parameter in {each.name: each for each in found_there}.values():
            # A command may do without an argument, and a folder of the reader's own is not here.
            there = isinstance(given[parameter.name], str | list | tuple)
            if there and not isinstance(parameter.type, click.Path):
                parameter.type_cast_value(context, given[parameter.name])
        if not isinstance(command, click.Group) or not rest:
            break
        _, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command, parent = found, context
    assert rest == [] or command.allow_extra_args, f"{rest} is left over"


@pytest.mark.parametrize("page", [page for page in PAGES if page != GENERATED], ids=lambda page: page.name)
def test_every_command_on_the_page_can_be_typed(page: Path) -> None:
    for words in shown(page):
        try:
            parse(words)
        except (click.UsageError, AssertionError) as error:
            pytest.fail(f"{shlex.join(words)}: {error}")


def test_what_cannot_be_typed_would_be_found() -> None:
    for line in ("soulsgen post --too x", "soulsgen post --to mars", "soulsgen posts", "soulsgen stop now"):
        with pytest.raises((click.UsageError, AssertionError)):
            parse(line.split())


def test_the_pages_show_commands() -> None:
    assert sum(len(list(shown(page))) for page in PAGES) > 60
