"""From any mix of a game's files and folders to a folder of `.fmg.xml` and a manifest."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmgxml import without_foreign, write_fmgxml
from soulscorpus.gamefiles.inputs import Input, find_inputs
from soulscorpus.gamefiles.kinds import HEAD_BYTES, kind_of
from soulscorpus.gamefiles.limits import MAX_BYTES
from soulscorpus.gamefiles.places import Places
from soulscorpus.gamefiles.report import NAME, Read, Report, Without, Written
from soulscorpus.gamefiles.source import FoundTable, Skipped, walk
from soulscorpus.gamefiles.table import NULL
from soulscorpus.gamefiles.target import check_target
from soulscorpus.whole import digest, new_folder

Progress = Callable[[str, int, int], None]
"""Called after each file with its name, the files done and the files in all."""


@dataclass
class Collector:
    """What has come of the files so far; `folder` None writes nothing."""

    folder: Path | None
    places: Places = field(default_factory=Places)
    inputs: dict[str, Read] = field(default_factory=dict)
    tables: dict[str, Written] = field(default_factory=dict)
    skipped: dict[str, Without] = field(default_factory=dict)

    def report(self) -> Report:
        return Report(self.inputs, self.tables, self.skipped)


def extract(
    sources: Sequence[Path],
    out: Path,
    progress: Progress | None = None,
    *,
    force: bool = False,
    dry_run: bool = False,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """Write every text table in `sources` to `out`, whole or not at all, and say what came of each file.

    A file that is damaged or cannot be read does not end the others; it stands among the report's `faults`.
    Raises CorpusError for sources without any table, and for an `out` that holds what is not ours (see
    `check_target`); OSError where `out` cannot be written.
    """
    check_target(out, sources, force=force)
    try:
        inputs = find_inputs(sources, out)
    except OSError as error:
        raise CorpusError(f"cannot read {error.filename}: {error.strerror}") from error
    with ExitStack() as stack:
        collector = Collector(None if dry_run else stack.enter_context(new_folder(out)))
        for done, item in enumerate(inputs, start=1):
            _extract_file(item, collector, max_bytes)
            if progress:
                progress(item.name, done, len(inputs))
        report = collector.report()
        if not report.tables:
            raise CorpusError(_nothing(sources, report))
        if collector.folder:
            (collector.folder / NAME).write_text(report.to_json(), "utf-8", newline="\n")
    return report


def _extract_file(item: Input, collector: Collector, max_bytes: int) -> None:
    try:
        if read := _read(item.path):
            collector.inputs[item.name] = read
    except OSError as error:
        reason = f"{item.name}: cannot be read: {error.strerror or error}"
        collector.skipped[item.name] = Without(reason, fault=True)
        return
    for found in walk(item.path, max_bytes):
        name = item.folder + found.source
        if isinstance(found, Skipped):
            _skip(name, found, item.path, collector)
        else:
            _write(name, found, collector)


def _read(path: Path) -> Read | None:
    """The file at `path`, when it is of a kind that may hold text."""
    with path.open("rb") as file:
        holds_text = kind_of(file.read(HEAD_BYTES))
    return Read(digest(path), path.stat().st_size) if holds_text else None


def _skip(name: str, skipped: Skipped, path: Path, collector: Collector) -> None:
    """Note it with the file's name in the place of its path on this machine."""
    whole = name.removesuffix(skipped.source) + path.name
    reason = whole + skipped.reason.removeprefix(str(path))
    collector.skipped[name] = Without(reason, skipped.fault)


def _nothing(sources: Sequence[Path], report: Report) -> str:
    """The sentence for sources without a table, with what is wrong with the first files."""
    reasons = [skipped.reason for skipped in report.skipped.values()]
    faults = list(report.faults.values()) or reasons
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"no text table in {', '.join(map(str, sources))}: {faults[0]}{more}"


def _write(name: str, found: FoundTable, collector: Collector) -> None:
    table, removed = without_foreign(found.table)
    data = write_fmgxml(table)
    sha256 = hashlib.sha256(data).hexdigest()
    if holder := collector.places.holder(name, sha256):
        collector.skipped[name] = Without(f"{name}: the same as {holder}", fault=False)
        return
    path = collector.places.take(name, sha256)
    nulls = sum(text.text is None or text.text == NULL for text in table.texts)
    collector.tables[path] = Written(
        source=name,
        entries=len(table.texts),
        nulls=nulls,
        version=table.version,
        big_endian=table.big_endian,
        unicode=table.unicode,
        removed_characters=removed,
        sha256=sha256,
    )
    if collector.folder:
        target = collector.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
