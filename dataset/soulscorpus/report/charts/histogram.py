"""Histograms of a number a sentence, one text's as bars, a second one's as an outline over them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from soulscorpus.report.charts.axis import Axis, round_step, short
from soulscorpus.report.charts.svg import WIDTH, chart, line, number, path, rect, text

HEIGHT = 216.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, WIDTH - 2.0, 30.0, HEIGHT - 38.0
MOST_BINS = 32
TAIL = 0.005  # of the sentences may share the last bin, so that one long line does not flatten the rest
ROOM = 36.0  # for the words of the open end
LETTER = 5.6  # width of a letter of the small text, at most


@dataclass(frozen=True)
class Series:
    """`frequencies`: (value, sentences) with ascending values >= 0; at least one sentence."""

    name: str
    frequencies: Sequence[tuple[int, int]]
    average: float


@dataclass(frozen=True)
class Bins:
    """Bins of `width` from 0 on; the last of `count` takes in all that is greater, when `open_end`."""

    width: int
    count: int
    open_end: bool

    def shares(self, series: Series) -> list[float]:
        """The share of the sentences in each bin, 0 to 1."""
        sums = [0] * self.count
        for value, sentences in series.frequencies:
            sums[min(value // self.width, self.count - 1)] += sentences
        total = sum(sums)
        return [each / total for each in sums]

    def name(self, number: int) -> str:
        low, high = number * self.width, (number + 1) * self.width - 1
        if self.open_end and number == self.count - 1:
            return f"{low} or more"
        return str(low) if low == high else f"{low} to {high}"


def histogram(key: str, title: str, unit: str, series: Sequence[Series]) -> Markup:
    """Shares of the sentences over `unit`, the average of each series marked."""
    bins = choose_bins(series)
    shares = [bins.shares(each) for each in series]
    x = Axis(0, bins.count * bins.width, LEFT, RIGHT)
    top = max(max(each) for each in shares)
    y = Axis(0, top * 1.04, BOTTOM, TOP)
    body = [*_grid(x, y, unit, bins), *_bars(x, y, bins, shares[0])]
    if len(shares) > 1:
        body.append(_outline(x, y, bins, shares[1]))
    body += _averages(x, series)
    said = "; ".join(_said(each, bins, share) for each, share in zip(series, shares, strict=True))
    return chart(key, title, said, HEIGHT, body)


def choose_bins(series: Sequence[Series]) -> Bins:
    """At most MOST_BINS bins of a round width that show all but the longest TAIL of each series."""
    high = max(_tail_start(each) for each in series)
    most = max(each.frequencies[-1][0] for each in series)
    width = max(1, int(round_step((high + 1) / MOST_BINS)))
    count = math.ceil((high + 1) / width)
    if most >= count * width:
        return Bins(width, count + 1, open_end=True)
    return Bins(width, count, open_end=False)


def _tail_start(series: Series) -> int:
    """The least value that no more than TAIL of the sentences exceed."""
    allowed = TAIL * sum(sentences for _, sentences in series.frequencies)
    above = 0
    for value, sentences in reversed(series.frequencies):
        above += sentences
        if above > allowed:
            return value
    return series.frequencies[0][0]


def _grid(x: Axis, y: Axis, unit: str, bins: Bins) -> Iterator[Markup]:
    for share in y.ticks(5):
        yield line(LEFT, y(share), RIGHT, y(share), "grid")
        yield text(LEFT - 6, y(share) + 4, f"{short(100 * share)} %", "tick", "end")
    yield from _values(x, bins)
    yield line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis")
    yield text((LEFT + RIGHT) / 2, HEIGHT - 4, unit, "tick", "middle")


def _values(x: Axis, bins: Bins) -> Iterator[Markup]:
    """Round values below the axis; the open end says so: 25+."""
    last = (bins.count - 1) * bins.width
    # A bin of width 1 stands for one value: its tick belongs under its middle.
    shift = 0.5 if bins.width == 1 else 0
    if bins.open_end:
        yield text(RIGHT, BOTTOM + 16, f"{short(last)}+", "tick", "end")
    for value in x.ticks(6):
        place = x(value + shift)
        if place <= (RIGHT - ROOM if bins.open_end else RIGHT):
            yield text(min(place, RIGHT - 10), BOTTOM + 16, short(value), "tick", "middle")


def _bars(x: Axis, y: Axis, bins: Bins, shares: Sequence[float]) -> Iterator[Markup]:
    for place, share in enumerate(shares):
        left, right = x(place * bins.width), x((place + 1) * bins.width)
        tip = f"{bins.name(place)}: {100 * share:.2g} % of the sentences"
        yield rect(left + 0.5, y(share), max(right - left - 1, 0.5), BOTTOM - y(share), "bar side-0", tip)


def _outline(x: Axis, y: Axis, bins: Bins, shares: Sequence[float]) -> Markup:
    points = [(x(0), BOTTOM)]
    for place, share in enumerate(shares):
        points += [(x(place * bins.width), y(share)), (x((place + 1) * bins.width), y(share))]
    return path([*points, (x(bins.count * bins.width), BOTTOM)], "curve side-1")


def _averages(x: Axis, series: Sequence[Series]) -> Iterator[Markup]:
    """A line at each average; its words stand on a line of their own, on the side with more room."""
    for place, each in enumerate(series):
        words = f"average {each.average:.1f}"
        at, baseline = min(x(each.average), RIGHT), 11 + 13 * place
        yield line(at, baseline - 8, at, BOTTOM, f"mark side-{place}")
        if at + 5 + LETTER * len(words) < RIGHT:
            yield text(at + 5, baseline, words, f"note side-{place}")
        else:
            yield text(at - 5, baseline, words, f"note side-{place}", "end")


def _said(series: Series, bins: Bins, shares: Sequence[float]) -> str:
    listed = ", ".join(
        f"{bins.name(place)}: {number(100 * share)} %" for place, share in enumerate(shares) if share
    )
    return f"{series.name}: average {series.average:.1f}; {listed}"
