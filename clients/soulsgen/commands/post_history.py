"""`soulsgen post history`: what the ledger knows."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from soulsgen.commands.post_options import ledger_option, to_option

if TYPE_CHECKING:
    from soulsgen.ledger.entry import Entry


@click.command()
@to_option("Only this channel.")
@click.option(
    "-n", "--most", type=click.IntRange(min=1), default=20, show_default=True, help="The newest so many."
)
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def history(names: tuple[str, ...], most: int, ledger: str, as_json: bool) -> None:
    """Print what was posted where, newest first, with what it cost.

    \b
    Example:
        soulsgen post history --to x -n 5
    """
    from soulsgen.ledger.entry import State
    from soulsgen.ledger.ledger import Ledger
    from soulsgen.ledger.place import parse_place

    place = parse_place(ledger)
    entries = []
    if place.file is None or place.file.exists():
        with Ledger(place) as opened:
            entries = opened.history(most, names)
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False))
        return
    for line in _table(entries):
        click.echo(line)
    sent = [entry for entry in entries if entry.state == State.SENT]
    total = sum((entry.price for entry in sent), Decimal(0))
    click.echo(f"{place}: {len(entries)} shown, {len(sent)} of them sent, for ${total}", err=True)


def _table(entries: "Sequence[Entry]") -> list[str]:
    """The entries under a head, in columns; none for none."""
    if not entries:
        return []
    rows = [("SLOT", "CHANNEL", "STATE", "COST", "WHERE"), *map(_cells, entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = ["  ".join(map(str.ljust, row, widths)) for row in rows]
    # What is longest goes last; a line break in it would break the table.
    texts = ["TEXT", *(" ".join(each.text.split()) for each in entries)]
    reasons = ["", *(f" ({each.reason})" if each.reason else "" for each in entries)]
    return [f"{cells}  {text}{why}" for cells, text, why in zip(aligned, texts, reasons, strict=True)]


def _cells(entry: "Entry") -> tuple[str, ...]:
    return entry.slot, entry.channel, entry.state, f"${entry.cost_usd}", entry.url or "-"
