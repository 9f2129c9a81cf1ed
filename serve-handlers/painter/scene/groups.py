"""Who and what stands in a scene, and how many of each."""

from painter.scene.lexicon import Feature
from painter.scene.mentions import Mention
from painter.scene.places import OUTSIDE
from painter.scene.scene import Group, Lch

# Things seen from far; the text's own words say how many.
_MOST_FIGURES = 48
_MOST_KINDS = 8
# Words for people that say nothing of them.
_PLAIN = ("traveller", "villager")
_TEMPLES = ("temple", "shrine", "altar", "sanctuary")
_CREATURES = """
dragon griffin birds bats horse wolf bear deer camel cow spider serpent snake kraken cat rats whale
demon ghost skeleton goblin orc giant angel
"""
CREATURES = frozenset(_CREATURES.split())


def structures_of(named: list[Mention], denied: frozenset[Feature], place: str) -> tuple[Group, ...]:
    groups = _groups("structure", named, denied)
    if place == "outdoors":
        for mention in named:
            for kind, name in mention.features:
                outside = OUTSIDE.get(name) if kind == "place" else None
                outside = "temple" if mention.word in _TEMPLES else outside
                if outside and ("structure", outside) not in denied and outside not in groups:
                    groups[outside] = Group(outside, 1, mention.colour)
    return tuple(groups.values())


def figures_of(named: list[Mention], denied: frozenset[Feature]) -> tuple[Group, ...]:
    groups = _groups("figure", named, denied)
    if ("figure", "anybody") in denied:
        groups = {kind: group for kind, group in groups.items() if kind in CREATURES}
    somebody = groups.pop("somebody", None)
    # Whom a name or a "they" stands for is among those whose kind is told.
    if somebody and not groups.keys() - CREATURES:
        groups["traveller"] = Group("traveller", somebody.count, somebody.colour)
    if "rider" in groups:
        groups.pop("horse", None)
    kept = list(groups.values())
    # "Three travellers" who are also "figures" are three, not four.
    if len(kept) > 1:
        kept = [group for group in kept if group.kind not in _PLAIN or group.count > 1] or kept
    return tuple(kept[:_MOST_KINDS])


def _groups(category: str, named: list[Mention], denied: frozenset[Feature]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for mention in named:
        for kind, name in mention.features:
            if kind != category or (kind, name) in denied:
                continue
            before = groups.get(name)
            count = max(mention.count, before.count if before else 0)
            colour: Lch | None = mention.colour or (before.colour if before else None)
            groups[name] = Group(name, min(count, _MOST_FIGURES), colour)
    return groups
