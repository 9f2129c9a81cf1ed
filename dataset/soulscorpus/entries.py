"""The record every step takes and gives: one text of one game table, whole or, later, one sentence of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Role = Literal["name", "summary", "description", "dialogue", "menu", "text"]
"""What a text is to its item; "text" is any that the table's name does not tell."""

EXAMPLES = 3  # kept of each reason: enough to judge a rule by, few enough for a manifest
EXAMPLE_CHARACTERS = 160


class Key(NamedTuple):
    """What ties a name to its summary and description in other tables: one thing of one game."""

    game: str
    language: str
    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One text.

    `game` and `language` (ISO 639-1, "und" when unknown) come from the folders or the text, `kind` and
    `role` from the table's name ("WeaponCaption": "Weapon", "description"), `id` is the game's own
    number, `source` the file, relative to the source folder, with `/`.
    """

    game: str
    language: str
    table: str
    kind: str
    id: int
    role: Role
    text: str
    source: str

    @property
    def key(self) -> Key:
        return Key(self.game, self.language, self.kind, self.id)


@dataclass
class Drops:
    """Dropped records: how many under each reason, and the first few of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, entry: Entry, because: str = "") -> None:
        """Count `entry` under `reason`; `because` names what it fell to, such as the text it repeats."""
        self.counts[reason] += 1
        shown = self.examples.setdefault(reason, [])
        if len(shown) < EXAMPLES:
            text = " ".join(entry.text.split())[:EXAMPLE_CHARACTERS]
            shown.append(f"{entry.source}#{entry.id}: {text}" + (f" [{because}]" if because else ""))


Step = Callable[[Iterable[Entry], Drops], Iterator[Entry]]
"""A step of the pipeline: records in, records out, the dropped ones counted under their reason."""


def through(steps: Iterable[Step], entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
    """`entries` after every one of `steps`, in order, lazily."""
    for step in steps:
        entries = step(entries, drops)
    yield from entries
