"""`twitter post`: one line of lore to X."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from soulsgen.channels.cost import url_refusal
from soulsgen.channels.line import fitting_line
from soulsgen.channels.outbox import Outbox
from soulsgen.channels.post import Channel, Post
from soulsgen.channels.weighted_length import LIMIT, weighted_length
from soulsgen.channels.x import X_LIMIT
from soulsgen.commands.post_options import account_options, given_text
from soulsgen.errors import Refused
from soulsgen.options import endpoint_options
from soulsgen.posting.accounts import Keys, open_channel
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.x_options import x_app_options


@click.command()
@x_app_options
@account_options
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
@click.option("--allow-url", is_flag=True, help="Post a text with a URL too, for which X charges more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def post(
    endpoint: Endpoint,
    model: str,
    context: str | None,
    text: str | None,
    dry_run: bool,
    outbox: Path | None,
    allow_url: bool,
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
    line = _line(given_text(text), endpoint, model, context, allow_url)
    length = weighted_length(line)
    record: dict[str, str | int] = {"text": line, "weighted_length": length}
    if channel is None:
        click.echo(_json(record) if as_json else line)
        click.echo(f"Dry run: {length} of {LIMIT} weighted characters, not posted.", err=True)
        return
    receipt = channel.send(Post(line))
    record |= {"channel": channel.name, "id": receipt.id, "url": receipt.url}
    click.echo(_json(record) if as_json else f"{receipt.id} {receipt.url}")


def _line(given: str | None, endpoint: Endpoint, model: str, context: str | None, allow_url: bool) -> str:
    """The line that was given or one of `model`. Raises Refused for one that X would not take."""

    def refusal(line: str) -> str | None:
        return X_LIMIT.refusal(line) or url_refusal("x", line, allow_url)

    if given is None:
        return fitting_line(TorchServe(endpoint), model, context, refusal)
    if reason := refusal(given):
        raise Refused(reason)
    return given


def _channel(outbox: Path | None, keys: Mapping[str, str | None], api_url: str) -> Channel:
    if outbox:
        return Outbox(outbox, channel="x")
    return open_channel("x", Keys(**keys, api_url=api_url))  # type: ignore[arg-type]


def _json(record: Mapping[str, str | int]) -> str:
    return json.dumps(record, ensure_ascii=False)
