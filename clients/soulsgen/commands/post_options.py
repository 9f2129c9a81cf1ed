"""The options of what is posted: the channels, what opens them, the ledger, and how long to wait."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from soulsgen.channels.bluesky import SERVICE_URL
from soulsgen.errors import Refused
from soulsgen.option_group import Command, Decorator, decorated, handed_over
from soulsgen.posting.accounts import CHANNELS, Keys
from soulsgen.x_options import x_app_options

LEDGER = "~/.local/state/soulsgen/ledger.db"


def account_options(command: Command) -> Command:
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
    return decorated(command, decorators)


def key_options(command: Command) -> Command:
    """Add the options that open the channels; the command receives them as `keys`."""
    return handed_over(command, "keys", Keys, [x_app_options, account_options, *_key_decorators()])


def _key_decorators() -> list[Decorator]:
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


def to_option(text: str, default: tuple[str, ...] = ()) -> Decorator:
    """Add `names`, each channel once; `text` is the help."""
    return click.option(
        "--to",
        "names",
        type=click.Choice(CHANNELS),
        multiple=True,
        default=default,
        show_default=bool(default),
        callback=lambda _context, _option, names: tuple(dict.fromkeys(names)),
        help=text,
    )


@dataclass(frozen=True)
class PostingChoice:
    """ledger: what is posted once is kept there; max_wait_s: patience with each channel."""

    ledger: str
    max_wait_s: float
    allow_url: bool


def posting_options(what: str) -> Decorator:
    """Add the options that say how a `what`, such as a recap, is posted; received as `posting`."""
    decorators: list[Decorator] = [
        ledger_option,
        click.option(
            "--max-wait",
            "max_wait_s",
            type=click.FloatRange(min=0),
            default=60.0,
            show_default=True,
            help="Seconds to wait for a channel's limit to end, or for another run.",
        ),
        allow_url_option(what),
    ]

    def with_posting(command: Command) -> Command:
        return handed_over(command, "posting", PostingChoice, decorators)

    return with_posting


def ledger_option(command: Command) -> Command:
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


def allow_url_option(what: str) -> Decorator:
    """Add `allow_url`."""
    text = f"Post a {what} with a URL to X too, which charges more for it."
    return click.option("--allow-url", is_flag=True, help=text)


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


def _option(name: str, envvar: str, text: str) -> Decorator:
    return click.option(name, envvar=envvar, show_envvar=True, help=text)
