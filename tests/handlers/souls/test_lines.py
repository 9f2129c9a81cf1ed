"""Text that a model wrote becomes a line, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souls.lines import sentences, tidy, whole


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  the  king\n sleeps.", "The king sleeps."),
        ("“élan is spent.”", "“Élan is spent.”"),
        ("...and the king sleeps.", "...And the king sleeps."),
        ("123", "123"),
        ("", ""),
    ],
)
def test_tidy_folds_white_space_and_capitalises_the_first_letter(text: str, line: str) -> None:
    assert tidy(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The king sleeps. The queen", "The king sleeps."),
        ("“Who goes there?” he", "“Who goes there?”"),
        ("The king sleeps", ""),
        ("The king sleeps…", "The king sleeps…"),
        ("", ""),
    ],
)
def test_whole_ends_with_the_last_whole_sentence(text: str, line: str) -> None:
    assert whole(text) == line


def test_sentences_are_split_after_their_closing_quotes() -> None:
    text = "“Who?” He wept... Rust took the crown. (So they say.) Then"
    assert sentences(text) == ["“Who?”", "He wept...", "Rust took the crown.", "(So they say.)", "Then"]


@given(st.text())
def test_tidying_twice_changes_nothing_and_no_word_is_lost(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once or "ß" in text or len(once) != len(" ".join(text.split()))
    assert once.casefold() == " ".join(text.split()).casefold()
