"""One number on a line: a reading ease among its zones, a distance between 0 and 1, parts of a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from soulscorpus.report.charts.axis import Axis, short
from soulscorpus.report.charts.svg import WIDTH, chart, circle, line, rect, text

EDGE = 7.0  # room for half a dot at both ends
ROW = 43.0
BASELINE = 14.0
TRACK = 27.0
LINE = 15.0


@dataclass(frozen=True)
class Dot:
    """`value` and, when not None, `reference`: both 0 to 1."""

    label: str
    value: float
    reference: float | None


def dots(key: str, title: str, rows: Sequence[Dot], reference: str) -> Markup:
    """A line from 0 to 1 for each row with its value, a dot, and its reference, a ring."""
    x = Axis(0, 1, EDGE, WIDTH - EDGE)
    said = "; ".join(_said(row, reference) for row in rows)
    body = [shape for place, row in enumerate(rows) for shape in _dot_row(x, place * ROW, row)]
    bottom = len(rows) * ROW
    body += [text(x(tick), bottom + 8, short(tick), "tick", "middle") for tick in (0, 0.25, 0.5, 0.75, 1)]
    return chart(key, title, said, bottom + 12, body)


def _dot_row(x: Axis, top: float, row: Dot) -> Iterator[Markup]:
    y = top + TRACK
    yield text(0, top + BASELINE, row.label, "label")
    yield text(WIDTH, top + BASELINE, _three(row.value), "value", "end")
    yield line(x(0), y, x(1), y, "track")
    yield from (line(x(tick), y - 3, x(tick), y + 3, "track") for tick in (0, 0.25, 0.5, 0.75, 1))
    if row.reference is not None:
        yield line(x(row.reference), y, x(row.value), y, "reach")
        yield circle(x(row.reference), y, 6.5, "hollow", f"{row.reference:.3f}")
    yield circle(x(row.value), y, 4, "dot side-1", f"{row.value:.3f}")


def _three(value: float) -> str:
    """Three decimals, or one digit of what would be 0.000."""
    return f"{value:.3f}" if value >= 0.0005 or value == 0 else f"{value:.1g}"


def _said(row: Dot, reference: str) -> str:
    beside = "" if row.reference is None else f" ({reference}: {row.reference:.3f})"
    return f"{row.label}: {row.value:.3f}{beside}"


@dataclass(frozen=True)
class Part:
    """A share of a whole, 0 to 1."""

    label: str
    share: float


def whole(key: str, title: str, parts: Sequence[Part]) -> Markup:
    """One bar cut into `parts`, from strong to faint, whose shares add up to 1; the page writes the names."""
    body, left = [], 0.0
    for place, part in enumerate(parts):
        width = part.share * WIDTH
        tip = f"{part.label}: {100 * part.share:.1f} %"
        body.append(rect(left, 0, max(width - 1, 0), 18, f"part part-{place}", tip))
        left += width
    said = ", ".join(f"{part.label}: {100 * part.share:.1f} %" for part in parts)
    return chart(key, title, said, 18, body)


@dataclass(frozen=True)
class Zone:
    """A named range of a scale, up to the next one."""

    low: float
    name: str


def zones(key: str, title: str, ranges: Sequence[Zone], values: Sequence[tuple[str, float, str]]) -> Markup:
    """Where `values` (name, 0 to 100, what to write) stand on a scale of named `ranges`, ascending."""
    x = Axis(0, 100, EDGE, WIDTH - EDGE)
    track = 12.0 + LINE * len(values)
    ends = [*(zone.low for zone in ranges[1:]), 100.0]
    body: list[Markup] = []
    for place, (zone, end) in enumerate(zip(ranges, ends, strict=True)):
        left, right = x(zone.low), x(end)
        body.append(rect(left + 0.5, track, right - left - 1, 10, f"zone zone-{place}", zone.name))
        if place:
            body.append(text(left, track + 26, short(zone.low), "tick", "middle"))
    body += [text(x(0), track + 41, "harder", "tick"), text(x(100), track + 41, "easier", "tick", "end")]
    for side, (_, value, words) in enumerate(values):
        body += _needle(x(min(max(value, 0), 100)), track, side, words)
    said = ", ".join(f"{name} {words}" for name, _, words in values)
    listed = ", ".join(f"{zone.name} from {short(zone.low)}" for zone in ranges)
    return chart(key, title, f"{said}; {listed}", track + 45, body)


def _needle(at: float, track: float, side: int, words: str) -> Iterator[Markup]:
    """A line down through the track with its words at the top, each side's on a line of its own."""
    baseline = 11 + LINE * side
    yield line(at, baseline - 9, at, track + 14, f"needle side-{side}")
    left = at > WIDTH / 2
    yield text(at - 6 if left else at + 6, baseline, words, f"note side-{side}", "end" if left else "start")
