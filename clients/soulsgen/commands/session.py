"""`soulsgen session`: the group of commands around one evening's recording."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "demo": "soulsgen.commands.session_demo:demo",
        "illustrate": "soulsgen.commands.illustrate:illustrate",
        "inbox": "soulsgen.commands.session_inbox:inbox",
        "page": "soulsgen.commands.session_page:page",
        "recap": "soulsgen.commands.session_recap:recap",
        "transcribe": "soulsgen.commands.session_transcribe:transcribe",
    },
)
def session() -> None:
    """Turn a session, recorded or going on, into a transcript, a recap and painted scenes."""
