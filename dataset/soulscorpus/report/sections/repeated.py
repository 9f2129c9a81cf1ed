"""What the text says more than once."""

from soulscorpus.report.charts.bars import percent
from soulscorpus.report.layout import Block, Quote, Row, Section, Shown, Table, counted
from soulscorpus.report.measures import Duplicates, Measures
from soulscorpus.report.sections.remarkable import cut

HEAD = ("repeats", "near repeats", "distinct bigrams")


def repeated(shown: Shown) -> Section:
    first = shown.source.duplicates
    rows = tuple(_row(name, side) for name, side in zip(shown.names, shown.sides, strict=True))
    blocks = [Block("Repetition", table=Table(HEAD, rows), wide=True)]
    for name, side in zip(shown.names, shown.sides, strict=True):
        blocks += _examples(side.duplicates, f" in {name}" if shown.comparison else "")
    lead = (
        f"{shown.names[0]} says {counted(first.repeats, 'sentence')} again, case and punctuation aside, "
        f"and {first.near:,} more with about one letter of ten changed, or fewer."
    )
    return Section("Duplicates", lead, tuple(blocks))


def _row(name: str, side: Measures) -> Row:
    found = side.duplicates
    bigrams = side.distinct[1] if len(side.distinct) > 1 else 0.0
    return Row(
        name,
        (
            f"{found.repeats:,} ({percent(found.share)})",
            f"{found.near:,} ({percent(found.near_share)})",
            percent(bigrams),
        ),
    )


def _examples(found: Duplicates, suffix: str) -> list[Block]:
    blocks = []
    if found.examples:
        quotes = tuple(Quote(cut(each.text), f"{each.count:,} times") for each in found.examples)
        blocks.append(Block(f"Said again{suffix}", quotes=quotes))
    if found.near_examples:
        pairs = tuple(Quote(cut(late), beside=cut(early)) for early, late in found.near_examples)
        blocks.append(Block(f"Nearly said again{suffix}", quotes=pairs))
    return blocks
