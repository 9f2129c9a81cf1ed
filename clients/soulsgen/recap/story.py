"""A recap as data: what an agent tells, what rules find, and how much of it is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from soulsgen.agent.answers import Agent, Claim, Scene, Spoken
from soulsgen.recap import finding
from soulsgen.recap.names import Names, names_in
from soulsgen.recap.private import Privacy, private_times, public
from soulsgen.recap.scenes import scenes
from soulsgen.session.glossary import Glossary
from soulsgen.session.roster import Roster
from soulsgen.session.transcript import Line

SUMMARY_WORDS = 200
_SUMMARY_SENTENCES = 12
_BULLETS = 8
_SO_FAR = 6
_SCENES = 6
_FOUND = 8


@dataclass(frozen=True)
class Wanted:
    """What a recap is made of. earlier: the lines of the sessions before, in order, public as `lines` are."""

    title: str
    started: datetime
    lines: Sequence[Line]
    earlier: Sequence[Sequence[Line]] = ()
    glossary: Glossary = field(default_factory=Glossary)
    roster: Roster = field(default_factory=dict)
    privacy: Privacy = field(default_factory=Privacy)


@dataclass(frozen=True)
class Recap:
    """One version. Each claim names the seconds it rests on; `private` are those of private lines."""

    title: str
    started: datetime
    length_s: float
    so_far: tuple[Claim, ...]
    summary: tuple[Claim, ...]
    bullets: tuple[Claim, ...]
    scenes: tuple[Scene, ...]
    names: Names
    loot: tuple[Claim, ...]
    quotes: tuple[Claim, ...]
    threads: tuple[Claim, ...]
    dice: tuple[Claim, ...]
    players: tuple[Mapping[str, Any], ...]
    made_by: str
    private: frozenset[float] = frozenset()
    for_gm: bool = False


def write_recaps(wanted: Wanted, agent: Agent) -> tuple[Recap, Recap]:
    """The players' version and the game master's; without private lines both are of one piece."""
    safe = replace(
        wanted,
        lines=public(wanted.lines, wanted.privacy),
        earlier=[public(lines, wanted.privacy) for lines in wanted.earlier],
    )
    players = _recap(safe, agent)
    hidden = private_times(wanted.lines, wanted.privacy)
    untouched = len(safe.lines) == len(wanted.lines) and all(
        len(kept) == len(lines) for kept, lines in zip(safe.earlier, wanted.earlier, strict=True)
    )
    full = players if untouched else _recap(wanted, agent)
    return players, replace(full, private=hidden, for_gm=True)


def _recap(wanted: Wanted, agent: Agent) -> Recap:
    lines = list(wanted.lines)
    likely = {line.at: line.confidence for line in lines if line.confidence is not None}
    spoken = _spoken(lines)
    told = _checked(agent.recap(spoken, _SUMMARY_SENTENCES), likely) if spoken else []
    bullets = _checked(agent.recap(spoken, _BULLETS), likely) if spoken else []
    seen = scenes(lines, agent, _SCENES) if spoken else []
    characters = [person.character for person in wanted.roster.values() if person.character]
    return Recap(
        title=wanted.title,
        started=wanted.started,
        length_s=max((line.to for line in lines), default=0.0),
        so_far=tuple(_so_far(wanted.earlier, agent)),
        summary=tuple(within(told, SUMMARY_WORDS)),
        bullets=tuple(bullets),
        scenes=tuple(seen),
        names=names_in(lines, wanted.glossary, characters),
        loot=tuple(finding.loot(lines, _FOUND)),
        quotes=tuple(finding.quotes(lines, _FOUND)),
        threads=tuple(finding.threads(lines, _FOUND)),
        dice=tuple(finding.dice(lines, _FOUND)),
        players=tuple(_players(wanted.roster)),
        made_by=agent.made_by(),
    )


def _spoken(lines: Sequence[Line]) -> list[Spoken]:
    return [Spoken(line.at, line.text, line.speaker) for line in lines]


def _so_far(earlier: Sequence[Sequence[Line]], agent: Agent) -> list[Claim]:
    """A few sentences of each session before; their times are of those sessions and are not shown."""
    share = max(1, _SO_FAR // max(1, len(earlier)))
    return [claim for lines in earlier if lines for claim in agent.recap(_spoken(lines), share)]


def _checked(claims: Sequence[Claim], likely: Mapping[float, float]) -> list[Claim]:
    """A claim that rests on nothing, or on lines heard badly, is to be confirmed."""
    return [
        replace(
            claim,
            sure=claim.sure
            and bool(claim.at)
            and all(likely.get(at, 1.0) >= finding.SURE for at in claim.at),
        )
        for claim in claims
    ]


def within(claims: Sequence[Claim], words: int) -> list[Claim]:
    """As many whole sentences from the first on as have at most `words` words; never none of some."""
    kept: list[Claim] = []
    for claim in claims:
        words -= len(claim.text.split())
        if kept and words < 0:
            break
        kept.append(claim)
    return kept


def _players(roster: Roster) -> list[Mapping[str, Any]]:
    """Each once, though a person may have a second, private track."""
    return [
        {
            "player": person.player,
            "character": person.character,
            "pronouns": person.pronouns,
            "role": person.role,
        }
        for person in roster.values()
        if not person.private
    ]
