"""The `soulsgen` and `twitter` commands: names and where each one lives, nothing else."""

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
        "create": "soulsgen.commands.create:create",
        "demo": "soulsgen.commands.demo:demo",
        "download": "soulsgen.commands.download:download",
        "evaluate": "soulsgen.commands.evaluate:evaluate",
        "extract": "soulsgen.commands.extract:extract",
        "generate": "soulsgen.commands.generate:generate",
        "inspect": "soulsgen.commands.inspect:inspect",
        "logs": "soulsgen.commands.logs:logs",
        "serve": "soulsgen.commands.serve:serve",
        "status": "soulsgen.commands.status:status",
        "stop": "soulsgen.commands.stop:stop",
        "train": "soulsgen.commands.train:train",
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
    """Entry point of `soulsgen`: `.env` is read here, once, for every option's environment variable."""
    load_dotenv(find_dotenv(usecwd=True))
    soulsgen()


def twitter_main() -> None:
    """Entry point of `twitter`."""
    load_dotenv(find_dotenv(usecwd=True))
    twitter()
