"""`soulsgen extract`: a game's own files in, `.fmg.xml` tables out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from soulsgen.errors import SoulsgenError

if TYPE_CHECKING:
    from soulscorpus.gamefiles.report import Report


@click.command()
@click.argument("sources", metavar="SRC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; an earlier extraction there is replaced.",
)
@click.option("--force", is_flag=True, help="Replace it even where its tables were edited since.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest to standard output.")
@click.option("--dry-run", is_flag=True, help="Read everything, say what would be written, write nothing.")
def extract(sources: tuple[Path, ...], out_dir: Path, force: bool, as_json: bool, dry_run: bool) -> None:
    """Take the text tables out of a game's files and folders: .fmg, .msgbnd, .dcx, .fmg.xml.

    What a file is, is told by its content. A damaged file ends with exit status 1, after the others.

    \b
    Example:
        soulsgen extract msg/engus -o build/text
    """
    from soulscorpus.errors import CorpusError
    from soulscorpus.gamefiles.extract import extract as extract_tables

    try:
        with _progress_bar() as progress:
            report = extract_tables(sources, out_dir, progress, force=force, dry_run=dry_run)
    except CorpusError as error:
        raise SoulsgenError(str(error)) from error
    except OSError as error:  # what cannot be read stands in the report
        raise SoulsgenError(f"cannot write {out_dir}: {error.strerror or error}") from error
    click.echo(_summary(report), err=True)
    click.echo(f"would write to {out_dir}" if dry_run else f"written to {out_dir}", err=True)
    if as_json:
        click.echo(report.to_json(), nl=False)
    if faults := report.faults:
        lines = "\n".join(f"  {reason}" for reason in faults.values())
        files = "1 file gave" if len(faults) == 1 else f"{len(faults)} files gave"
        raise SoulsgenError(f"{files} nothing:\n{lines}")


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar over files on stderr, where stderr is a terminal."""
    with tqdm(unit="file", leave=False, disable=None) as bar:

        def progress(name: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(name, refresh=False)
            bar.update(done - bar.n)

        yield progress


def _summary(report: "Report") -> str:
    """One line a count."""
    tables = report.tables.values()
    others = len(report.skipped) - len(report.faults)
    rows = [
        ("files of game text", len(report.inputs)),
        ("files without", others),
        ("tables", len(report.tables)),
        ("entries", sum(table.entries for table in tables)),
        ("  of them null", sum(table.nulls for table in tables)),
    ]
    if removed := sum(table.removed_characters for table in tables):
        rows.append(("control characters removed", removed))
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}} {count:>8}" for label, count in rows)
