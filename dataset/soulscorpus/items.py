"""`items.jsonl`: the things of the games, one a line, with their name, summary and description joined by id.

For what wants things and not sentences: names to look for in a text, lore to search.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TextIO

from soulscorpus.entries import Entry
from soulscorpus.rules import with_single_spaces

NAME = "items.jsonl"


def writing_items(entries: Iterable[Entry], path: Path) -> Iterator[Entry]:
    """`entries` as they come, those of one thing side by side; each thing goes to `path` on the way."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for _, group in groupby(entries, key=lambda entry: entry.key):
            item = list(group)
            _write(item, file)
            yield from item


def _write(item: list[Entry], file: TextIO) -> None:
    first = item[0]
    head = {"game": first.game, "language": first.language, "kind": first.kind, "id": first.id}
    # Of two texts in one role, a base table's and its patch's, the later stands.
    texts = {entry.role: _plain(entry.text) for entry in item}
    file.write(json.dumps({**head, **texts}, ensure_ascii=False) + "\n")


def _plain(text: str) -> str:
    return with_single_spaces(text).encode("utf-8", "replace").decode("utf-8")
