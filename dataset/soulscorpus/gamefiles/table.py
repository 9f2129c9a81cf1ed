"""The record that all readers give and all writers take: one text table of a game."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

Version = Literal[0, 1, 2]
"""Of the FMG layout: 0 Demon's Souls, 1 Dark Souls and Dark Souls II, 2 Bloodborne and later."""

NULL = "%null%"
"""How the unpackers write the games' null into `.fmg.xml`."""


@dataclass(frozen=True, slots=True)
class Text:
    """One entry; `text` None is the games' null, an id that is taken but has nothing to say."""

    id: int
    text: str | None


@dataclass(frozen=True)
class Table:
    """One table. `name` is the file's, without `.fmg` or `.fmg.xml`; `unicode` False means Shift-JIS.

    `texts` stand in the file's order. The games' own tables may repeat an id.
    """

    name: str
    texts: tuple[Text, ...]
    version: Version = 2
    big_endian: bool = False
    unicode: bool = True

    def with_nulls_spelled(self) -> "Table":
        """The table as `.fmg.xml` holds it: each null is the text `%null%`."""
        texts = (Text(text.id, NULL) if text.text is None else text for text in self.texts)
        return replace(self, texts=tuple(texts))

    def with_nulls(self) -> "Table":
        """The table as FMG holds it: each text `%null%` is a null."""
        texts = (Text(text.id, None) if text.text == NULL else text for text in self.texts)
        return replace(self, texts=tuple(texts))

    def repeated_ids(self) -> list[int]:
        """The ids that more than one text has, in order of first appearance."""
        return [number for number, count in Counter(text.id for text in self.texts).items() if count > 1]


def table_name(where: str) -> str:
    """The last part of a path, `/` or `\\` between its parts, without the suffixes of game text."""
    name = where.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    while stem and dot and suffix.lower() in ("xml", "fmg", "dcx"):
        name = stem
        stem, dot, suffix = name.rpartition(".")
    return name
