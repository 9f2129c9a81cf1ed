"""`soulsgen models`: the group of commands around models of others."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "convert": "soulsgen.commands.models_convert:convert",
        "info": "soulsgen.commands.models_info:info",
        "list": "soulsgen.commands.models_list:list_models",
        "pull": "soulsgen.commands.models_pull:pull",
        "use": "soulsgen.commands.models_use:use",
    },
)
def models() -> None:
    """Pull a Whisper, a chat model or an image pipeline from the Hugging Face Hub, and serve it."""
