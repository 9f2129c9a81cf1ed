"""Named entities and parts of speech: the labels, and the strings of the three commonest."""

from collections.abc import Callable

from soulscorpus.report.charts.bars import count_bars, share_bars
from soulscorpus.report.grammar import Groups
from soulscorpus.report.layout import Block, Section, Shown, counted
from soulscorpus.report.pairing import PairedTop

SHOWN = 10
# The tags of Universal Dependencies, in words.
PARTS = {
    "ADJ": "adjectives",
    "ADP": "prepositions",
    "ADV": "adverbs",
    "AUX": "auxiliary verbs",
    "CCONJ": "conjunctions: and, or, but",
    "DET": "determiners",
    "INTJ": "interjections",
    "NOUN": "nouns",
    "NUM": "numbers",
    "PART": "particles",
    "PRON": "pronouns",
    "PROPN": "proper names",
    "SCONJ": "conjunctions: that, if, while",
    "SYM": "symbols",
    "VERB": "verbs",
    "X": "foreign and other",
}


# Labels of `soulscorpus.language` and of spaCy's models that need more than lower case.
LABELS = {
    "ARMOUR": "armour",
    "GPE": "states and towns",
    "GROUP": "groups",
    "ITEM": "items",
    "LOC": "places",
    "NAME": "other names",
    "NORP": "peoples",
    "ORG": "organisations",
    "PERSON": "persons",
    "PLACE": "places",
    "RING": "rings",
    "SKILL": "skills",
    "SPELL": "spells",
    "WEAPON": "weapons",
}


def entities(shown: Shown) -> Section | None:
    groups = shown.source.entities
    if groups is None:
        return None
    if not groups.total and not (shown.comparison and shown.comparison.entities):
        return Section("Names", "No named entity was found.", ())
    paired = shown.comparison.entities if shown.comparison else ()
    blocks = _blocks("entity", "Kinds of names", groups, paired, shown, _label)
    each = 100 * groups.total / shown.source.counts.sentences
    lead = (
        f"{counted(groups.total, 'name')} of persons, places and things, {each:.0f} in every 100 sentences."
    )
    return Section("Names", lead, blocks)


def parts_of_speech(shown: Shown) -> Section | None:
    groups = shown.source.parts_of_speech
    if groups is None or not groups.total:
        return None
    paired = shown.comparison.parts_of_speech if shown.comparison else ()
    shares = [f"{100 * count / groups.total:.0f} {_part(label)}" for label, count in groups.labels[:3]]
    lead = f"Of 100 words of {shown.names[0]}: {', '.join(shares)}."
    blocks = _blocks("part", "Parts of speech", groups, paired, shown, _part)
    return Section("Grammar", lead, blocks)


def _blocks(
    key: str,
    title: str,
    groups: Groups,
    paired: tuple[PairedTop, ...],
    shown: Shown,
    named: Callable[[str], str],
) -> tuple[Block, ...]:
    if shown.comparison:
        return _paired(key, title, paired, (shown.names[0], shown.names[1]), named)
    labels = [(_capital(named(label)), count) for label, count in groups.labels[:SHOWN]]
    first = Block(title, count_bars(f"{key}-labels", title, labels))
    return (
        first,
        *(
            Block(
                _capital(named(group.label)), count_bars(f"{key}-{place}", named(group.label), group.strings)
            )
            for place, group in enumerate(groups.groups)
        ),
    )


def _paired(
    key: str, title: str, paired: tuple[PairedTop, ...], names: tuple[str, str], named: Callable[[str], str]
) -> tuple[Block, ...]:
    blocks = []
    for place, top in enumerate(paired):
        head = title if place == 0 else _capital(named(top.kind))
        label = (lambda text: _capital(named(text))) if place == 0 else str
        rows = [(label(item.text), item.source, item.other) for item in top.items]
        if rows:
            blocks.append(Block(head, share_bars(f"{key}-{place}", head, rows, names)))
    return tuple(blocks)


def _label(label: str) -> str:
    return LABELS.get(label, label.replace("_", " ").lower())


def _part(label: str) -> str:
    return PARTS.get(label, label.lower())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
