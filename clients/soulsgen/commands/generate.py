"""`soulsgen generate`: lines of lore from TorchServe, to the terminal or a file."""

import json
from pathlib import Path
from typing import Any

import click

from soulsgen.collection import collect
from soulsgen.generation import Order
from soulsgen.options import endpoint_options
from soulsgen.part_file import PartFile
from soulsgen.torchserve import Endpoint, TorchServe


@click.command()
@click.option("-n", "--count", type=click.IntRange(min=1), help="How many lines. [8, or by --source-size]")
@click.option(
    "-s", "--source-size", type=click.IntRange(min=1), help="Sentences of the corpus, for --sample-size."
)
@click.option(
    "-ss",
    "--sample-size",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.1,
    show_default=True,
    help="Share of --source-size to generate.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.option("-b", "--batch-size", type=click.IntRange(1, 256), default=4, help="Requests at once. [4]")
@click.option("--model", default="souls", show_default=True)
@click.option("--context", help="How each line begins. [a random familiar word]")
@click.option("--start", type=click.Choice(["random-word", "letter", "none"]), help="How, without --context.")
@click.option("--temperature", type=float, help="0 is greedy. [1.0]")
@click.option("--top-p", type=float, help="Nucleus. [0.85]")
@click.option("--max-tokens", type=int, help="[64]")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Line i gets seed + i: the same lines again.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array on standard output.")
@endpoint_options
def generate(
    endpoint: Endpoint,
    count: int | None,
    source_size: int | None,
    sample_size: float,
    output: Path,
    batch_size: int,
    model: str,
    seed: int | None,
    as_json: bool,
    **settings: Any,
) -> None:
    """Write lines of lore, one a line, from the model on TorchServe.

    A file appears whole; a run that was stopped continues where it was.

    \b
    Example:
        soulsgen generate --count 8
        soulsgen generate --source-size 12000 --sample-size 0.1 --output generated.txt
    """
    if as_json and output != Path("-"):
        raise click.UsageError("--json is for standard output; a file has one line a line")
    if count is None:
        count = max(1, round(source_size * sample_size)) if source_size else 8
    payload = {name: value for name, value in settings.items() if value is not None}
    order = Order(count=count, model=model, seed=seed, payload=payload)
    client = TorchServe(endpoint)
    if output == Path("-"):
        lines = list(collect(client, order, batch_size).values())
        click.echo(json.dumps(lines, ensure_ascii=False) if as_json else "\n".join(lines))
        return
    with PartFile(output, order) as part:
        collect(client, order, batch_size, part)
        part.finish()
    click.echo(f"{count} lines in {output}", err=True)
