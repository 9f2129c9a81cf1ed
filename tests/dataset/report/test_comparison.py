"""Two small texts side by side, worked by hand."""

import json

import pytest

from soulscorpus.report import compare, measure
from soulscorpus.report.measures import Count
from soulscorpus.report.pairing import Paired

SOURCE = [
    "The bell rang.",
    "The sea left.",
    "Shipmasters of Carrow wore this iron ring to bind them to the port.",
]
OTHER = [
    "the bell rang!",
    "The tide came.",
    "Shipmasters of Carrow wore these iron rings to bind them to the port.",
]


def test_what_the_source_says_already_is_counted_as_copied_exactly_or_nearly() -> None:
    found = compare(measure(SOURCE), measure(OTHER)).copied
    assert (found.exact, found.near) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert found.examples == ("the bell rang!",)
    assert found.near_examples == ((SOURCE[2], OTHER[2]),)


def test_words_and_n_grams_the_source_never_says_are_counted() -> None:
    found = compare(measure(["the bell rang"]), measure(["the bell fell", "fell the bell"]))
    assert (found.unknown.share, found.unknown.unique) == (2 / 6, 1)
    assert found.unknown.examples == (Count("fell", 2),)
    # Of "the bell", "bell fell", "fell the", "the bell" two are new; of two trigrams both.
    assert [(each.size, each.share, each.total) for each in found.novelty[:4]] == [
        (1, 2 / 6, 6),
        (2, 2 / 4, 4),
        (3, 1.0, 2),
        (4, 0.0, 0),
    ]


def test_a_text_is_at_no_distance_from_itself_and_all_copied() -> None:
    measures = measure(SOURCE)
    found = compare(measures, measures)
    assert [each.value for each in found.distances] == pytest.approx([0] * 4)
    assert found.copied.exact == 1
    assert {each.share for each in found.novelty} == {0}
    assert all(each.source == each.other for each in found.distinct)


def test_texts_without_a_common_word_are_at_distance_1() -> None:
    found = compare(measure(["a b", "a b"]), measure(["c d e"]))
    assert {each.of: each.value for each in found.distances} == {
        "words": 1,
        "bigrams": 1,
        "words a sentence": 1,
        "characters a sentence": 0,  # 3 and 5 are both under 10
    }


def test_distinct_n_is_of_as_many_words_of_either_text() -> None:
    long = [f"{word} bell" for word in "abcdefgh"] * 50
    found = compare(measure(long), measure(["a bell a bell"])).distinct[0]
    assert (found.size, found.words, found.other) == (1, 4, 2 / 4)
    assert found.source >= 2 / 4


def test_the_commonest_of_both_are_paired_by_their_shares() -> None:
    found = compare(measure(["the bell", "the bell"]), measure(["the sea", "a sea"]))
    content = found.tops[0]
    assert content.items == (Paired("bell", 1.0, 0.0), Paired("sea", 0.0, 1.0))
    opening = next(top for top in found.tops if top.kind == "first words")
    assert opening.items == (Paired("the", 1.0, 0.5), Paired("a", 0.0, 0.5))


def test_equal_texts_give_equal_figures_and_figures_are_json() -> None:
    one, two = (json.dumps(compare(measure(SOURCE), measure(OTHER)).figures()) for _ in range(2))
    assert one == two
    assert "NaN" not in one


@pytest.mark.parametrize("other", [["…"], ["a"], ["a b", "…"]])
@pytest.mark.parametrize("source", [["…"], ["a"], ["a b", "…", "a"]])
def test_texts_with_next_to_nothing_in_them_compare(source: list[str], other: list[str]) -> None:
    assert all(0 <= each.value <= 1 for each in compare(measure(source), measure(other)).distances)
