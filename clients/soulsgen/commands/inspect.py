"""`soulsgen inspect`: a text in, one page about it out."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.report_language import report_language

if TYPE_CHECKING:
    from spacy.language import Language

    from soulscorpus.report import Measures
    from soulscorpus.report.source import Source

STANDARD = Path("-")
READABLE = click.Path(exists=True, allow_dash=True, path_type=Path)


@click.command()
@click.option(
    "-s",
    "--source",
    type=READABLE,
    default="build/corpus",
    show_default=True,
    help="Corpus folder, or UTF-8 text of one sentence a line; - is standard input.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="build/report.html",
    show_default=True,
    help="Page to write; - is standard output.",
)
@click.option("-i", "--interactive", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--compare", "other", type=READABLE, help="Show this text, generated perhaps, beside the source."
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures to standard output.")
@click.option(
    "--names",
    type=click.Path(exists=True, path_type=Path),
    help="Corpus folder or its items.jsonl with names to look for; the source's own by default.",
)
def inspect(
    source: Path, output: Path, interactive: bool, other: Path | None, as_json: bool, names: Path | None
) -> None:
    """Write a page of figures about a text: lengths, words, names, grammar, readability, repetition.

    \b
    Example:
        soulsgen inspect --source build/corpus --output report.html
        soulsgen inspect --source build/corpus --compare generated.txt --interactive
    """
    if output == STANDARD and (interactive or as_json):
        raise click.UsageError(
            "the page goes to standard output: drop --interactive and --json, or --output -"
        )
    if source == other == STANDARD:
        raise click.UsageError("only one of --source and --compare can be standard input")
    from soulscorpus.errors import CorpusError
    from soulscorpus.files import spelled
    from soulscorpus.report import compare, render
    from soulscorpus.report.target import check_output

    try:
        if output != STANDARD:
            check_output(output, [path for path in (source, other, names) if path and path != STANDARD])
        texts = [_read(path) for path in (source, other) if path is not None]
        language = report_language(texts[0].language, names or texts[0].names)
        measures = [_measured(text, language) for text in texts]
        comparison = compare(*measures) if other is not None else None
        page = render(measures[0], comparison, texts[0].drops, _titles(texts))
    except CorpusError as error:
        raise SoulsgenError(str(error)) from error
    _write(output, page, interactive)
    if as_json:
        figures = {
            "source": measures[0].figures(),
            "dropped": texts[0].drops and texts[0].drops.figures(),
            "other": measures[1].figures() if comparison else None,
            "comparison": comparison and comparison.figures(),
        }
        click.echo(spelled(json.dumps(figures, indent=2, ensure_ascii=False)))


def _read(path: Path) -> "Source":
    from soulscorpus.report.source import Source, read_lines, read_source

    if path == STANDARD:
        return Source("standard input", read_lines(sys.stdin.buffer.read(), "standard input"))
    return read_source(path)


def _measured(text: "Source", language: "Language") -> "Measures":
    from soulscorpus.report import measure

    with _progress_bar(text.name) as progress:
        return measure(text.sentences, language, progress)


@contextmanager
def _progress_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar over sentences on stderr, where stderr is a terminal."""
    with tqdm(desc=name, unit="sentence", leave=False, disable=None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress


def _titles(texts: list["Source"]) -> tuple[str, ...]:
    """Names for the page; two folders named corpus are told apart."""
    names = [text.name for text in texts]
    return (names[0], f"{names[1]} (2)") if len(names) == 2 and names[0] == names[1] else tuple(names)


def _write(output: Path, page: str, interactive: bool) -> None:
    if output == STANDARD:
        click.echo(page, nl=False)
        return
    try:
        write_text(output, page)
    except OSError as error:
        raise SoulsgenError(f"cannot write {output}: {error.strerror}") from error
    click.echo(f"written to {output}", err=True)
    if interactive:
        click.launch(str(output.resolve()))
