"""`soulsgen post scene`: the newest painted scene that the channels have not had."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from soulsgen.commands.post_options import PostingChoice, key_options, posting_options, to_option
from soulsgen.commands.post_report import report, show, tell
from soulsgen.posting.accounts import Keys, MissingKeys, limits_of, open_channel
from soulsgen.posting.writer import Writer
from soulsgen.torchserve import Endpoint

if TYPE_CHECKING:
    from soulsgen.channels.post import Channel
    from soulsgen.posting.scene import Choice, Scene

AGAIN = "To go on: the same command again"


@click.command()
@click.argument("sessions", nargs=-1, required=True, metavar="SESSIONS…")
@to_option("Channel to post to; give it several times.", ("outbox",))
@click.option(
    "--among",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Look at the newest so many scenes; older ones are not posted any more.",
)
@click.option("--refused", is_flag=True, help="Try those again, too, that a channel refused.")
@posting_options("scene")
@click.option("--dry-run", is_flag=True, help="Show what would be posted and its price; needs no keys.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@key_options
def scene(
    keys: Keys,
    posting: PostingChoice,
    sessions: tuple[str, ...],
    names: tuple[str, ...],
    among: int,
    refused: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Post the newest painted scene that a channel has not had, its words as text and as alt text.

    SESSIONS are session folders of `illustrate`, folders of them, or a bucket's URL. A picture is posted once
    to a channel, whatever its file is called; the same command again takes the one before it. Ends with 0
    when there is none, else as `soulsgen post` does.

    \b
    Example:
        soulsgen post scene data --to discord --dry-run
        soulsgen post scene data/2026_11_21-19_00_00 --to mastodon --to bluesky
        soulsgen post scene gs://my-bucket/sessions --to discord
    """
    from soulsgen.bucket.reading import open_reader
    from soulsgen.posting.scene import scenes

    found = [scene for place in sessions for scene in scenes(open_reader(place), tell)]
    newest = sorted(found, key=lambda scene: scene.when, reverse=True)[:among]
    if dry_run:
        _preview(newest, names, keys, posting, refused, as_json)
        return
    channels = [open_channel(name, keys) for name in names]
    _post(newest, channels, posting, refused, as_json)


def _post(
    newest: "Sequence[Scene]",
    channels: "Sequence[Channel]",
    posting: PostingChoice,
    refused: bool,
    as_json: bool,
) -> None:
    from soulsgen.ledger.ledger import Ledger
    from soulsgen.ledger.place import parse_place
    from soulsgen.posting.broadcast import Draft, broadcast
    from soulsgen.posting.delivery import Patience
    from soulsgen.posting.scene import choose

    writer = Writer(Endpoint(), "", allow_url=posting.allow_url)  # of a given line it is asked for none
    with Ledger(parse_place(posting.ledger)) as opened:
        choice = choose(newest, channels, opened, tell, allow_url=posting.allow_url, refused=refused)
        if choice is None:
            _nothing(newest, as_json)
            return
        draft = Draft(choice.slot, writer, choice.scene.text, (choice.image,))
        outcomes = broadcast(opened, choice.channels, draft, Patience(posting.max_wait_s), tell)
    report(choice.slot, outcomes, as_json, AGAIN)


def _preview(
    newest: "Sequence[Scene]",
    names: Sequence[str],
    keys: Keys,
    posting: PostingChoice,
    refused: bool,
    as_json: bool,
) -> None:
    from soulsgen.posting.preview import preview

    channels, closed = _opened(names, keys)
    if closed:
        tell(f"What {', '.join(closed)} had cannot be told without keys.")
    choice = _chosen(newest, channels, posting, refused, anyway=bool(closed))
    if choice is None:
        _nothing(newest, as_json)
        return
    wanted = [*(channel.name for channel in choice.channels), *closed]
    limits = {name: limits_of(name, keys) for name in names if name in wanted}
    line = choice.scene.text
    show(choice.slot, line, preview(limits, line, (choice.image,), posting.allow_url), as_json)


def _chosen(
    newest: "Sequence[Scene]",
    channels: "Sequence[Channel]",
    posting: PostingChoice,
    refused: bool,
    anyway: bool,
) -> "Choice | None":
    """As a run would choose; a ledger that is not there yet is not made."""
    from soulsgen.ledger.ledger import Ledger
    from soulsgen.ledger.place import parse_place
    from soulsgen.posting.scene import choose

    place = parse_place(posting.ledger)
    with ExitStack() as held:
        there = place.file is None or place.file.exists()
        opened = held.enter_context(Ledger(place)) if there else None
        url = posting.allow_url
        return choose(newest, channels, opened, tell, allow_url=url, refused=refused, anyway=anyway)


def _opened(names: Sequence[str], keys: Keys) -> "tuple[list[Channel], list[str]]":
    """The channels that there are keys for, and the names of the others."""
    channels, closed = [], []
    for name in names:
        try:
            channels.append(open_channel(name, keys))
        except MissingKeys:
            closed.append(name)
    return channels, closed


def _nothing(newest: "Sequence[Scene]", as_json: bool) -> None:
    tell(f"Of {len(newest)} scenes there is none to post.")
    if as_json:
        click.echo('{"slot": null, "channels": []}')
