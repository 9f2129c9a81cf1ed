"""The second look: every entry of the surveyed tables, those of one thing side by side.

Tables of one kind are read together and no others, so memory holds one game's weapons, not its text.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from soulscorpus.entries import Entry, Role
from soulscorpus.gamefiles.source import tables_in
from soulscorpus.gamefiles.table import Table
from soulscorpus.survey import Listed, Progress, Survey

KEPT = 8  # containers: a game with its patches has fewer of one language
ORDER: tuple[Role, ...] = ("name", "summary", "description", "dialogue", "text", "menu")


def read_entries(survey: Survey, progress: Progress | None = None) -> Iterator[Entry]:
    """Every entry, by kind and id, name before summary before description."""
    opened = Containers()
    done = 0
    for _, group in groupby(sorted(survey.tables, key=_kind), key=_kind):
        records = [entry for table in group for entry in _entries(table, opened)]
        records.sort(key=lambda entry: (entry.id, ORDER.index(entry.role)))
        yield from records
        done += len(records)
        if progress:
            progress("reading entries", done, survey.entries)


class Containers:
    """The tables of the containers read last: each holds many kinds, which are read one after the other."""

    def __init__(self) -> None:
        self._tables: dict[Path, dict[str, Table]] = {}

    def table(self, listed: Listed) -> Table:
        tables = self._tables.pop(listed.path, None)
        if tables is None:
            tables = {found.source: found.table for found in tables_in(listed.path)}
        if len(tables) > 1:
            self._tables[listed.path] = tables
            if len(self._tables) > KEPT:
                del self._tables[next(iter(self._tables))]
        return tables[listed.inside]


def _kind(table: Listed) -> tuple[str, str, str]:
    return table.game, table.language, table.purpose.kind


def _entries(listed: Listed, opened: Containers) -> Iterator[Entry]:
    game, language, kind = _kind(listed)
    role = listed.purpose.role
    for text in opened.table(listed).with_nulls_spelled().texts:
        yield Entry(game, language, listed.name, kind, text.id, role, text.text or "", listed.source)
