"""The charts: their labels, names, axes and shapes."""

import pytest
from lxml import etree

from soulscorpus.report.charts.axis import Axis, short
from soulscorpus.report.charts.bars import count_bars, percent, share_bars
from soulscorpus.report.charts.curves import Curve, Labels, curves
from soulscorpus.report.charts.histogram import Bins, Series, choose_bins, histogram
from soulscorpus.report.charts.scales import Dot, Part, Zone, dots, whole, zones
from soulscorpus.report.charts.svg import WIDTH

SERIES = Series("lore", ((0, 1), (3, 2), (5, 1)), 2.75)


def texts(svg: str) -> list[str]:
    return list(etree.fromstring(svg).xpath("//text/text()"))


@pytest.mark.parametrize(
    "svg",
    [
        count_bars("key", "Title", [("<b> & “x”", 3), ("bell", 1)]),
        count_bars("key", "Title", []),
        share_bars("key", "Title", [("bell", 0.5, 0.0)], ("lore", "other")),
        histogram("key", "Title", "words", [SERIES]),
        histogram("key", "Title", "words", [SERIES, Series("other", ((900, 1),), 900.0)]),
        curves("key", "Title", Labels("read", "unique"), [Curve("lore", ((1, 1), (9, 4)))]),
        curves("key", "Title", Labels("rank", "times"), [Curve("lore", ((1, 1),))], log=True),
        dots("key", "Title", [Dot("words", 0.5, 0.25), Dot("bigrams", 1, None)], "itself"),
        whole("key", "Title", [Part("copied", 0.25), Part("new", 0.75)]),
        zones("key", "Title", [Zone(0, "hard"), Zone(50, "easy")], [("lore", 117.0, "117, easy")]),
    ],
)
def test_a_chart_is_well_formed_named_and_within_its_box(svg: str) -> None:
    root = etree.fromstring(svg)
    title, description = root[0], root[1]
    assert (title.tag, title.text, description.tag) == ("title", "Title", "desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("role") == "img"
    height = float(root.get("viewBox").split()[3])
    for shape in root.iter("rect"):
        x, y, width, tall = (float(shape.get(name)) for name in ("x", "y", "width", "height"))
        assert min(x, y, width, tall) >= -0.01
        assert (x + width <= WIDTH + 0.01, y + tall <= height + 0.01) == (True, True)


def test_bars_are_as_long_as_their_values_and_labels_are_text() -> None:
    svg = count_bars("key", "Words", [("sea", 1200), ("bell", 600)])
    assert texts(svg) == ["sea", "1,200", "bell", "600"]
    assert [bar.get("width") for bar in etree.fromstring(svg).iter("rect")] == ["360", "180"]


def test_a_label_that_would_run_into_its_value_is_cut() -> None:
    assert texts(count_bars("key", "Words", [("x" * 80, 1)]))[0] == "x" * 43 + "…"


def test_a_histogram_says_what_is_in_it() -> None:
    svg = histogram("key", "Words a sentence", "words", [SERIES])
    assert {"words", "average 2.8", "40 %", "0", "5"} <= set(texts(svg))
    assert etree.fromstring(svg)[1].text == "lore: average 2.8; 0: 25 %, 3: 50 %, 5: 25 %"


def test_one_long_line_does_not_flatten_a_histogram() -> None:
    series = Series("lore", ((4, 500), (9, 499), (100_000, 1)), 106.5)
    bins = choose_bins([series])
    assert bins == Bins(width=1, count=11, open_end=True)
    assert bins.shares(series)[4] == 0.5
    assert bins.shares(series)[10] == 0.001
    assert bins.name(10) == "10 or more"
    assert "10+" in texts(histogram("key", "Words", "words", [series]))


def test_axes_have_round_ticks() -> None:
    assert Axis(0, 97, 0, 1).ticks() == [0, 20, 40, 60, 80]
    assert Axis(1, 8000, 0, 1, log=True).ticks() == [1, 10, 100, 1000]
    assert Axis(1, 100, 0, 10, log=True)(10) == pytest.approx(5)
    assert [short(value) for value in (0, 0.25, 1500, 2_000_000)] == ["0", "0.25", "1.5k", "2M"]


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.00001, "< 0.01 %"), (0.0052, "0.52 %"), (0.00996, "1.0 %"), (1, "100.0 %")],
)
def test_a_share_in_words(share: float, words: str) -> None:
    assert percent(share).replace("\u00a0", " ") == words
