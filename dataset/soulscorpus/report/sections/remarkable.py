"""The longest and the strangest sentences."""

from collections.abc import Iterable

from soulscorpus.report.layout import Block, Quote, Section, Shown
from soulscorpus.report.measure import STRANGE_FROM_WORDS
from soulscorpus.report.measures import Remarkable

SHOWN_CHARACTERS = 320
COMPARED = 5  # of each side


def remarkable(shown: Shown) -> Section:
    blocks: list[Block] = []
    for place, (name, side) in enumerate(zip(shown.names, shown.sides, strict=True)):
        suffix = f" of {name}" if shown.comparison else ""
        limit = COMPARED if shown.comparison else None
        strange = shown.comparison.strangest if shown.comparison and place else side.strangest
        blocks.append(Block(f"Longest{suffix}", quotes=_quotes(side.longest[:limit], "{:,.0f} words")))
        if strange:
            blocks.append(Block(f"Strangest{suffix}", quotes=_quotes(strange[:limit], "{:.1f} bits a word")))
    return Section("Sentences", _lead(shown), tuple(blocks))


def _lead(shown: Shown) -> str:
    said = (
        "Strange is what surprises: the average bits a word takes after the word before it, by the counts of "
        f"all other sentences; of sentences with {STRANGE_FROM_WORDS} words or more."
    )
    if not shown.comparison:
        return f"{said} The text as a whole has {shown.source.surprisal:.1f}."
    return (
        f"{said} As a whole {shown.names[0]} has {shown.source.surprisal:.1f} and {shown.names[1]}, "
        f"by the counts of {shown.names[0]}, {shown.comparison.surprisal:.1f}."
    )


def _quotes(found: Iterable[Remarkable], unit: str) -> tuple[Quote, ...]:
    return tuple(Quote(cut(each.text), unit.format(each.value)) for each in found)


def cut(sentence: str) -> str:
    """`sentence`, ended at a space where it would fill the page."""
    if len(sentence) <= SHOWN_CHARACTERS:
        return sentence
    head = sentence[:SHOWN_CHARACTERS]
    return (head.rsplit(" ", 1)[0] if " " in head else head) + " …"
