"""Roman numerals: of kings, parts and sequels; elsewhere capitals are letters."""

import pytest

from tts.text.roman import value
from tts.text.sentence import sentences_of


def said(text: str) -> str:
    """What is said for a text of one sentence, without its last mark."""
    (sentence,) = sentences_of(text)
    return sentence.said[:-1]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Henry VIII", "Henry the eighth"),
        ("Elizabeth I", "Elizabeth the first"),
        ("King Aldric IV met her", "King Aldric the fourth met her"),
        ("King Henry I was short", "King Henry the first was short"),
        ("Henry I think is mad", "Henry I think is mad"),
        ("Pope John XXIII's ring", "Pope John the twenty third's ring"),
        ("Dark Souls III", "Dark Souls three"),
        ("World War II", "World War two"),
        ("Part IV, Chapter I", "Part four, Chapter one"),
        ("I am here", "I am here"),
        ("Final Fantasy XIV", "Final Fantasy fourteen"),
        ("Super Bowl LVIII", "Super Bowl fifty eight"),
        ("Pope Paul VI", "Pope Paul the sixth"),
        ("Chapter XL", "Chapter forty"),
        ("Book I begins", "Book one begins"),
    ],
)
def test_roman_numerals_are_kings_and_parts(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("the DM and the GM", "the dee em and the gee em"),
        ("The CI pipeline", "The see eye pipeline"),
        ("Jenkins CI", "Jenkins see eye"),
        ("My CV", "My see vee"),
        ("An IV drip", "An eye vee drip"),
        ("Size XL", "Size ex ell"),
        ("The VI editor", "The vee eye editor"),
        ("A Python CLI", "A Python see ell eye"),
        ("Washington DC", "Washington dee see"),
        ("A CD, a MIX", "A see dee, a MIX"),
        ("The II", "The II"),
        ("Section C", "Section C"),
        ("John C. Reilly", "John see Reilly"),
        ("the book I read", "the book I read"),
    ],
)
def test_capitals_behind_other_words_are_no_numerals(text: str, spoken: str) -> None:
    assert said(text) == spoken


def test_only_well_formed_roman_numerals_have_a_value() -> None:
    assert [value(written) for written in ("IV", "IX", "XIV", "XL", "CCCXCIX", "IIII", "VX", "iv", "")] == [
        *(4, 9, 14, 40, 399, None, None, None, None)
    ]
