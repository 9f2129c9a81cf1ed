"""`soulsgen post`: one line to several channels, once in its slot."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.commands.post_options import (
    PostingChoice,
    given_text,
    key_options,
    posting_options,
    to_option,
    utf8,
)
from soulsgen.commands.post_report import report, show, tell
from soulsgen.lazy import LazyGroup, subcommand_follows
from soulsgen.options import endpoint_options
from soulsgen.posting.accounts import Keys, limits_of, open_channel
from soulsgen.posting.writer import Writer
from soulsgen.torchserve import Endpoint

if TYPE_CHECKING:
    from soulsgen.channels.post import Channel, Image, Limits
    from soulsgen.posting.broadcast import Draft


@click.group(
    cls=LazyGroup,
    lazy={
        "history": "soulsgen.commands.post_history:history",
        "scene": "soulsgen.commands.post_scene:scene",
    },
    invoke_without_command=True,
    subcommand_metavar="[history|scene [ARGS]...]",
)
@to_option("Channel to post to; give it several times.", ("outbox",))
@click.option("--text", help="Post this instead of a generated line; - reads it from standard input.")
@click.option(
    "--image",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Picture to post with it; give it several times, up to 4.",
)
@click.option("--alt", "alts", multiple=True, help="What the picture shows, in the order of --image.")
@click.option(
    "--slot",
    envvar="SLOT",
    show_envvar=True,
    help="What this post is for, a time or a name: a slot is posted once. [a slot of its own]",
)
@click.option("--schedule", help="Cron expression; the slot is its last time, in this machine's time zone.")
@posting_options("text")
@endpoint_options
@click.option("--model", default="souls", show_default=True, help="Model that writes the line.")
@click.option("--context", help="Text the line starts from.")
@click.option("--dry-run", is_flag=True, help="Show what would be posted and its price; needs no keys.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@key_options
def post(
    keys: Keys,
    endpoint: Endpoint,
    posting: PostingChoice,
    names: tuple[str, ...],
    text: str | None,
    files: tuple[Path, ...],
    alts: tuple[str, ...],
    slot: str | None,
    schedule: str | None,
    model: str,
    context: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Post one line, generated or given, to several channels, each once in its slot.

    Ends with the first of 75 (run the same slot again later), 69 (look whether it was posted), 2 (refused)
    and 1 that a channel ended with, and with 0 when all have it.

    \b
    Example:
        soulsgen post --to x --to mastodon --dry-run
        soulsgen post --text "The lantern remembers." --image lamp.png --alt "A lamp."
        soulsgen post --to bluesky --schedule "0 */4 * * *"
    """
    if subcommand_follows():
        return
    if text is not None and context is not None:
        raise click.UsageError("--context is for a generated line: drop it, or --text")
    due = _slot(slot, schedule)
    writer = Writer(endpoint, model, context, posting.allow_url)
    given, images = given_text(text), _images(files, alts)
    if dry_run:
        _preview({name: limits_of(name, keys) for name in names}, due, writer, given, images, as_json)
        return
    from soulsgen.ledger.slot import slot_of_this_run
    from soulsgen.posting.broadcast import Draft

    draft = Draft(due or slot_of_this_run(), writer, given, images)
    _post([open_channel(name, keys) for name in names], draft, posting, as_json)


def _preview(
    limits: "Mapping[str, Limits]",
    slot: str | None,
    writer: Writer,
    given: str | None,
    images: "tuple[Image, ...]",
    as_json: bool,
) -> None:
    from soulsgen.posting.preview import preview

    line = writer.line(limits, {}) if given is None else given
    show(slot, line, preview(limits, line, images, writer.allow_url), as_json)


def _post(channels: "Sequence[Channel]", draft: "Draft", posting: PostingChoice, as_json: bool) -> None:
    from soulsgen.ledger.ledger import Ledger
    from soulsgen.ledger.place import parse_place
    from soulsgen.posting.broadcast import broadcast
    from soulsgen.posting.delivery import Patience

    with Ledger(parse_place(posting.ledger)) as opened:
        outcomes = broadcast(opened, channels, draft, Patience(posting.max_wait_s), tell)
    report(draft.slot, outcomes, as_json)


def _images(files: Sequence[Path], alts: Sequence[str]) -> "tuple[Image, ...]":
    if len(files) != len(alts):
        raise click.UsageError(
            f'{len(files)} --image and {len(alts)} --alt: say what each shows, or --alt ""'
        )
    if not files:
        return ()
    from soulsgen.channels.image import read_image

    return tuple(read_image(file, utf8("--alt", alt)) for file, alt in zip(files, alts, strict=True))


def _slot(slot: str | None, schedule: str | None) -> str | None:
    """The slot that was asked for, if any."""
    from soulsgen.ledger.slot import parse_slot, slot_at

    if slot is not None:
        return parse_slot(slot)
    if schedule is not None:
        return slot_at(schedule, datetime.now(UTC))
    # To click, a variable that is empty is not there. Whoever set it meant one slot, not one for each run.
    if os.environ.get("SLOT") == "":
        raise click.UsageError("SLOT is empty: give it a slot, or give --schedule")
    return None
