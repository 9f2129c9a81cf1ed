"""`soulsgen checkpoints`: a training's state in a bucket."""

from pathlib import Path

import click

from soulsgen.ending import Ended

ACTIONS = ("restore", "keep", "drop")


@click.command()
@click.argument("action", metavar="|".join(ACTIONS), type=click.Choice(ACTIONS))
@click.option(
    "-b",
    "--bucket",
    envvar="BUCKET",
    show_envvar=True,
    required=True,
    help="gs://BUCKET[/FOLDER], s3://BUCKET[/FOLDER], file:///FOLDER or a folder.",
)
@click.option("--name", default="souls", show_default=True, help="Of the training.")
@click.option(
    "--path",
    type=click.Path(file_okay=False, path_type=Path),
    help="On this machine. [build/NAME.checkpoints]",
)
@click.option(
    "--every",
    "every_s",
    type=click.FloatRange(min=0.05),
    default=30,
    show_default=True,
    help="Seconds; of keep.",
)
def checkpoints(action: str, bucket: str, name: str, path: Path | None, every_s: float) -> None:
    """Keep a training's checkpoints in a bucket, restore them on another machine, drop them at the end.

    `keep` runs beside the training until SIGTERM; the bucket holds the newest state alone.

    \b
    Example:
        soulsgen checkpoints restore --bucket gs://my-bucket/soulsgen
        soulsgen checkpoints keep --bucket gs://my-bucket/soulsgen --every 60
        soulsgen checkpoints drop --bucket gs://my-bucket/soulsgen
    """
    from soulsgen.bucket import checkpoints as work
    from soulsgen.bucket.location import parse_location
    from soulsgen.bucket.store import open_store

    folder = path or Path("build", f"{name}.checkpoints")
    kept = work.Kept(open_store(parse_location(bucket)), name, folder)
    if action == "restore":
        found = work.restore(kept)
        click.echo(f"{folder}: {'restored' if found else 'nothing to restore'}", err=True)
    elif action == "drop":
        work.drop(kept)
    else:
        work.keep(kept, every_s, Ended(), lambda words: click.echo(words, err=True))
