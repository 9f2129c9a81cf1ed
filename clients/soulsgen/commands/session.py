"""`soulsgen session`: the group of commands around one evening's recording."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "illustrate": "soulsgen.commands.illustrate:illustrate",
        "page": "soulsgen.commands.session_page:page",
        "recap": "soulsgen.commands.session_recap:recap",
        "transcribe": "soulsgen.commands.session_transcribe:transcribe",
    },
)
def session() -> None:
    """Turn a session, recorded or going on, into a transcript, a recap and painted scenes."""
