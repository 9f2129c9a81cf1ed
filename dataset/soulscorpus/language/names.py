"""The names a game gives its things, read from a corpus folder: what the entity finder looks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from soulscorpus import items
from soulscorpus.errors import CorpusError

LABELS: Mapping[str, str] = {
    "weapon": "WEAPON",
    "protector": "ARMOUR",
    "accessory": "RING",
    "goods": "ITEM",
    "gem": "ITEM",
    "magic": "SPELL",
    "arts": "SKILL",
    "place": "PLACE",
    "map": "PLACE",
    "npc": "PERSON",
    "character": "PERSON",
}
"""Entity labels by the kind of a game's table, in lower case; any other table's names are NAME."""


@dataclass(frozen=True)
class ItemName:
    """A name as the game writes it, and the kind of its table, such as "Weapon"."""

    name: str
    kind: str

    @property
    def label(self) -> str:
        return LABELS.get(self.kind.lower(), "NAME")


def read_names(path: Path) -> list[ItemName]:
    """The distinct names of a corpus's items in their order; `path` is its folder or its `items.jsonl`.

    Raises CorpusError for a line that is no item.
    """
    file = path / items.NAME if path.is_dir() else path
    names: dict[ItemName, None] = {}
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            names.update(dict.fromkeys(_names_of(line, f"{file}:{number}")))
    return list(names)


def _names_of(line: str, where: str) -> list[ItemName]:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"{where}: not JSON: {error}") from error
    if not isinstance(item, dict) or not isinstance(kind := item.get("kind"), str):
        raise CorpusError(f'{where}: an item is an object with a "kind", as soulsgen create corpus writes it')
    name = item.get("name")
    return [ItemName(name, kind)] if isinstance(name, str) and name.strip() else []
