"""The options of `soulsgen post` that open its channels, and those that find its ledger."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from soulsgen.channels.bluesky import SERVICE_URL
from soulsgen.errors import Refused
from soulsgen.posting.accounts import Keys
from soulsgen.x_options import x_app_options

LEDGER = "~/.local/state/soulsgen/ledger.db"


def account_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add X's options for the account that posts: `access_token` and `token_secret`."""
    decorators = [
        click.option(
            "-a",
            "--access-token",
            envvar="TWITTER_ACCESS_TOKEN",
            show_envvar=True,
            help="Token of the account to post for; `twitter auth` prints it.",
        ),
        click.option(
            "-S",
            "--token-secret",
            envvar="TWITTER_TOKEN_SECRET",
            show_envvar=True,
            help="Secret of that token.",
        ),
    ]
    return _decorated(command, decorators)


def key_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that open the channels; the command receives them as `keys`."""

    @wraps(command)
    def with_keys(*args: Any, **kwargs: Any) -> Any:
        keys = Keys(**{name: kwargs.pop(name) for name in Keys.__dataclass_fields__})
        return command(*args, keys=keys, **kwargs)

    return x_app_options(account_options(_decorated(with_keys, _key_decorators())))


def _key_decorators() -> list[Any]:
    return [
        _option("--mastodon-url", "MASTODON_URL", "URL of the account's instance."),
        _option("--mastodon-token", "MASTODON_TOKEN", "Access token; the variable keeps it out of sight."),
        _option("--bluesky-handle", "BLUESKY_HANDLE", "The account, such as name.bsky.social."),
        _option(
            "--bluesky-password",
            "BLUESKY_APP_PASSWORD",
            "App password, not the account's own; the variable keeps it out of sight.",
        ),
        click.option(
            "--bluesky-url",
            envvar="BLUESKY_URL",
            default=SERVICE_URL,
            show_default=True,
            show_envvar=True,
            help="Server that keeps the account.",
        ),
        _option("--discord-webhook", "DISCORD_WEBHOOK", "URL of the webhook, which is a secret."),
        _option(
            "--discord-bot-token",
            "DISCORD_BOT_TOKEN",
            "Of a bot that may read the channel's history, to look for posts of unknown fate.",
        ),
        click.option(
            "--outbox",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path("outbox"),
            show_default=True,
            help="Folder of the channel outbox.",
        ),
    ]


def ledger_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `ledger`."""
    return click.option(
        "--ledger",
        envvar="SOULSGEN_LEDGER",
        default=LEDGER,
        show_default=True,
        show_envvar=True,
        metavar="FILE|URL",
        help="What was posted where: a file, or postgresql://USER:PASSWORD@HOST/DATABASE.",
    )(command)


def given_text(text: str | None) -> str | None:
    """What --text says, without the space around it; - is standard input. Raises Refused for no text."""
    if text != "-":
        return None if text is None else utf8("--text", text).strip()
    try:
        return utf8("the text", sys.stdin.buffer.read().decode("utf-8-sig")).strip()
    except UnicodeDecodeError as error:
        raise Refused(f"standard input is not text in UTF-8: {error.reason} at byte {error.start}") from error


def utf8(name: str, text: str) -> str:
    """`text`; raises Refused naming it where it holds what no file, database or channel takes."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"{name} is not text in UTF-8: {text!r:.80}") from error
    if "\0" in text:
        raise Refused(f"{name} holds a NUL, which ends a text: {text!r:.80}")
    return text


def _option(name: str, envvar: str, text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, envvar=envvar, show_envvar=True, help=text)


def _decorated(command: Callable[..., Any], decorators: list[Any]) -> Callable[..., Any]:
    for decorate in reversed(decorators):
        command = decorate(command)
    return command
