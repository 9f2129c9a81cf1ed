"""`soulsgen tts`: the group of commands around the voice."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "samples": "soulsgen.commands.tts_samples:samples",
        "say": "soulsgen.commands.tts_say:say",
        "voices": "soulsgen.commands.tts_voices:voices",
    },
)
def tts() -> None:
    """Speak texts with the tts archive on TorchServe, with the time of every word."""
