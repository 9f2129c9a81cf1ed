"""What a word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.words import unique_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Tidal One, the one.", ["the", "tidal", "one", "the", "one"]),
        ("Don't fear the half-light", ["don't", "fear", "the", "half-light"]),
        ("Don’t", ["don't"]),
        ("'tis the knights' -oath-", ["tis", "the", "knights", "oath"]),
        ("dark--light rock'n'roll", ["dark", "light", "rock'n'roll"]),
        ("+5 souls, 3rd of x2y snake_case", ["souls", "rd", "of", "x", "y", "snake", "case"]),
        ("ÉTÉ e\u0301te\u0301 Nürburg 魂", ["été", "été", "nürburg", "魂"]),
        ("... 12 --", []),
    ],
)
def test_words_are_letters_with_inner_apostrophes_and_hyphens(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_unique_words_are_sorted_and_single() -> None:
    assert unique_words(["Zeal of ash", "ash OF zeal, and élan"]) == ["and", "ash", "of", "zeal", "élan"]


@given(st.text())
def test_the_words_of_words_are_the_same_words(text: str) -> None:
    words = words_of(text)
    assert words_of("\n".join(words)) == words
