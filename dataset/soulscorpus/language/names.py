"""The names a game gives its things, read from a corpus folder: what the entity finder looks for."""

import json
import re
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

HALF_PAIR = re.compile("[\ud800-\udfff]")

LONGEST = 1000
"""Characters of a name to look for. A game's longest have some tens; spaCy splits no more than a million."""


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

    Raises CorpusError for a folder without items and for a line that is no item in UTF-8.
    """
    file = path / items.NAME if path.is_dir() else path
    if path.is_dir() and not file.is_file():
        raise CorpusError(f"{path} holds no {items.NAME}; `soulsgen create corpus` makes such a folder")
    names: dict[ItemName, None] = {}
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            names.update(dict.fromkeys(_names_of(line, f"{file}:{number}")))
    return list(names)


def _names_of(line: bytes, where: str) -> list[ItemName]:
    try:
        item = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CorpusError(f"{where}: not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except ValueError as error:
        raise CorpusError(f"{where}: not JSON: {error}") from error
    except RecursionError as error:
        raise CorpusError(f"{where}: not an item: brackets nested too deeply to read") from error
    if not isinstance(item, dict) or not isinstance(kind := item.get("kind"), str):
        raise CorpusError(f'{where}: an item is an object with a "kind", as soulsgen create corpus writes it')
    name = item.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST:
        return []
    # JSON can spell half of a surrogate pair, which no UTF-8 text can hold.
    if half := HALF_PAIR.search(name):
        raise CorpusError(f"{where}: the name holds U+{ord(half[0]):X}, half a character; mend it")
    return [ItemName(name, kind)]
