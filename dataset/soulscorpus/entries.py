"""The record every step takes and gives: one text of one game table, whole or, later, one sentence of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One text.

    `table` is the file's name without its suffix, `id` the game's own number (it ties a name to its
    description in another table), `source` the file, relative to the source folder, with `/`.
    """

    table: str
    id: int
    text: str
    source: str


Drops = Counter[str]
"""Dropped records by reason."""

Step = Callable[[Iterable[Entry], Drops], Iterator[Entry]]
"""A step of the pipeline: records in, records out, the dropped ones counted under their reason."""


def through(steps: Iterable[Step], entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
    """`entries` after every one of `steps`, in order, lazily."""
    for step in steps:
        entries = step(entries, drops)
    yield from entries
