"""`manifest.json` of an extraction: what was read, what came of it, and what gave nothing and why."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from soulscorpus.whole import read_json_of

NAME = "manifest.json"
KIND = "soulsgen-extract"
VERSION = 1  # of the folder's layout


@dataclass(frozen=True)
class Read:
    """An input file of a kind that may hold text."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Written:
    """A table. `source` is the way to it inside its input, `nulls` how many of its `entries` say nothing.

    `removed_characters` are control characters that XML cannot hold.
    """

    source: str
    entries: int
    nulls: int
    version: int
    big_endian: bool
    unicode: bool
    removed_characters: int
    sha256: str


@dataclass(frozen=True)
class Without:
    """A file that gave no table; `fault` tells a damaged one from one of another kind."""

    reason: str
    fault: bool


@dataclass(frozen=True)
class Report:
    """`inputs` and `skipped` by name relative to the sources, `tables` by path in the folder."""

    inputs: Mapping[str, Read]
    tables: Mapping[str, Written]
    skipped: Mapping[str, Without]

    @property
    def faults(self) -> dict[str, str]:
        return {name: skipped.reason for name, skipped in self.skipped.items() if skipped.fault}

    def to_json(self) -> str:
        """The file's text: no dates and no absolute paths, so equal extractions have equal manifests."""
        content = {"kind": KIND, "version": VERSION, **asdict(self)}
        text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        # A file's name may hold bytes that are no UTF-8; JSON spells the half pairs they become.
        return text.encode("utf-8", "backslashreplace").decode()


def read_report(folder: Path) -> dict[str, Any] | None:
    """The manifest in `folder`; None when there is none or it is not an extraction's.

    Its `tables` are what an extraction writes: a mapping of mappings.
    """
    content = read_json_of(folder / NAME, KIND)
    tables = content.get("tables") if content else None
    whole = isinstance(tables, dict) and all(isinstance(table, dict) for table in tables.values())
    return content if whole else None
