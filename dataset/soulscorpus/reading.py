"""The second look: every entry of the surveyed tables, those of one thing side by side.

Tables of one kind are read together and no others, so memory holds one game's weapons, not its text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from soulscorpus.entries import Entry, Role
from soulscorpus.gamefiles.source import FoundTable, tables_in
from soulscorpus.gamefiles.table import Table
from soulscorpus.survey import Listed, Progress, Survey

ORDER: tuple[Role, ...] = ("name", "summary", "description", "dialogue", "text", "menu")


def read_entries(survey: Survey, progress: Progress | None = None) -> Iterator[Entry]:
    """Every entry, by kind and id, name before summary before description."""
    opened = OneFile()
    done = 0
    for _, group in groupby(sorted(survey.tables, key=_kind), key=_kind):
        records = [entry for table in group for entry in _entries(table, opened)]
        records.sort(key=lambda entry: (entry.id, ORDER.index(entry.role)))
        yield from records
        done += len(records)
        if progress:
            progress("reading entries", done, survey.entries)


@dataclass
class OneFile:
    """The tables of the file read last: a container holds many kinds, which are read one after the other."""

    path: Path | None = None
    tables: tuple[FoundTable, ...] = ()

    def table(self, listed: Listed) -> Table:
        if self.path != listed.path:
            self.path, self.tables = listed.path, tuple(tables_in(listed.path))
        return next(found.table for found in self.tables if listed.source.endswith(found.source))


def _kind(table: Listed) -> tuple[str, str, str]:
    return table.game, table.language, table.purpose.kind


def _entries(listed: Listed, opened: OneFile) -> Iterator[Entry]:
    game, language, kind = _kind(listed)
    role = listed.purpose.role
    for text in opened.table(listed).with_nulls_spelled().texts:
        yield Entry(game, language, listed.name, kind, text.id, role, text.text or "", listed.source)
