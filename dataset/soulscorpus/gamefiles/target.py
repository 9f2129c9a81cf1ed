"""Where an extraction may be written."""

import os
from collections.abc import Sequence
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.atomic import writing
from soulscorpus.gamefiles.report import NAME, read_report
from soulscorpus.whole import digest


def check_target(out: Path, sources: Sequence[Path], *, force: bool = False) -> None:
    """Raise CorpusError unless `out` is free, empty, or an earlier extraction and nothing else.

    Tables that were edited since count as strangers too, unless `force`.
    """
    with writing(out):
        _check(out, sources, force=force)


def _check(out: Path, sources: Sequence[Path], *, force: bool) -> None:
    place = out.resolve()
    for source in sources:
        # Not resolve(): whether a source can be read is not to be told here.
        if Path(os.path.realpath(source)).is_relative_to(place):
            raise CorpusError(f"{out} holds the source {source}; name another folder for the tables")
    if not out.exists():
        return
    if not out.is_dir():
        raise CorpusError(f"{out} is a file; name a folder for the tables")
    present = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    report = read_report(out)
    if present and report is None:
        raise CorpusError(f"{out} is not empty and holds no {NAME} of an extraction; name another folder")
    tables = report["tables"] if report else {}
    if strangers := sorted(present - {NAME, *tables}):
        raise CorpusError(f"{out} also holds {_some(strangers)}; move it away or name another folder")
    edited = sorted(
        name for name in present & set(tables) if digest(out / name) != tables[name].get("sha256")
    )
    if edited and not force:
        raise CorpusError(
            f"{_some(edited)} in {out} was edited since it was extracted; --force overwrites it"
        )


def _some(names: Sequence[str]) -> str:
    rest = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + rest
