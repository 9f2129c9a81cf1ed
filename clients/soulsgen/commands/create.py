"""`soulsgen create`: the group of commands that make an artefact."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "corpus": "soulsgen.commands.create_corpus:corpus",
        "handler": "soulsgen.commands.create_handler:handler",
    },
)
def create() -> None:
    """Make a corpus from game files, or a model archive from weights."""
