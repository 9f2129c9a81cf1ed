"""`soulsgen create corpus`: game files in, corpus folder out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click
from tqdm import tqdm

from soulsgen import corpus_summary
from soulsgen.errors import SoulsgenError


class VocabSize(click.ParamType[int | Literal["auto"]]):
    """`auto` or a number of tokens."""

    name = "auto|N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | Literal["auto"]:
        return "auto" if value == "auto" else click.INT.convert(value, param, ctx)


@click.command()
@click.option(
    "-d",
    "--src-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="DATASOURCE_DIR",
    show_envvar=True,
    required=True,
    help="Folder of game text: a game's msg folder, or .fmg.xml files, searched to any depth.",
)
@click.option(
    "-o",
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="build/corpus",
    show_default=True,
    help="Folder to write; an earlier corpus there is replaced.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    help="Keep this language: en, de, ja, … or any. Told by the folder's name, else by the text.",
)
@click.option(
    "--rules",
    type=click.Choice(["ours", "original"]),
    default="ours",
    show_default=True,
    help="original selects as the first Souls text bot did, for comparison.",
)
@click.option(
    "--near-ratio",
    type=click.FloatRange(0.5, 1),
    default=0.9,
    show_default=True,
    help="Levenshtein ratio from which two texts are one; 1 drops equal texts only.",
)
@click.option("--tokenizer", type=click.Choice(["bpe", "wordpiece"]), default="bpe", show_default=True)
@click.option(
    "--vocab-size",
    type=VocabSize(),
    default="auto",
    show_default=True,
    help="Tokens of the tokenizer; auto fits the number to the text.",
)
@click.option(
    "--test-share",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.1,
    show_default=True,
    help="Share of the entries that is held out for test.",
)
@click.option("--explain", is_flag=True, help="Show examples of what was dropped, by reason.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest to standard output.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def corpus(
    src_dir: Path, out_dir: Path, explain: bool, as_json: bool, force: bool, dry_run: bool, **choices: Any
) -> None:
    """Make a corpus from game text: sentences, train and test parts, words, things, tokenizer, manifest.

    \b
    Example:
        soulsgen create corpus --src-dir dataset/lore --out-dir build/corpus
        soulsgen create corpus --src-dir dataset/lore --dry-run --explain
        soulsgen create corpus --src-dir dataset/lore --rules original --out-dir build/original
    """
    from soulscorpus.build import Built, build_corpus, try_corpus
    from soulscorpus.errors import CorpusError
    from soulscorpus.folder import check_target
    from soulscorpus.settings import CorpusSettings

    try:
        settings = CorpusSettings(**choices)
        with _progress_bar() as progress:
            if dry_run:
                check_target(out_dir, src_dir)
                built = Built(try_corpus(src_dir, settings, progress), fresh=True)
            else:
                built = build_corpus(src_dir, out_dir, settings, progress, anew=force)
    except (CorpusError, OSError) as error:
        raise SoulsgenError(str(error)) from error
    click.echo(corpus_summary.table(built.manifest), err=True)
    if explain:
        click.echo(f"\n{corpus_summary.explanation(built.manifest)}\n", err=True)
    click.echo(f"{_outcome(built.fresh, dry_run)} {out_dir}", err=True)
    if as_json:
        click.echo(built.manifest.to_json(), nl=False)


def _outcome(fresh: bool, dry_run: bool) -> str:
    if dry_run:
        return "would write to"
    return "written to" if fresh else "nothing has changed in"


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr, where stderr is a terminal: one stage of the work after the other."""
    stage = ""
    with tqdm(leave=False, disable=None) as bar:

        def progress(doing: str, done: int, total: int) -> None:
            nonlocal stage
            if doing != stage:
                stage = doing
                bar.reset(total)
                bar.set_description(doing, refresh=False)
            bar.update(done - bar.n)

        yield progress
