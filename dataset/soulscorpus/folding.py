"""Things that only repeat another thing, told by their names: upgrades, scrolls, body parts, carvings.

A thing goes with its name, summary and description, since the text of an upgrade repeats its base's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from soulscorpus.entries import Drops, Entry, Key, Step

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


def repeated_things(names: Mapping[Key, str]) -> dict[Key, str]:
    """The reason to drop each thing of `names` that repeats another; things to keep are not in it."""
    bases = {(key.game, key.language, key.kind, name) for key, name in names.items()}
    reasons: dict[Key, str] = {}
    for key, name in names.items():
        if reason := _reason(key, name, bases):
            reasons[key] = reason
    return reasons


def _reason(key: Key, name: str, bases: set[tuple[str, str, str, str]]) -> str | None:
    place = (key.game, key.language)
    if (upgrade := UPGRADE.fullmatch(name)) and (*place, key.kind, upgrade["base"]) in bases:
        return "upgrade of a thing that is kept"
    if (scroll := SCROLL.fullmatch(name)) and (*place, SPELLS, scroll["spell"]) in bases:
        return "scroll of a spell that is kept"
    if key.kind == BODY_KIND and BODY.fullmatch(name):
        return "body part"
    if key.kind == CARVING_KIND and CARVING.fullmatch(name):
        return "carving"
    return None


def drop_repeated_things(names: Mapping[Key, str]) -> Step:
    """The step that drops every text of the things that `repeated_things` names."""
    reasons = repeated_things(names)

    def step(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
        for entry in entries:
            if reason := reasons.get(entry.key):
                drops.add(reason, entry, because=names[entry.key])
            else:
                yield entry

    return step
