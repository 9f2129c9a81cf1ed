"""`soulsgen session recap`: a session's transcript to a recap for players and one for the game master."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from soulsgen.agent_options import AgentChoice, agent_options, open_agent
from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.options import endpoint_options
from soulsgen.patience import RECAP_S, patient
from soulsgen.recap.private import MARKERS
from soulsgen.torchserve import Endpoint

if TYPE_CHECKING:
    from soulsgen.agent.answers import Spent
    from soulsgen.recap.story import Recap, Wanted

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
VERSIONS = ("recap", "recap.gm")


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--earlier", type=_FOLDER, multiple=True, help="Folder of a session before; may repeat, in order."
)
@click.option("--title", help="[the folder's name]")
@click.option(
    "--private-marker",
    "markers",
    multiple=True,
    default=MARKERS,
    show_default=True,
    help="Words that make a line private; may repeat.",
)
@click.option("--private-speaker", "speakers", multiple=True, help="Whose lines are all private; may repeat.")
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Jinja2, in place of the Markdown's own; recap.html.j2 in place of the page's.",
)
@click.option("--again", is_flag=True, help="Replace a recap that is there.")
@agent_options
@endpoint_options
def recap(
    endpoint: Endpoint,
    agent_choice: AgentChoice,
    folder: Path,
    earlier: tuple[Path, ...],
    title: str | None,
    markers: tuple[str, ...],
    speakers: tuple[str, ...],
    template: Path | None,
    again: bool,
) -> None:
    """Write a session's recap, as Markdown and as a page, for the players and for the game master.

    Every claim names its times in the transcript; what is doubtful says "to confirm".

    \b
    Example:
        soulsgen session recap sessions/12 --earlier sessions/11
        soulsgen session recap sessions/12 --agent openai --model llama3.1 --base-url http://127.0.0.1:11434/v1
    """
    from soulsgen.recap.story import write_recaps

    page = template is not None and ".html" in template.name
    paths = [folder / f"{name}{ending}" for name in VERSIONS for ending in (".md", ".html")]
    if not again and (there := [path for path in paths if path.exists()]):
        raise SoulsgenError(f"{there[0]} is there already; --again replaces it")
    agent = open_agent(agent_choice, patient(endpoint, RECAP_S))
    wanted = _wanted(folder, earlier, title, markers, speakers)
    recaps = write_recaps(wanted, agent)
    for name, made in zip(VERSIONS, recaps, strict=True):
        _write(folder / f"{name}.md", made, agent.spent(), None if page else template, "recap.md.j2")
        _write(folder / f"{name}.html", made, agent.spent(), template if page else None, "recap.html.j2")
    for path in paths:
        click.echo(path)
    if told := agent.spent().sentence():
        click.echo(told, err=True)


def _wanted(
    folder: Path,
    earlier: tuple[Path, ...],
    title: str | None,
    markers: tuple[str, ...],
    speakers: tuple[str, ...],
) -> "Wanted":
    from soulsgen.recap.private import Privacy
    from soulsgen.recap.story import Wanted
    from soulsgen.session import glossary, roster
    from soulsgen.session.folder import read_session
    from soulsgen.session.transcript import NAME, in_order, read_lines

    known = read_session(folder)
    people = roster.of_records(known["settings"].get("roster", {}))
    asides = {label for path in (folder, *earlier) for label in _private_labels(read_session(path))}
    return Wanted(
        title=title or folder.resolve().name,
        started=datetime.fromisoformat(known["started"]),
        lines=in_order(read_lines(folder / NAME)),
        earlier=[in_order(read_lines(path / NAME)) for path in earlier],
        glossary=glossary.of_records(known["settings"].get("glossary", [])),
        roster=people,
        privacy=Privacy(markers, frozenset({*asides, *speakers})),
    )


def _private_labels(known: dict[str, Any]) -> list[str]:
    """Speakers of a session whose tracks its roster calls private."""
    from soulsgen.session import roster

    people = roster.of_records(known["settings"].get("roster", {}))
    return [person.label(track) for track, person in people.items() if person.private]


def _write(path: Path, made: "Recap", spent: "Spent", template: Path | None, form: str) -> None:
    from soulsgen.recap.render import render

    write_text(path, render(made, spent.sentence(), template, form))
