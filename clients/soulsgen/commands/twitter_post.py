"""`twitter post`: one line of lore to X."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from soulsgen.channels.line import fitting_line
from soulsgen.channels.outbox import Outbox
from soulsgen.channels.post import Channel, Post
from soulsgen.channels.weighted_length import LIMIT, weighted_length
from soulsgen.channels.x import X, refusal
from soulsgen.channels.x_request import KeyPair
from soulsgen.errors import Refused
from soulsgen.options import endpoint_options
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.x_options import x_app_options

# In the order of the options; also the order in which missing ones are named.
KEYS = {
    "consumer_key": "-k/--consumer-key (TWITTER_CONSUMER_KEY)",
    "consumer_secret": "-s/--consumer-secret (TWITTER_CONSUMER_SECRET)",
    "access_token": "-a/--access-token (TWITTER_ACCESS_TOKEN)",
    "token_secret": "-S/--token-secret (TWITTER_TOKEN_SECRET)",
}


class MissingKeys(click.ClickException):
    """One line, with the exit status of a usage error."""

    exit_code = 2


@click.command()
@x_app_options
@click.option(
    "-a",
    "--access-token",
    envvar="TWITTER_ACCESS_TOKEN",
    show_envvar=True,
    help="Token of the account to post for; `twitter auth` prints it.",
)
@click.option(
    "-S",
    "--token-secret",
    envvar="TWITTER_TOKEN_SECRET",
    show_envvar=True,
    help="Secret of that token.",
)
@partial(endpoint_options, aliases=("-t", "--torchserve-endpoint"))
@click.option("--model", default="souls", show_default=True, help="Model that writes the line.")
@click.option("--context", help="Text the line starts from.")
@click.option("--text", help="Post this instead of a generated line; - reads it from standard input.")
@click.option("--dry-run", is_flag=True, help="Print what would be posted and post nothing; needs no keys.")
@click.option(
    "--outbox",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the post to this folder in place of X; needs no keys.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def post(
    endpoint: Endpoint,
    model: str,
    context: str | None,
    text: str | None,
    dry_run: bool,
    outbox: Path | None,
    as_json: bool,
    api_url: str,
    **keys: str | None,
) -> None:
    """Post one generated line to X, labelled as made with AI.

    \b
    Example:
        twitter post --context "The lantern" --dry-run
    """
    if dry_run and outbox:
        raise click.UsageError("--dry-run writes nothing: drop it, or --outbox")
    if text is not None and context is not None:
        raise click.UsageError("--context is for a generated line: drop it, or --text")
    channel = None if dry_run else _channel(outbox, keys, api_url)
    line = fitting_line(TorchServe(endpoint), model, context, refusal) if text is None else _given(text)
    length = weighted_length(line)
    record: dict[str, str | int] = {"text": line, "weighted_length": length}
    if channel is None:
        click.echo(_json(record) if as_json else line)
        click.echo(f"Dry run: {length} of {LIMIT} weighted characters, not posted.", err=True)
        return
    receipt = channel.send(Post(line))
    record |= {"channel": channel.name, "id": receipt.id, "url": receipt.url}
    click.echo(_json(record) if as_json else f"{receipt.id} {receipt.url}")


def _channel(outbox: Path | None, keys: Mapping[str, str | None], api_url: str) -> Channel:
    if outbox:
        return Outbox(outbox, channel=X.name)
    # A Secret made from a file often ends with a line break.
    given = {name: (keys[name] or "").strip() for name in KEYS}
    if missing := [KEYS[name] for name, value in given.items() if not value]:
        raise MissingKeys(f"X needs {', '.join(missing)}; see `twitter auth`, or try --dry-run")
    app = KeyPair(given["consumer_key"], given["consumer_secret"])
    return X(app, KeyPair(given["access_token"], given["token_secret"]), api_url)


def _json(record: Mapping[str, str | int]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _given(text: str) -> str:
    line = (sys.stdin.read() if text == "-" else text).strip()
    if reason := refusal(line):
        raise Refused(reason)
    return line
