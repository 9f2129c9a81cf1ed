"""`soulsgen avatar serve`: the studio, where she streams and is directed."""

from pathlib import Path

import click

from soulsgen.commands.post_report import tell
from soulsgen.ending import Ended
from soulsgen.options import endpoint_options
from soulsgen.secret import secret
from soulsgen.torchserve import Endpoint

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@endpoint_options
@click.option("--listen", default="127.0.0.1", show_default=True, help="Address; 0.0.0.0 for the network.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8091, show_default=True, help="0: any free one."
)
@click.option(
    "--key",
    envvar="AVATAR_KEY",
    show_envvar=True,
    help="Secret that callers send as `Authorization: Bearer KEY`, and browsers are asked for; 8 characters "
    "or more.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser.")
@click.option("--character", help="Who streams from the start.")
@click.option("--model", default="animator", show_default=True, help="The archive's name.")
@click.option(
    "--tha3", type=_FOLDER, help="Folder of THA3's five files of weights, for any picture. [none is taken]"
)
@click.option(
    "--characters",
    type=_FOLDER,
    help="Where such pictures become characters; the archive's model-config names the same folder.",
)
@click.option(
    "--recordings",
    type=click.Path(file_okay=False, path_type=Path),
    default="recordings",
    show_default=True,
    help="Where films of her are kept.",
)
@click.option(
    "--most-instances", type=click.IntRange(min=1), default=8, show_default=True, help="Live at once."
)
@click.option("--origin", "origins", multiple=True, help="Site whose pages may call besides; may repeat.")
def serve(
    endpoint: Endpoint,
    listen: str,
    port: int,
    key: str | None,
    open_browser: bool,
    character: str | None,
    model: str,
    tha3: Path | None,
    characters: Path | None,
    recordings: Path,
    most_instances: int,
    origins: tuple[str, ...],
) -> None:
    """Stream the avatar to browsers and programs that direct her, until Ctrl-C.

    Clients of the original's /api/avatar, and SillyTavern's talking head, find what they call. TorchServe may
    come later, or go and come again. At the end recordings are finished, unless a second signal comes.

    \b
    Example:
        soulsgen avatar serve --character wick --open
    """
    from soulsgen.page.hosting import Place
    from soulsgen.studio.server import Plan, Studio
    from soulsgen.studio.uploads import uploads_of

    plan = Plan(endpoint, model, character, uploads_of(tha3, characters), recordings, most_instances, origins)
    # An empty one is not the wish for none.
    door_key = None if key is None else secret("--key (AVATAR_KEY)", key) or ""
    ended = Ended()
    with Studio(plan, Place(listen, port, door_key), tell) as studio:
        tell(studio.invitation())
        studio.greet()
        if open_browser:
            studio.open()
        ended.wait()
        tell("Ending; once more ends it now.")
