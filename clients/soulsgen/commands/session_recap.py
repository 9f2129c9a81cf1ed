"""`soulsgen session recap`: a session's transcript to a recap for players and one for the game master."""

from pathlib import Path

import click

from soulsgen.agent_options import AgentChoice, agent_options, open_agent
from soulsgen.commands.session_options import privacy_options
from soulsgen.errors import SoulsgenError
from soulsgen.options import endpoint_options
from soulsgen.patience import RECAP_S, patient
from soulsgen.recap.private import Privacy
from soulsgen.torchserve import Endpoint

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--earlier", type=_FOLDER, multiple=True, help="Folder of a session before; may repeat, in order."
)
@click.option("--title", help="[the folder's name]")
@privacy_options
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
    privacy: Privacy,
    folder: Path,
    earlier: tuple[Path, ...],
    title: str | None,
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
    from soulsgen.recap.versions import Request, paths, write_versions

    if not again and (there := [path for path in paths(folder) if path.exists()]):
        raise SoulsgenError(f"{there[0]} is there already; --again replaces it")
    agent = open_agent(agent_choice, patient(endpoint, RECAP_S))
    write_versions(Request(folder, title, earlier, privacy, template), agent)
    for path in paths(folder):
        click.echo(path)
    if told := agent.spent().sentence():
        click.echo(told, err=True)
