"""The report as one HTML page: no script, no picture, no font from anywhere else."""

import re
from functools import cache
from importlib.resources import files

import jinja2

from soulscorpus.report.comparison import Comparison
from soulscorpus.report.drops import Drops
from soulscorpus.report.layout import Row, Shown
from soulscorpus.report.measures import Measures
from soulscorpus.report.sections import sections

NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]
# XML and HTML have no place for these, and a text may hold them.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def render(
    measures: Measures,
    comparison: Comparison | None = None,
    drops: Drops | None = None,
    names: tuple[str, ...] = ("source", "other"),
) -> str:
    """The page of `measures`, or of both texts of `comparison`, whose source `measures` has to be.

    `names` are those of the two texts, the second read only with a comparison.
    """
    shown = Shown(measures, comparison, drops, names[: 2 if comparison else 1])
    found = zip(NUMERALS, sections(shown), strict=False)
    page = _template().render(
        title=" and ".join(shown.names),
        names=shown.names,
        figures=_figures(shown),
        sections=list(found),
        css=_data("report.css"),
    )
    return CONTROLS.sub("\ufffd", page)


def _figures(shown: Shown) -> list[Row]:
    """The numbers under the title, one a side."""
    counts = [side.counts for side in shown.sides]
    return [
        Row("sentences", tuple(f"{each.sentences:,}" for each in counts)),
        Row("words", tuple(f"{each.words:,}" for each in counts)),
        Row("unique words", tuple(f"{each.unique_words:,}" for each in counts)),
        Row("used once", tuple(f"{each.hapax:,}" for each in counts)),
        Row("words a sentence", tuple(f"{side.words.average:.1f}" for side in shown.sides)),
    ]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(_data("report.html.jinja"))


def _data(name: str) -> str:
    return files("soulscorpus.report").joinpath(name).read_text("utf-8")
