"""The options of how a session is written down, and of what in it is not for the players."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.option_group import Command, handed_over
from soulsgen.recap.private import MARKERS, Privacy

if TYPE_CHECKING:
    from soulsgen.session.manner import Manner

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class MannerChoice:
    """language: a code, None for the one that is heard."""

    roster_file: Path | None
    glossary_file: Path | None
    language: str | None

    def read(self) -> "Manner":
        """Raises SoulsgenError for a file that is no roster, or no glossary."""
        from soulsgen.session.glossary import Glossary, read_glossary
        from soulsgen.session.manner import Manner
        from soulsgen.session.roster import read_roster

        roster = read_roster(self.roster_file) if self.roster_file else {}
        glossary = read_glossary(self.glossary_file) if self.glossary_file else Glossary()
        return Manner(roster, glossary, self.language)


def manner_options(command: Command) -> Command:
    """Add them; the command receives them as `manner_choice`."""
    decorators = [
        click.option("--roster", "roster_file", type=_FILE, help="TOML: who speaks on which track."),
        click.option(
            "--glossary", "glossary_file", type=_FILE, help="Names, one a line: listened for and put right."
        ),
        click.option("--language", help="Code such as en. [detected]"),
    ]
    return handed_over(command, "manner_choice", MannerChoice, decorators)


def privacy_options(command: Command) -> Command:
    """Add them; the command receives them as `privacy`."""
    decorators = [
        click.option(
            "--private-marker",
            "markers",
            multiple=True,
            default=MARKERS,
            show_default=True,
            help="Words that make a line private; may repeat.",
        ),
        click.option(
            "--private-speaker",
            "speakers",
            multiple=True,
            callback=lambda _context, _option, speakers: frozenset(speakers),
            help="Whose lines are all private; may repeat.",
        ),
    ]
    return handed_over(command, "privacy", Privacy, decorators)
