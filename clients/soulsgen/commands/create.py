"""`soulsgen create`: the group of commands that make an artefact."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "corpus": "soulsgen.commands.create_corpus:corpus",
        "fmg": "soulsgen.commands.create_fmg:fmg",
        "handler": "soulsgen.commands.create_handler:handler",
        "torchserve": "soulsgen.commands.create_torchserve:torchserve",
        "trainer": "soulsgen.commands.create_trainer:trainer",
        "twitter": "soulsgen.commands.create_twitter:twitter",
    },
)
def create() -> None:
    """Make a corpus from game files, an archive from weights, an image from the project, a training Job."""
