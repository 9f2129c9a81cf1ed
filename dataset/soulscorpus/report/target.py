"""Where a page about a text may be written."""

from collections.abc import Iterable
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.atomic import writing
from soulscorpus.manifest import read_manifest


def check_output(out: Path, inputs: Iterable[Path]) -> None:
    """Raise CorpusError when `out` is or lies in one of the `inputs`, lies in a corpus, or is no plain file.

    A corpus folder holds its own files alone: with a page among them it is never built anew.
    """
    with writing(out):
        _check(out, inputs)


def _check(out: Path, inputs: Iterable[Path]) -> None:
    resolved = out.resolve()
    for path in inputs:
        if resolved == path.resolve() or (out.exists() and path.exists() and out.samefile(path)):
            raise CorpusError(f"{out} is to be read; name another file for the page")
        if path.is_dir() and resolved.is_relative_to(path.resolve()):
            raise CorpusError(f"{out} lies in {path}; name a file elsewhere for the page")
    for folder in resolved.parents:
        if read_manifest(folder) is not None:
            raise CorpusError(f"{out} lies in the corpus {folder}; name a file elsewhere for the page")
    if out.exists() and not out.is_file():
        raise CorpusError(f"{out} is no plain file; name one, or - for standard output")
