"""The page: whole, named, escaped, and complete in itself."""

import re
from typing import Any

import pytest
from lxml import etree

from soulscorpus.language import load_language
from soulscorpus.report import Drops, compare, measure, render

TEXT = ["The low bell rang twice in Carrow.", "The sea left the harbour.", "The sea left!", "the sea left"]
OTHER = ["The sea left.", "Nobody rang the low bell in Carrow."]
HOSTILE = [
    '<script>alert("1")</script> & </style>',
    "<img src=x onerror=alert(1)> fell",
    "A \x00 bell \x1b[31m.",
]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    language = load_language()
    source, other = measure(TEXT, language), measure(OTHER, language)
    drops = Drops({"blank": 3, "contains <b>": 1}, {"duplicate": 2})
    return {
        "alone": render(source, drops=drops, names=("lore",)),
        "both": render(source, compare(source, other), drops, ("lore", "generated")),
        "hostile": render(measure(HOSTILE, language), names=("<i>lore</i>",)),
        "bare": render(measure(["…"])),
    }


def parsed(page: str) -> Any:
    """The page's tree; a tag that is not closed raises."""
    return etree.fromstring(page.encode(), etree.HTMLParser(recover=False, encoding="utf-8"))


@pytest.mark.parametrize("name", ["alone", "both", "hostile", "bare"])
def test_a_page_is_well_formed_and_asks_for_nothing_from_outside(pages: dict[str, str], name: str) -> None:
    tree = parsed(pages[name])
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //*[@src] | //*[@style]")
    assert all(link.startswith("#s") for link in tree.xpath("//@href"))
    assert not re.search(r"url\(|@import|//\w", tree.xpath("string(//style)"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href")} <= set(ids)


@pytest.mark.parametrize("name", ["alone", "both"])
def test_every_chart_has_a_name_a_description_and_labels(pages: dict[str, str], name: str) -> None:
    charts = parsed(pages[name]).xpath("//svg")
    assert len(charts) >= 15
    for chart in charts:
        title, description = chart.get("aria-labelledby").split()
        assert chart.xpath(f"string(title[@id='{title}'])")
        assert chart.xpath(f"string(desc[@id='{description}'])")
        assert chart.xpath("text") or "copied" in title  # the parts of a whole are named in the page


def test_a_page_about_one_text_has_its_sections_and_figures(pages: dict[str, str]) -> None:
    tree = parsed(pages["alone"])
    assert [title.strip() for title in tree.xpath("//h2/text()")] == [
        "Length",
        "Words",
        "Vocabulary",
        "Names",
        "Grammar",
        "Readability",
        "Sentences",
        "Duplicates",
        "Dropped",
    ]
    figures = dict(zip(tree.xpath("//dl//dt/text()"), tree.xpath("//dl//dd/text()"), strict=True))
    assert figures == {
        "sentences": "4",
        "words": "18",
        "unique words": "10",
        "used once": "7",
        "words a sentence": "4.5",
    }
    assert tree.xpath("string(//h1)") == "lore"
    assert tree.xpath("//text[.='contains <b>']")


def test_a_comparison_has_distances_and_names_both_texts(pages: dict[str, str]) -> None:
    tree = parsed(pages["both"])
    assert [title.strip() for title in tree.xpath("//h2/text()")][:3] == ["Distance", "Novelty", "Length"]
    assert tree.xpath("normalize-space(//h1)") == "lore beside generated"
    assert len(tree.xpath("//dl//dd")) == 10
    labels = tree.xpath("//section[@id='s1']//svg/text[@class='label']/text()")
    assert labels == ["Words", "Bigrams", "Parts of speech", "Words a sentence", "Characters a sentence"]
    assert "50.0\u00a0% of the sentences of generated stand in lore word for word" in pages["both"]


def test_text_is_never_markup(pages: dict[str, str]) -> None:
    tree = parsed(pages["hostile"])
    said = tree.xpath("//q/text()")
    assert '<script>alert("1")</script> & </style>' in said
    assert "A \ufffd bell \ufffd[31m." in said
    assert tree.xpath("string(//h1)") == "<i>lore</i>"


def test_light_and_dark_and_print_have_their_own_colours(pages: dict[str, str]) -> None:
    style = parsed(pages["alone"]).xpath("string(//style)")
    assert "@media screen and (prefers-color-scheme: dark)" in style
    assert "@page { size: A4" in style
    # No colour outside of the variables, so that none stays behind in the dark.
    assert not re.search(r"#[0-9a-f]{3,6}", re.sub(r"--[\w-]+: #\w+", "", style))
