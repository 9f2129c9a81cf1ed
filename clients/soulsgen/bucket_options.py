"""What `soulsgen upload` and `soulsgen download` share: options, the bar and the listing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from soulsgen.option_group import Command, decorated

if TYPE_CHECKING:
    from soulsgen.bucket.store import Progress, Store

# As in soulsgen.bucket.artefact, which `--help` need not load.
KINDS = ("corpus", "handler", "model")


def bucket_options(command: Command) -> Command:
    """Add the argument and the options that both directions have."""
    decorators = [
        click.argument("kind", metavar="|".join(KINDS), type=click.Choice(KINDS), required=False),
        click.option(
            "-b",
            "--bucket",
            envvar="BUCKET",
            show_envvar=True,
            required=True,
            help="gs://BUCKET[/FOLDER], s3://BUCKET[/FOLDER], file:///FOLDER or a folder.",
        ),
        click.option("--name", help="Which one, where a bucket holds several. [souls]"),
        click.option(
            "--path",
            type=click.Path(path_type=Path),
            help="On this machine. [model_store/NAME.mar, build/corpus, build/NAME]",
        ),
        click.option(
            "--list", "listing", is_flag=True, help="Show what the bucket holds, and do nothing else."
        ),
        click.option("--dry-run", is_flag=True, help="Say what would be moved, and move nothing."),
        click.option("--json", "as_json", is_flag=True, help="A JSON value on standard output."),
    ]
    return decorated(command, decorators)


def wanted_kind(kind: str | None) -> str:
    if kind is None:
        raise click.UsageError(f"say which: {', '.join(KINDS)} (all of them only with --list)")
    return kind


@contextmanager
def bytes_bar(total: int) -> Iterator["Progress"]:
    """A bar over bytes on stderr, where stderr is a terminal."""
    with tqdm(total=total, unit="B", unit_scale=True, leave=False, disable=None) as bar:

        def progress(step: int) -> None:
            bar.update(step)

        yield progress


def show_catalogue(store: "Store", kind: str | None, name: str | None, as_json: bool) -> None:
    """Print the bucket's versions, one a line."""
    from soulsgen.bucket.catalogue import catalogue

    rows = catalogue(store, kind, name)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        mark = " latest" if row.latest else ""
        what = row.problem or f"{row.created}  {row.files} files  {size(row.bytes)}{mark}"
        click.echo(f"{row.artefact}/{row.name}  {row.version}  {what}")
    if not rows:
        click.echo(f"{store.location} holds no {kind or 'artefact'}", err=True)


def size(count: int) -> str:
    """Bytes for people: 999 B, 1.20 MB."""
    scaled = tqdm.format_sizeof(count)
    return f"{count} B" if count < 1000 else f"{scaled[:-1]} {scaled[-1]}B"
