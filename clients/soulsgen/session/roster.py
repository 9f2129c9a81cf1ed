"""Who speaks on which track: a TOML file of players, characters and pronouns.

[tracks.2-kim]                 # the file's name without its ending, or the user's name in it
player = "Kim"
character = "Ser Odric"
pronouns = "they/them"

[tracks.1-sam]
player = "Sam"
role = "gm"                    # the game master

[tracks.5-sam-notes]
player = "Sam"
private = true                 # all of it is for the game master's eyes
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from soulsgen.errors import SoulsgenError

_NUMBER = re.compile(r"^\d+-")


@dataclass(frozen=True)
class Person:
    """One track's speaker. role: `player` or `gm`."""

    player: str = ""
    character: str = ""
    pronouns: str = ""
    role: str = "player"
    private: bool = False

    def label(self, track: str) -> str:
        """The name that stands in the transcript; private talk is told apart from the same person's other."""
        name = self.character or ("GM" if self.role == "gm" else self.player) or track
        return f"{name} (private)" if self.private else name


Roster = dict[str, Person]


def read_roster(path: Path) -> Roster:
    """Raises SoulsgenError naming every fault of the file."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SoulsgenError(f"{path} is not TOML in UTF-8: {error}") from error
    tracks = tables.get("tracks", {})
    faults = [f"unknown key {name!r}; known: tracks" for name in tables if name != "tracks"]
    if not isinstance(tracks, dict):
        raise SoulsgenError(f"{path}: tracks must be tables such as [tracks.1-sam]")
    faults += [fault for name, table in tracks.items() for fault in _faults(name, table)]
    if faults:
        raise SoulsgenError("\n".join(f"{path}: {fault}" for fault in faults))
    return {name: Person(**table) for name, table in tracks.items()}


def _faults(name: str, table: Any) -> list[str]:
    if not isinstance(table, dict):
        return [f"[tracks.{name}] must be a table"]
    known = {item.name: type(item.default) for item in fields(Person)}
    faults = [
        f"[tracks.{name}] unknown key {key!r}; known: {', '.join(known)}" for key in table.keys() - known
    ]
    faults += [
        f"[tracks.{name}] {key} must be {'true or false' if kind is bool else 'a string'}"
        for key, kind in known.items()
        if key in table and type(table[key]) is not kind
    ]
    if table.get("role", "player") not in ("player", "gm"):
        faults.append(f"[tracks.{name}] role must be player or gm, not {table['role']!r}")
    return faults


def person_of(roster: Roster, track: str) -> Person | None:
    """By the track's name, else by its user's: `kim` for 2-kim."""
    folded = {name.casefold(): person for name, person in roster.items()}
    return folded.get(track.casefold()) or folded.get(_NUMBER.sub("", track).casefold())


def unmatched(roster: Roster, tracks: Iterable[str]) -> list[str]:
    """Names of the roster that no track has."""
    names = {form for track in tracks for form in (track.casefold(), _NUMBER.sub("", track).casefold())}
    return [name for name in roster if name.casefold() not in names]


def records(roster: Roster) -> dict[str, dict[str, Any]]:
    """As session.json keeps it."""
    return {name: asdict(person) for name, person in roster.items()}


def of_records(tables: Mapping[str, Mapping[str, Any]]) -> Roster:
    return {name: Person(**table) for name, table in tables.items()}
