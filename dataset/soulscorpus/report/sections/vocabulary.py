"""How the vocabulary grows and how its words are shared out."""

from soulscorpus.report.charts.curves import Curve, Labels, curves
from soulscorpus.report.layout import Block, Row, Section, Shown, Table, counted


def growth(shown: Shown) -> Section | None:
    if not all(side.counts.words for side in shown.sides):
        return None
    first = shown.source
    once = 100 * first.counts.hapax / first.counts.unique_words
    half = counted(first.vocabulary.half, "word")
    lead = (
        f"Half of the text of {shown.names[0]} is made of {half}, the commonest; {once:.0f} of 100 different "
        "words occur once."
    )
    return Section("Vocabulary", lead, (_growth(shown), _ranks(shown)))


def _growth(shown: Shown) -> Block:
    title = "Growth: unique words as the text goes on"
    drawn = [Curve(name, side.vocabulary.growth) for name, side in zip(shown.names, shown.sides, strict=True)]
    rows = tuple(
        Row(name, (f"{side.vocabulary.heaps_k:.1f}", f"{side.vocabulary.heaps_beta:.2f}"))
        for name, side in zip(shown.names, shown.sides, strict=True)
    )
    return Block(
        title,
        curves("growth", title, Labels("words read", "unique words"), drawn),
        Table(("Heaps’ K", "Heaps’ β"), rows),
        note="Unique words ≈ K · (words read)^β. A higher β: new words keep coming.",
    )


def _ranks(shown: Shown) -> Block:
    title = "Ranks: how often the commonest, second, third … word occurs"
    drawn = [Curve(name, side.vocabulary.ranks) for name, side in zip(shown.names, shown.sides, strict=True)]
    rows = tuple(
        Row(name, (f"{side.vocabulary.half:,}", f"{side.counts.hapax:,}"))
        for name, side in zip(shown.names, shown.sides, strict=True)
    )
    return Block(
        title,
        curves("ranks", title, Labels("rank of the word", "occurrences"), drawn, log=True),
        Table(("words in half of the text", "words used once"), rows),
        note="Both axes are logarithmic; natural languages come close to a straight line (Zipf).",
    )
