"""Characters and places that were named, and when for the first time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from soulsgen.session.common_words import COMMON_WORDS
from soulsgen.session.glossary import Glossary
from soulsgen.session.transcript import Line

# Capitalised words inside a sentence; `of the` may stand between them.
_PROPER = re.compile(r"(?<![.!?…\"“] )(?<!^)\b[A-Z][\w’'-]+(?: (?:(?:of|the|of the) )?[A-Z][\w’'-]+)*")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|to|from|into|near|towards?|through|inside|outside|leave|reach(?:ed)?)(?: the)? $"
)
_LEAST_TIMES = 2


@dataclass(frozen=True)
class Met:
    """A name and when it was first said. Not sure is what no glossary or roster knows."""

    name: str
    at: float
    times: int
    sure: bool


@dataclass(frozen=True)
class Names:
    characters: tuple[Met, ...]
    places: tuple[Met, ...]


def names_in(lines: Sequence[Line], glossary: Glossary, players: Iterable[str]) -> Names:
    """Those of the glossary as it files them; others that are named twice or more, by the words before them.

    players: names of the players' own characters, which are not met.
    """
    own = {name.casefold() for name in players}
    kinds = {name.text: name.kind for name in glossary.names if name.text.casefold() not in own}
    known = [(name, kind or _kind(lines, name), True) for name, kind in kinds.items() if kind != "things"]
    folded = {name.casefold() for name in kinds}
    new = [name for name in _proper(lines) if not _part_of_any(name, folded | own)]
    guessed = [(name, _kind(lines, name), False) for name in new]
    found = {
        kind: tuple(sorted(_met(lines, (item for item in known + guessed if item[1] == kind)), key=_first))
        for kind in ("characters", "places")
    }
    return Names(found["characters"], found["places"])


def _part_of_any(name: str, names: Iterable[str]) -> bool:
    """Vael is Mother Vael."""
    return any(re.search(rf"\b{re.escape(name.casefold())}\b", other) for other in names)


def _first(met: Met) -> float:
    return met.at


def _met(lines: Sequence[Line], names: Iterable[tuple[str, str, bool]]) -> Iterator[Met]:
    for name, _, sure in names:
        pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE if sure else 0)
        times = [line.at for line in lines for _ in pattern.findall(line.text)]
        if times and (sure or len(times) >= _LEAST_TIMES):
            yield Met(name, times[0], len(times), sure)


def _proper(lines: Iterable[Line]) -> list[str]:
    """Each once, in the order of the session."""
    found = (re.sub(r"[’']s$", "", name) for line in lines for name in _PROPER.findall(line.text))
    return list(
        dict.fromkeys(
            name
            for name in found
            if len(name) > 2 and not all(word.lower() in COMMON_WORDS for word in re.split(r"[ ’']", name))
        )
    )


def _kind(lines: Iterable[Line], name: str) -> str:
    """A place where most of its mentions follow `in`, `to` or the like."""
    before = [
        line.text[: match.start()]
        for line in lines
        for match in re.finditer(rf"\b{re.escape(name)}\b", line.text)
    ]
    places = sum(bool(_PLACE_BEFORE.search(text)) for text in before)
    return "places" if places * 2 > len(before) else "characters"
