"""`soulsgen session`: the group of commands around one evening's recording."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "recap": "soulsgen.commands.session_recap:recap",
        "transcribe": "soulsgen.commands.session_transcribe:transcribe",
    },
)
def session() -> None:
    """Turn a recorded session into a transcript and a recap."""
