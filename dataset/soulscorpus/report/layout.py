"""What the page is made of, before it is HTML: sections of blocks of charts, numbers and sentences."""

from dataclasses import dataclass

from markupsafe import Markup

from soulscorpus.report.comparison import Comparison
from soulscorpus.report.drops import Drops
from soulscorpus.report.measures import Measures


@dataclass(frozen=True)
class Shown:
    """What a report is about; `names` has one name, or two when there is a comparison."""

    source: Measures
    comparison: Comparison | None
    drops: Drops | None
    names: tuple[str, ...]

    @property
    def sides(self) -> tuple[Measures, ...]:
        return (self.source, self.comparison.other) if self.comparison else (self.source,)


@dataclass(frozen=True)
class Row:
    """A row of numbers under a head of labels; `name` is shown where there are two sides."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Quote:
    """A sentence of the text with its measure; `beside` is a second one that it resembles."""

    text: str
    value: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Term:
    """A named part of a chart, `style` being its CSS class, with its number."""

    name: str
    value: str
    style: str


@dataclass(frozen=True)
class Block:
    """One figure: any of a chart, a table, terms, sentences; `wide` takes the whole measure of the page."""

    title: str
    chart: Markup | None = None
    table: Table | None = None
    terms: tuple[Term, ...] = ()
    quotes: tuple[Quote, ...] = ()
    words: tuple[Term, ...] = ()
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Section:
    """`lead`: what to see, in a sentence or two with the numbers in it."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def counted(count: int, one: str, many: str = "") -> str:
    """1 word, 2,000 words."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
