"""Syllables word by word, and Flesch's measures of a sentence worked by hand."""

import pytest

from soulscorpus.report.readability import readability, zone
from soulscorpus.report.syllables import syllables
from soulscorpus.report.text import encode


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bell", 1),
        ("the", 1),
        ("late", 1),
        ("tale", 1),
        ("table", 2),
        ("asked", 1),
        ("painted", 2),
        ("waves", 1),
        ("houses", 2),
        ("bridges", 2),
        ("candles", 2),
        ("ashen", 2),
        ("forgotten", 3),
        ("half-light", 2),
        ("don't", 1),
        ("hm", 1),
    ],
)
def test_syllables_of_a_word(word: str, count: int) -> None:
    assert syllables(word) == count


def test_flesch_measures_of_a_sentence_worked_by_hand() -> None:
    # 6 words, 6 syllables: 206.835 - 1.015 * 6 - 84.6 * 1 and 0.39 * 6 + 11.8 * 1 - 15.59.
    found = readability(encode(["The cat sat on the mat."]))
    assert found is not None
    assert found.reading_ease == pytest.approx(116.145)
    assert found.grade == pytest.approx(-1.45)
    assert (found.words_a_sentence, found.syllables_a_word) == (6, 1)


def test_sentences_without_a_word_are_not_counted() -> None:
    found = readability(encode(["The cat sat on the mat.", "…"]))
    assert found is not None
    assert found.words_a_sentence == 6
    assert readability(encode(["…"])) is None


@pytest.mark.parametrize(
    ("ease", "name"), [(116, "very easy"), (90, "very easy"), (65, "plain"), (-5, "very hard")]
)
def test_a_reading_ease_has_the_name_flesch_gave_it(ease: float, name: str) -> None:
    assert zone(ease) == name
