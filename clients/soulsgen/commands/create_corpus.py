"""`soulsgen create corpus`: game files in, corpus folder out."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from tqdm import tqdm

from soulsgen.errors import SoulsgenError

if TYPE_CHECKING:
    from soulscorpus.manifest import Manifest


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
    help="Folder of .fmg.xml files, searched to any depth.",
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
@click.option("--json", "as_json", is_flag=True, help="Print the manifest to standard output.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def corpus(
    src_dir: Path,
    out_dir: Path,
    vocab_size: int | Literal["auto"],
    test_share: float,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Make a corpus from game text: sentences, train and test parts, words, tokenizer, manifest.

    \b
    Example:
        soulsgen create corpus --src-dir dataset/lore --out-dir build/corpus
    """
    from soulscorpus.build import build_corpus, make_corpus
    from soulscorpus.errors import CorpusError
    from soulscorpus.folder import check_target
    from soulscorpus.settings import CorpusSettings

    try:
        settings = CorpusSettings(vocab_size=vocab_size, test_share=test_share)
        with _progress_bar() as progress:
            if dry_run:
                check_target(out_dir, src_dir)
                manifest = make_corpus(src_dir, settings, progress).manifest
            else:
                manifest = build_corpus(src_dir, out_dir, settings, progress)
    except (CorpusError, OSError) as error:
        raise SoulsgenError(str(error)) from error
    click.echo(_table(manifest), err=True)
    click.echo(f"would write to {out_dir}" if dry_run else f"written to {out_dir}", err=True)
    if as_json:
        click.echo(manifest.to_json(), nl=False)


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar over files on stderr, where stderr is a terminal."""
    with tqdm(unit="file", leave=False, disable=None) as bar:

        def progress(name: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(name, refresh=False)
            bar.update(done - bar.n)

        yield progress


def _table(manifest: "Manifest") -> str:
    """What was read, kept and dropped, one count a line; the commonest reason first."""
    counts = manifest.counts
    rows = [
        ("files", counts.files),
        ("entries read", counts.entries_read),
        *_by_count(manifest.dropped_entries),
        ("entries kept", counts.entries_kept),
        *_by_count(manifest.dropped_sentences),
        ("sentences", counts.sentences),
        ("  for training", counts.train),
        ("  for test", counts.test),
        ("words", counts.words),
        ("vocabulary", counts.vocabulary),
    ]
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}} {count:>8}" for label, count in rows)


def _by_count(drops: Mapping[str, int]) -> list[tuple[str, int]]:
    ordered = sorted(drops.items(), key=lambda item: (-item[1], item[0]))
    return [(f"  dropped: {reason}", count) for reason, count in ordered]
