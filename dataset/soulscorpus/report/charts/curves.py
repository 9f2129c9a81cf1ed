"""Lines over two axes, linear or logarithmic: how a vocabulary grows, how its ranks fall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from soulscorpus.report.charts.axis import Axis, short
from soulscorpus.report.charts.svg import WIDTH, chart, circle, line, path, text

HEIGHT = 240.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, WIDTH - 12.0, 26.0, HEIGHT - 38.0


@dataclass(frozen=True)
class Curve:
    """`points`: (x, y) with ascending x, at least one."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Labels:
    x: str
    y: str


def curves(key: str, title: str, labels: Labels, drawn: Sequence[Curve], log: bool = False) -> Markup:
    """`drawn` over common axes; both begin at 0, or at 1 when `log`."""
    low = 1 if log else 0
    x = Axis(low, max(max(px for px, _ in curve.points) for curve in drawn) + log, LEFT, RIGHT, log)
    y = Axis(low, max(max(py for _, py in curve.points) for curve in drawn) + log, BOTTOM, TOP, log)
    body = [*_grid(x, y, labels)]
    for side, curve in enumerate(drawn):
        body.append(path(((x(px), y(max(py, y.low))) for px, py in curve.points), f"curve side-{side}"))
        end = curve.points[-1]
        body.append(circle(x(end[0]), y(max(end[1], y.low)), 3, f"dot side-{side}"))
    return chart(key, title, "; ".join(_said(curve, labels) for curve in drawn), HEIGHT, body)


def _grid(x: Axis, y: Axis, labels: Labels) -> Iterator[Markup]:
    for value in y.ticks(4):
        yield line(LEFT, y(value), RIGHT, y(value), "grid")
        yield text(LEFT - 6, y(value) + 4, short(value), "tick", "end")
    for value in x.ticks(5):
        yield text(x(value), BOTTOM + 16, short(value), "tick", "middle")
    yield line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis")
    yield text((LEFT + RIGHT) / 2, HEIGHT - 4, labels.x, "tick", "middle")
    yield text(0, 11, labels.y, "tick")


def _said(curve: Curve, labels: Labels) -> str:
    (x0, y0), (x1, y1) = curve.points[0], curve.points[-1]
    return f"{curve.name}: from {y0:,} {labels.y} at {x0:,} to {y1:,} at {x1:,} {labels.x}"
