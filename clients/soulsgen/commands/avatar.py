"""`soulsgen avatar`: the group of commands around the face."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "render": "soulsgen.commands.avatar_render:render",
        "serve": "soulsgen.commands.avatar_serve:serve",
    },
)
def avatar() -> None:
    """Let the avatar speak, with the animator archive on TorchServe."""
