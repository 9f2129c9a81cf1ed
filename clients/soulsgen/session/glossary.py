"""The session's names: told to the speech model beforehand, and put right in what it heard.

A file of one name a line; `Name = misheard, other mishearing` names what it has been heard as. `#` begins a
comment, `[characters]`, `[places]` and `[things]` say what the names below them are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from soulsgen.errors import SoulsgenError

KINDS = ("characters", "places", "things")
# As the asr archive allows.
MOST_HOTWORDS = 200
_LONGEST = 100


@dataclass(frozen=True)
class Name:
    """A name, what it names ("" where the file does not say) and what it has been heard as."""

    text: str
    kind: str = ""
    heard: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    names: tuple[Name, ...] = field(default_factory=tuple)

    def hotwords(self) -> list[str]:
        """What the speech model is told to expect."""
        return list(dict.fromkeys(name.text for name in self.names))[:MOST_HOTWORDS]

    def records(self) -> list[list[object]]:
        """As session.json keeps it."""
        return [[name.text, name.kind, list(name.heard)] for name in self.names]


def of_records(tables: list[list[object]]) -> Glossary:
    return Glossary(
        tuple(Name(str(text), str(kind), tuple(map(str, _listed(heard)))) for text, kind, heard in tables)
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def read_glossary(path: Path) -> Glossary:
    """Raises SoulsgenError with path and line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise SoulsgenError(f"{path} is not text in UTF-8") from error
    return Glossary(tuple(_names(lines, path)))


def _names(lines: list[str], path: Path) -> Iterator[Name]:
    kind = ""
    for number, line in enumerate(lines, 1):
        written = line.split("#", 1)[0].strip()
        if not written:
            continue
        if heading := re.fullmatch(r"\[(.*)\]", written):
            kind = heading[1].strip().lower()
            if kind not in KINDS:
                raise SoulsgenError(f"{path}:{number}: [{kind}] is none of {', '.join(KINDS)}")
            continue
        text, _, heard = written.partition("=")
        name = " ".join(text.split())
        if not name or len(name) > _LONGEST:
            raise SoulsgenError(f"{path}:{number}: a name of 1 to {_LONGEST} characters is missing before =")
        yield Name(name, kind, tuple(part for each in heard.split(",") if (part := " ".join(each.split()))))
