"""`soulsgen evaluate`: a sample of a model's lines beside its corpus, as a report and as a verdict."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.collection import collect
from soulsgen.errors import SoulsgenError
from soulsgen.evaluation import Judged, check_limits, figures_of, lines_beside
from soulsgen.files import write_text
from soulsgen.generation import Order
from soulsgen.options import endpoint_options
from soulsgen.part_file import PartFile
from soulsgen.report_language import report_language
from soulsgen.torchserve import Endpoint, TorchServe

if TYPE_CHECKING:
    from soulscorpus.report import Comparison
    from soulscorpus.report.source import Source

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--corpus", type=FOLDER, default="build/corpus", show_default=True, help="What was learnt from."
)
@click.option("--weights", type=FOLDER, default="build/souls", show_default=True, help="For the perplexity.")
@click.option(
    "-n", "--count", type=click.IntRange(min=2), default=500, show_default=True, help="Lines to judge by."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default="build/evaluation.html"
)
@click.option("-b", "--batch-size", type=click.IntRange(1, 256), default=16, help="Requests at once. [16]")
@click.option("--model", default="souls", show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="The same lines again, more slowly.")
@click.option("--max-perplexity", type=click.FloatRange(min=1), help="On the test split.")
@click.option("--max-copied", type=click.FloatRange(0, 1), help="Share of lines that stand in the corpus.")
@click.option("--max-divergence", type=click.FloatRange(0, 1), help="Jensen-Shannon, of the words.")
@click.option("--max-unknown", type=click.FloatRange(0, 1), help="Share of words the corpus never uses.")
@click.option(
    "--min-distinct", type=click.FloatRange(0, 1), help="Share of the lines' bigrams that are unique."
)
@click.option("--json", "as_json", is_flag=True, help="Print every figure to standard output.")
@endpoint_options
def evaluate(
    endpoint: Endpoint,
    corpus: Path,
    weights: Path,
    count: int,
    output: Path,
    batch_size: int,
    model: str,
    seed: int | None,
    as_json: bool,
    min_distinct: float | None,
    **at_most: float | None,
) -> None:
    """Judge a model before it is published: its lines beside its corpus, and its perplexity.

    The report, and beside it the lines with the ending .lines.txt, are written in any case; a limit that is
    not kept ends the command with status 1.

    \b
    Example:
        soulsgen evaluate --count 500
        soulsgen evaluate --max-perplexity 120 --max-copied 0.05 --min-distinct 0.6
    """
    given = {
        "distinct": min_distinct,
        **{name.removeprefix("max_"): value for name, value in at_most.items()},
    }
    limits = {name: value for name, value in given.items() if value is not None}
    check_limits(limits, weights)
    kept = lines_beside(output, corpus)
    source = _source(corpus)
    perplexity = _perplexity(weights, corpus)
    lines = _lines(TorchServe(endpoint), Order(count, model, seed), batch_size, kept)
    comparison = _report(source, lines, output, model)
    judged = Judged(figures_of(comparison, perplexity), limits)
    for name, value in judged.figures.items():
        click.echo(f"{name:<12} {value:.4g}", err=True)
    click.echo(f"report: {output}", err=True)
    if as_json:
        whole = {"figures": judged.figures, "limits": limits, "faults": judged.faults}
        click.echo(json.dumps({**whole, "comparison": comparison.figures()}, ensure_ascii=False))
    if judged.faults:
        raise SoulsgenError(f"{model} is not fit to publish: {'; '.join(judged.faults)}")


def _source(corpus: Path) -> "Source":
    """The corpus's text, read before a line is asked for."""
    from soulscorpus.errors import CorpusError
    from soulscorpus.report.source import read_source

    if not corpus.is_dir():
        raise SoulsgenError(f"{corpus} is no corpus; `soulsgen create corpus` makes one")
    try:
        return read_source(corpus)
    except CorpusError as error:
        raise SoulsgenError(str(error)) from error


def _perplexity(weights: Path, corpus: Path) -> float | None:
    if not weights.is_dir():
        click.echo(f"no weights in {weights}: no perplexity", err=True)
        return None
    from soulstrain.errors import TrainingError
    from soulstrain.judge import judge

    try:
        return judge(weights, corpus).perplexity
    except TrainingError as error:
        raise SoulsgenError(str(error)) from error


def _lines(client: TorchServe, order: Order, at_once: int, kept: Path) -> list[str]:
    """The sample, also in the file `kept`; a run that was stopped continues where it was."""
    with PartFile(kept, order) as part:
        lines = list(collect(client, order, at_once, part).values())
        part.finish()
    return lines


def _report(source: "Source", lines: list[str], output: Path, model: str) -> "Comparison":
    from soulscorpus.errors import CorpusError
    from soulscorpus.report import compare, measure, render

    try:
        language = report_language(source.language, source.names)
    except CorpusError as error:
        raise SoulsgenError(str(error)) from error
    measured = measure(source.sentences, language)
    comparison = compare(measured, measure(lines, language))
    write_text(output, render(measured, comparison, names=(source.name, model)))
    return comparison
