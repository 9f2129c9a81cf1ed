"""The commands `soulsgen`, `twitter` and `illustrate`: names and where each one lives, nothing else."""

import signal
import sys

import click
from dotenv import find_dotenv, load_dotenv

from soulsgen.lazy import LazyGroup

# `-h` stays free: it is `--host` where a command has a host. `--source_text` reads as `--source-text`.
CONTEXT_SETTINGS = {
    "help_option_names": ["--help"],
    "max_content_width": 100,
    "token_normalize_func": lambda token: token.replace("_", "-"),
}


@click.group(
    cls=LazyGroup,
    context_settings=CONTEXT_SETTINGS,
    lazy={
        "avatar": "soulsgen.commands.avatar:avatar",
        "chat": "soulsgen.commands.chat:chat",
        "checkpoints": "soulsgen.commands.checkpoints:checkpoints",
        "create": "soulsgen.commands.create:create",
        "demo": "soulsgen.commands.demo:demo",
        "download": "soulsgen.commands.download:download",
        "evaluate": "soulsgen.commands.evaluate:evaluate",
        "extract": "soulsgen.commands.extract:extract",
        "gateway": "soulsgen.commands.gateway:gateway",
        "generate": "soulsgen.commands.generate:generate",
        "inspect": "soulsgen.commands.inspect:inspect",
        "k8s": "soulsgen.commands.k8s:k8s",
        "logs": "soulsgen.commands.logs:logs",
        "models": "soulsgen.commands.models:models",
        "paint": "soulsgen.commands.paint:paint",
        "post": "soulsgen.commands.post:post",
        "serve": "soulsgen.commands.serve:serve",
        "session": "soulsgen.commands.session:session",
        "status": "soulsgen.commands.status:status",
        "stop": "soulsgen.commands.stop:stop",
        "torchserve": "soulsgen.commands.torchserve:torchserve",
        "train": "soulsgen.commands.train:train",
        "transcribe": "soulsgen.commands.transcribe:transcribe",
        "tts": "soulsgen.commands.tts:tts",
        "upload": "soulsgen.commands.upload:upload",
        "words": "soulsgen.commands.words:words",
    },
)
@click.version_option(package_name="soulsgen")
def soulsgen() -> None:
    """Lore writer for tabletop groups and Souls communities, on hardware they control.

    \b
    Example, from game text to lore:
        soulsgen create corpus --src-dir dataset/lore
        soulsgen train --preset demo
        soulsgen create handler souls
        soulsgen serve
        soulsgen generate --count 8
    """


@click.group(
    cls=LazyGroup,
    context_settings=CONTEXT_SETTINGS,
    lazy={
        "auth": "soulsgen.commands.twitter_auth:auth",
        "post": "soulsgen.commands.twitter_post:post",
    },
)
@click.version_option(package_name="soulsgen")
def twitter() -> None:
    """Post generated lore to X.

    \b
    Example:
        twitter auth
        twitter post --dry-run
    """


def main() -> None:
    """Entry point of `soulsgen`."""
    _start()
    soulsgen()


def twitter_main() -> None:
    """Entry point of `twitter`."""
    _start()
    twitter()


def illustrate_main() -> None:
    """Entry point of `illustrate`."""
    from soulsgen.commands.illustrate import illustrate

    _start()
    illustrate()


def _start() -> None:
    """What every command starts with: `.env` for the options' environment variables, and an end in order."""
    load_dotenv(find_dotenv(usecwd=True))
    # As a failed command: with its temporary files removed. A command that has more to end says so itself.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
