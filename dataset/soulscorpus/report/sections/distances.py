"""How far the two texts lie apart."""

from soulscorpus.report.charts.scales import Dot, dots
from soulscorpus.report.comparison import Comparison
from soulscorpus.report.layout import Block, Row, Section, Shown, Table, Term

REFERENCE = "the source from itself"
HEAD = ("bits a word", "distinct\u00a01", "distinct\u00a02", "distinct\u00a03")


def distance(shown: Shown) -> Section | None:
    if shown.comparison is None:
        return None
    return Section(
        "Distance",
        "At 0 both texts use the same things equally often, at 1 they have nothing in common. Rings show how "
        "far two parts of the first text lie apart: a text of the same hand comes close to its ring, one "
        "that copies comes closer than the ring.",
        (_divergences(shown.comparison, shown.names), _numbers(shown, shown.comparison)),
    )


def _divergences(found: Comparison, names: tuple[str, ...]) -> Block:
    title = "Jensen–Shannon divergence"
    rows = [Dot(each.of[:1].upper() + each.of[1:], each.value, each.itself) for each in found.distances]
    terms = (
        Term(f"{names[1]} from {names[0]}", "", "key-1"),
        Term(f"{names[0]} from itself: two parts of it drawn by chance", "", "key-hollow"),
    )
    return Block(title, dots("distance", title, rows, REFERENCE), terms=terms)


def _numbers(shown: Shown, found: Comparison) -> Block:
    bits = (shown.source.surprisal, found.surprisal)
    shares = ([each.source for each in found.distinct], [each.other for each in found.distinct])
    rows = tuple(
        Row(name, (f"{bit:.2f}", *(f"{share:.3f}" for share in each)))
        for name, bit, each in zip(shown.names, bits, shares, strict=True)
    )
    note = (
        f"Bits a word: how much the bigrams of {shown.names[0]} are surprised; by its own sentences each "
        f"left out in its turn. Distinct n: unique over all n-grams, of {found.distinct[0].words:,} words of "
        "either in sentences drawn by chance."
    )
    return Block("By numbers", table=Table(HEAD, rows), note=note)
