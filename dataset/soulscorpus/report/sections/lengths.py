"""How long sentences are, in words and in characters."""

from soulscorpus.report.charts.histogram import Series, histogram
from soulscorpus.report.charts.svg import number
from soulscorpus.report.layout import Block, Row, Section, Shown, Table
from soulscorpus.report.measures import Distribution

HEAD = ("least", "median", "average", "most")


def lengths(shown: Shown) -> Section:
    words = [side.words for side in shown.sides]
    characters = [side.characters for side in shown.sides]
    if shown.comparison:
        lead = (
            f"A sentence has {words[0].average:.1f} words on average in {shown.names[0]}, "
            f"{words[1].average:.1f} in {shown.names[1]}."
        )
    else:
        lead = (
            f"A sentence has {words[0].average:.1f} words on average; half of them have "
            f"{number(words[0].median)} or fewer. The longest has {words[0].most:,}."
        )
    return Section(
        "Length",
        lead,
        (
            _block("words", "Words a sentence", "words", words, shown.names),
            _block("characters", "Characters a sentence", "characters", characters, shown.names),
        ),
    )


def _block(key: str, title: str, unit: str, spread: list[Distribution], names: tuple[str, ...]) -> Block:
    series = [Series(name, side.frequencies, side.average) for name, side in zip(names, spread, strict=True)]
    rows = tuple(
        Row(name, (f"{side.least:,}", number(side.median), f"{side.average:.1f}", f"{side.most:,}"))
        for name, side in zip(names, spread, strict=True)
    )
    return Block(title, histogram(f"length-{key}", title, unit, series), Table(HEAD, rows))
