"""The recap of a session folder: what it is made of, and the files of both its versions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from soulsgen.agent.answers import Agent
from soulsgen.files import write_text
from soulsgen.recap.private import Privacy
from soulsgen.recap.render import HTML, MARKDOWN, render
from soulsgen.recap.story import Recap, Wanted, write_recaps
from soulsgen.session import glossary, roster
from soulsgen.session.folder import read_session
from soulsgen.session.transcript import NAME, in_order, read_lines

VERSIONS = ("recap", "recap.gm")


@dataclass(frozen=True)
class Request:
    """earlier: folders of the sessions before, in order. template: for the Markdown, or for the page."""

    folder: Path
    title: str | None = None
    earlier: Sequence[Path] = ()
    privacy: Privacy = field(default_factory=Privacy)
    template: Path | None = None


def paths(folder: Path) -> list[Path]:
    """Of the players' version first, then of the game master's."""
    return [folder / f"{name}{ending}" for name in VERSIONS for ending in (".md", ".html")]


def write_versions(request: Request, agent: Agent) -> Recap:
    """Write all files; returns the players' version. Raises SoulsgenError as the agent does."""
    recaps = write_recaps(wanted(request), agent)
    page = request.template is not None and ".html" in request.template.name
    for name, made in zip(VERSIONS, recaps, strict=True):
        for ending, form, given in ((".md", MARKDOWN, not page), (".html", HTML, page)):
            template = request.template if given else None
            written = render(made, agent.spent().sentence(), template, form)
            write_text(request.folder / f"{name}{ending}", written)
    return recaps[0]


def wanted(request: Request) -> Wanted:
    """What the recap is made of. Raises SoulsgenError for what is no session folder."""
    known = read_session(request.folder)
    folders = (request.folder, *request.earlier)
    asides = {label for path in folders for label in _private_labels(read_session(path))}
    return Wanted(
        title=request.title or request.folder.resolve().name,
        started=datetime.fromisoformat(known["started"]),
        lines=in_order(read_lines(request.folder / NAME)),
        earlier=[in_order(read_lines(path / NAME)) for path in request.earlier],
        glossary=glossary.of_records(known["settings"].get("glossary", [])),
        roster=roster.of_records(known["settings"].get("roster", {})),
        privacy=Privacy(request.privacy.markers, request.privacy.speakers | asides),
    )


def _private_labels(known: dict[str, Any]) -> list[str]:
    """Speakers of a session whose tracks its roster calls private."""
    people = roster.of_records(known["settings"].get("roster", {}))
    return [person.label(track) for track, person in people.items() if person.private]
