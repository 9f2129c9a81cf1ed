"""The few shapes the charts are drawn with. Units are those of the viewBox, about a CSS pixel on a phone."""

from collections.abc import Iterable

from markupsafe import Markup

WIDTH = 360
"""Of every chart: a phone shows it unscaled, so that text stays readable there."""
ELLIPSIS = "…"


def chart(key: str, title: str, description: str, height: float, shapes: Iterable[Markup]) -> Markup:
    """An `<svg>` of WIDTH by `height` with its name and description for those who cannot see it.

    `key` has to be unique in the page: ids are made of it.
    """
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{key}-title {key}-desc">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{description}</desc>{body}</svg>'
    ).format(
        w=WIDTH, h=number(height), key=key, title=title, description=description, body=Markup("").join(shapes)
    )


def text(x: float, y: float, words: str, style: str, anchor: str = "start") -> Markup:
    """`words` on the baseline `y`; `anchor`: start, middle or end."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        style, number(x), number(y), anchor, words
    )


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        style, number(x1), number(y1), number(x2), number(y2)
    )


def rect(x: float, y: float, width: float, height: float, style: str, tooltip: str = "") -> Markup:
    inside = Markup("<title>{}</title>").format(tooltip) if tooltip else Markup("")
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}">{}</rect>').format(
        style, number(x), number(y), number(width), number(height), inside
    )


def circle(x: float, y: float, radius: float, style: str, tooltip: str = "") -> Markup:
    inside = Markup("<title>{}</title>").format(tooltip) if tooltip else Markup("")
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}">{}</circle>').format(
        style, number(x), number(y), number(radius), inside
    )


def path(points: Iterable[tuple[float, float]], style: str) -> Markup:
    """A line through `points`; empty for none."""
    steps = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return Markup('<polyline class="{}" points="{}"/>').format(style, steps) if steps else Markup("")


def number(value: float) -> str:
    """At most two decimals, none that are zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shortened(words: str, characters: int) -> str:
    return words if len(words) <= characters else words[: characters - 1].rstrip() + ELLIPSIS
