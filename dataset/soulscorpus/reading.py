"""The second look: every entry of the surveyed tables, those of one thing side by side.

Tables of one kind are read together and no others, so memory holds one game's weapons, not its text.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from soulscorpus.entries import Entry, Role
from soulscorpus.gamefiles.source import FoundTable, tables_in
from soulscorpus.gamefiles.table import NULL
from soulscorpus.survey import Listed, Progress, Survey

ORDER: tuple[Role, ...] = ("name", "summary", "description", "dialogue", "text", "menu")


def read_entries(survey: Survey, progress: Progress | None = None) -> Iterator[Entry]:
    """Every entry, by kind and id, name before summary before description."""
    done = 0
    for _, group in groupby(sorted(survey.tables, key=_kind), key=_kind):
        tables = list(group)
        records = [entry for table in tables for entry in _entries(table)]
        records.sort(key=lambda entry: (entry.id, ORDER.index(entry.role)))
        yield from records
        done += len(records)
        if progress:
            progress("reading entries", done, survey.entries)


def _kind(table: Listed) -> tuple[str, str, str]:
    return table.game, table.language, table.purpose.kind


def _entries(table: Listed) -> Iterator[Entry]:
    found = next(one for one in _opened(table.path) if table.source.endswith(one.source))
    game, language, kind = _kind(table)
    role = table.purpose.role
    for text in found.table.texts:
        content = NULL if text.text is None else text.text
        yield Entry(game, language, table.name, kind, text.id, role, content, table.source)


@lru_cache(maxsize=1)
def _opened(path: Path) -> tuple[FoundTable, ...]:
    """The tables of one file; a container holds many kinds, which are read one after the other."""
    return tuple(tables_in(path))
