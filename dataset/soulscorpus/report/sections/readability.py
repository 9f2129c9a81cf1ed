"""How hard the prose is to read."""

from soulscorpus.report.charts.scales import Zone, zones
from soulscorpus.report.layout import Block, Row, Section, Shown, Table
from soulscorpus.report.readability import ZONES, zone

HEAD = ("reading ease", "grade", "words a sentence", "syllables a word")


def reading(shown: Shown) -> Section | None:
    found = [(name, side.readability) for name, side in zip(shown.names, shown.sides, strict=True)]
    known = [(name, each) for name, each in found if each is not None]
    if len(known) < len(found):
        return None
    values = [
        (name, each.reading_ease, f"{each.reading_ease:.1f}, {zone(each.reading_ease)}")
        for name, each in known
    ]
    rows = tuple(
        Row(
            name,
            (
                f"{each.reading_ease:.1f}",
                f"{each.grade:.1f}",
                f"{each.words_a_sentence:.1f}",
                f"{each.syllables_a_word:.2f}",
            ),
        )
        for name, each in known
    )
    words = " and ".join(dict.fromkeys(zone(value) for _, value, _ in values))
    title = "Flesch reading ease"
    ranges = [Zone(low, name) for low, name in reversed(ZONES)]
    return Section(
        "Readability",
        f"By its sentences and syllables the prose is {words} to read.",
        (
            Block(
                title,
                zones("ease", title, ranges, values),
                note="R. Flesch, A new readability yardstick, 1948: from very hard (0) to very easy (100).",
            ),
            Block(
                "By numbers",
                table=Table(HEAD, rows),
                note="Grade: Kincaid and others, 1975; years at a school in the USA. "
                "Syllables are counted by rule.",
            ),
        ),
    )
