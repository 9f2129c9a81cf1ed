"""What `soulsgen post` says of a post: before it is sent, and after."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from soulsgen.errors import Refused

if TYPE_CHECKING:
    from soulsgen.posting.broadcast import Outcome
    from soulsgen.posting.preview import Preview


def tell(sentence: str) -> None:
    click.echo(sentence, err=True)


def show(slot: str | None, line: str, previews: "Sequence[Preview]", as_json: bool) -> None:
    """What each channel would get; exit status 2 when some would not take it, as then none would get it."""
    if as_json:
        channels = [each.record() for each in previews]
        record = {"slot": slot, "line": line, "dry_run": True, "channels": channels}
        click.echo(json.dumps(record, ensure_ascii=False))
    for each in previews:
        if each.share and not as_json:
            click.echo(f"{each.channel}: {each.share.text}")
        tell(each.sentence())
    tell(f"Dry run of {f'slot {slot}' if slot else 'a slot of its own'}: nothing was posted.")
    if any(each.reason for each in previews):
        raise click.exceptions.Exit(Refused.exit_code)


def report(slot: str, outcomes: "Sequence[Outcome]", as_json: bool, again: str = "") -> None:
    """How it ended on each channel, with the exit status of that; `again` says how to go on."""
    from soulsgen.posting.broadcast import exit_status

    if as_json:
        channels = [_record(outcome) for outcome in outcomes]
        click.echo(json.dumps({"slot": slot, "channels": channels}, ensure_ascii=False))
    for outcome in outcomes:
        if outcome.error:
            tell(f"Error: {outcome.channel}: {outcome.error}")
        elif outcome.entry and not as_json:
            click.echo(f"{outcome.channel} {outcome.entry.post_id} {outcome.entry.url}")
        if outcome.already:
            tell(f"{outcome.channel}: slot {slot} was posted already, nothing to do")
    if status := exit_status(outcomes):
        tell(again or f"To go on with what is left: --slot {slot}")
        raise click.exceptions.Exit(status)


def _record(outcome: "Outcome") -> dict[str, Any]:
    entry = outcome.entry
    record: dict[str, Any] = {"channel": outcome.channel, "already": outcome.already}
    if outcome.error:
        return record | {"error": str(outcome.error), "exit": outcome.error.exit_code}
    if entry:
        record |= {"text": entry.text, "id": entry.post_id, "url": entry.url, "cost_usd": entry.cost_usd}
    return record
