"""Lists with bars: a label, its value at the right, and a bar below; or two bars, to compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from soulscorpus.report.charts.svg import WIDTH, chart, line, rect, shortened, text

ROW = 31.0
PAIR_ROW = 38.0
BASELINE = 14.0
BAR = 4.0
GAP = 2.0
BAR_TOP = 20.0
VALUE_WIDTH = 62.0  # of one value's column at the right, where there are two
CHARACTERS = 44  # of a label that fits beside one value; a wider letter has a little room left
PAIR_CHARACTERS = 32


@dataclass(frozen=True)
class Bar:
    """`value` sets the length, `shown` is what is written; both of one number a side."""

    label: str
    values: tuple[float, ...]
    shown: tuple[str, ...]


def bars(
    key: str,
    title: str,
    rows: Sequence[Bar],
    sides: tuple[str, ...] = (),
    most: float | None = None,
    style: int = 0,
) -> Markup:
    """`rows` with as many bars each as there are `sides`; one, nameless, for none. All share one scale.

    `most` is the value of a full bar, the greatest one when None; `style` the side whose colour comes first.
    """
    most = most or max((value for row in rows for value in row.values), default=0) or 1
    pair = len(sides) > 1
    height = (PAIR_ROW if pair else ROW) * len(rows)
    said = "; ".join(f"{row.label}: {_said(row, sides)}" for row in rows)
    return chart(key, title, said, height, _rows(rows, most, pair, style))


def _rows(rows: Sequence[Bar], most: float, pair: bool, style: int) -> Iterator[Markup]:
    characters = PAIR_CHARACTERS if pair else CHARACTERS
    for place, row in enumerate(rows):
        top = place * (PAIR_ROW if pair else ROW)
        yield text(0, top + BASELINE, shortened(row.label, characters), "label")
        for side, (value, shown) in enumerate(zip(row.values, row.shown, strict=True)):
            right = WIDTH - (len(row.values) - 1 - side) * VALUE_WIDTH
            yield text(right, top + BASELINE, shown, f"value side-{side}" if pair else "value", "end")
            y = top + BAR_TOP + side * (BAR + GAP)
            yield line(0, y + BAR / 2, WIDTH, y + BAR / 2, "track")
            yield rect(0, y, max(value / most * WIDTH, 0.0), BAR, f"bar side-{side + style}")


def _said(row: Bar, sides: tuple[str, ...]) -> str:
    if not sides:
        return row.shown[0]
    return ", ".join(f"{side} {shown}" for side, shown in zip(sides, row.shown, strict=True))


def count_bars(key: str, title: str, counts: Sequence[tuple[str, int]]) -> Markup:
    """One bar a count."""
    return bars(key, title, [Bar(label, (count,), (f"{count:,}",)) for label, count in counts])


def share_bars(
    key: str, title: str, shares: Sequence[tuple[str, float, float]], sides: tuple[str, str]
) -> Markup:
    """Two bars a label, each a share from 0 to 1."""
    rows = [Bar(label, (one, two), (percent(one), percent(two))) for label, one, two in shares]
    return bars(key, title, rows, sides)


def percent(share: float) -> str:
    """`share`, 0 to 1, with two decimals below one per cent and one above."""
    points = 100 * share
    if points == 0:
        return "0\u00a0%"
    if points < 0.005:
        return "<\u00a00.01\u00a0%"
    return f"{points:.2f}\u00a0%" if points < 0.995 else f"{points:.1f}\u00a0%"
