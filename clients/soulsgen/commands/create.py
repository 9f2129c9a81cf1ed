"""`soulsgen create`: the group of commands that make an artefact."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "corpus": "soulsgen.commands.create_corpus:corpus",
        "fmg": "soulsgen.commands.create_fmg:fmg",
        "handler": "soulsgen.commands.create_handler:handler",
    },
)
def create() -> None:
    """Make a corpus from game files, a game file from edited text, or a model archive from weights."""
