"""`soulsgen words`: the vocabulary of a text, for people and for other commands."""

import sys
from pathlib import Path

import click

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text

STANDARD = Path("-")


@click.command()
@click.option(
    "-s",
    "--source-text",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    show_default=True,
    help="UTF-8 text to read; - is standard input.",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    show_default=True,
    help="Where the words go; - is standard output.",
)
def words(source_text: Path, output_file: Path) -> None:
    """Write the unique words of a text, lower-case and sorted, one a line.

    \b
    Example:
        soulsgen words -s build/corpus/corpus.raw.txt -o words.txt
    """
    from soulscorpus.words import unique_words

    lines = "".join(f"{word}\n" for word in unique_words([_read(source_text)]))
    if output_file == STANDARD:
        click.echo(lines, nl=False)
        return
    try:
        write_text(output_file, lines)
    except OSError as error:
        raise SoulsgenError(f"cannot write {output_file}: {error.strerror}") from error


def _read(source: Path) -> str:
    data = sys.stdin.buffer.read() if source == STANDARD else source.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if source == STANDARD else source
        line = data[: error.start].count(b"\n") + 1
        raise SoulsgenError(f"{name}:{line}: not UTF-8 text ({error.reason})") from error
