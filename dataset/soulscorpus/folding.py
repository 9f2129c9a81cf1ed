"""Things that only repeat another thing, told by their names: upgrades, scrolls, body parts, carvings.

A thing goes with its name, summary and description, since the text of an upgrade repeats its base's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from soulscorpus.entries import Drops, Entry, Key, Step
from soulscorpus.survey import Survey

# `Dagger+3`, `Dagger +15`; the full-width sign stands in Japanese and Chinese tables.
UPGRADE = re.compile(r"(?P<base>.*\S)\s*[+＋](?:1[0-5]|[1-9])")
# `Sorcery: Soul Arrow` among the goods is the scroll of the spell of that name.
SCROLL = re.compile(r"[^:：]+[:：]\s*(?P<spell>\S.*)")
SPELLS = "Magic"
BODY = re.compile(
    r"(?:(?:fe)?male|m[ae]n|wom[ae]n|naked|bare)?\s*"
    r"(?:heads?|face|hair|bod(?:y|ies)|torso|arms?|hands?|legs?|feet|foot|skin)",
    re.IGNORECASE,
)
BODY_KIND = "Protector"
# `Hello Carving` and `Carving: Hello` say one word when thrown; a Carving Knife is a knife.
CARVING = re.compile(r"carving\s*[:：].*|.*\scarving[\"'”’]?", re.IGNORECASE)
CARVING_KIND = "Goods"


@dataclass(frozen=True)
class Repeat:
    """Why a thing goes; `base` is the thing whose texts it repeats, None when its own are none."""

    reason: str
    base: Key | None = None


def repeated_things(names: Mapping[Key, str]) -> dict[Key, Repeat]:
    """The things of `names` that repeat another or say nothing of the world; things to keep are not in it."""
    things = {(key.game, key.language, key.kind, name): key for key, name in names.items()}
    found = {key: repeat for key, name in names.items() if (repeat := _repeat(key, name, things))}
    return {key: _rooted(repeat, found) for key, repeat in found.items()}


def _rooted(repeat: Repeat, found: Mapping[Key, Repeat]) -> Repeat:
    """The upgrade of a scroll repeats the spell, that of a carving is one; it ends, as names get shorter."""
    base = found.get(repeat.base) if repeat.base else None
    return _rooted(base, found) if base else repeat


def _repeat(key: Key, name: str, things: Mapping[tuple[str, str, str, str], Key]) -> Repeat | None:
    place = (key.game, key.language)
    if upgrade := UPGRADE.fullmatch(name):
        base = things.get((*place, key.kind, upgrade["base"]))
        return Repeat("upgrade of another thing", base) if base else None
    if scroll := SCROLL.fullmatch(name):
        base = things.get((*place, SPELLS, scroll["spell"]))
        if base:
            return Repeat("scroll of a spell", base)
    if key.kind == BODY_KIND and BODY.fullmatch(name):
        return Repeat("body part")
    if key.kind == CARVING_KIND and CARVING.fullmatch(name):
        return Repeat("carving")
    return None


def drop_repeated_things(survey: Survey) -> Step:
    """The step that drops the texts of the things that `repeated_things` names.

    A summary or description goes only where the base has one: else the upgrade's is the only one there is.
    """
    repeats = repeated_things(survey.names)
    told = survey.tellers({repeat.base for repeat in repeats.values() if repeat.base})

    def step(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
        for entry in entries:
            repeat = repeats.get(entry.key)
            if repeat and (repeat.base is None or entry.role == "name" or (repeat.base, entry.role) in told):
                drops.add(repeat.reason, entry, because=survey.names[repeat.base] if repeat.base else "")
            else:
                yield entry

    return step
