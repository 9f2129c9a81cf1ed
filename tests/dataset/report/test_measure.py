"""The figures of a text of four sentences, all of them, and of texts with next to nothing in them."""

import json

import pytest

from soulscorpus.errors import CorpusError
from soulscorpus.report import measure
from soulscorpus.report.measures import Count, Counts, Remarkable
from soulscorpus.report.tops import CONTENT, FIRST, PAIRS, STOP

TEXT = [
    "The low bell rang.",
    "",
    "The low bell rang twice, and nobody came.",
    "  the low bell rang!  ",
    "Halt.",
]


def test_counts_and_lists_of_a_small_text() -> None:
    found = measure(TEXT)
    assert found.counts == Counts(sentences=4, words=17, unique_words=9, hapax=5, characters=18 + 41 + 18 + 5)
    tops = {top.kind: top for top in found.tops}
    assert tops[CONTENT].items[:2] == (Count("low", 3), Count("bell", 3))
    assert tops[STOP].items == (Count("the", 3), Count("and", 1), Count("nobody", 1))
    assert tops[FIRST].items == (Count("the", 3), Count("halt", 1))
    assert tops[PAIRS].items[0] == Count("low bell", 3)
    assert found.longest[0] == Remarkable("The low bell rang twice, and nobody came.", 8)
    assert [each.text for each in found.strangest] == ["The low bell rang twice, and nobody came."]
    assert found.duplicates.repeats == 1
    assert found.parts_of_speech is None


def test_figures_are_json_and_hold_no_evidence() -> None:
    figures = json.loads(json.dumps(measure(TEXT).figures()))
    assert figures["words"]["frequencies"] == [[1, 1], [4, 2], [8, 1]]
    assert "evidence" not in figures


@pytest.mark.parametrize("line", ["a", "…", "12", "炎は消えた。", "\x00"])
def test_a_text_of_one_odd_line_has_figures(line: str) -> None:
    assert measure([line]).counts.sentences == 1


def test_a_text_of_blank_lines_is_refused() -> None:
    with pytest.raises(CorpusError, match="no sentence to measure"):
        measure(["", " \t"])
