"""Who says what on the demonstration's evening: script.toml as data."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Speaker:
    """`track` names the recording as Craig does; `voice` is what soulstrain's `Voice` takes."""

    track: str
    player: str
    voice: Mapping[str, Any]
    character: str = ""
    pronouns: str = ""
    role: str = "player"


@dataclass(frozen=True)
class Turn:
    """`opens` is the name of the scene that begins with it, at second `at` or a little later."""

    speaker: Speaker
    text: str
    opens: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Script:
    """`characters` and `places` are the names that a table would put into its glossary."""

    title: str
    characters: tuple[str, ...]
    places: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]


def read_script() -> Script:
    """The one that is shipped."""
    told = tomllib.loads(files("soulsgen.session_demo").joinpath("script.toml").read_text("utf-8"))
    speakers = {
        name: Speaker(f"{number}-{about['player'].lower()}", **about)
        for number, (name, about) in enumerate(told["speakers"].items(), 1)
    }
    return Script(
        told["title"],
        tuple(told["characters"]),
        tuple(told["places"]),
        tuple(speakers.values()),
        tuple(turn for scene in told["scenes"] for turn in _turns(scene, speakers)),
    )


def _turns(scene: Mapping[str, Any], speakers: Mapping[str, Speaker]) -> Iterator[Turn]:
    for number, line in enumerate(scene["talk"].strip().splitlines()):
        name, _, text = line.partition(": ")
        first = number == 0
        yield Turn(speakers[name], text, scene["name"] if first else "", scene["at"] if first else 0.0)
