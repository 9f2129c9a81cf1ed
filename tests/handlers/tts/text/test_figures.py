"""Feet, inches and exploding dice: marks that belong to figures, and those that belong to the sentence."""

import pytest

from tts.text.sentence import Spoken, sentences_of


def said(text: str) -> list[str]:
    return [sentence.said for sentence in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("A 10' pole.", "A ten foot pole."),
        ('A 12" ruler', "A twelve inch ruler."),
        ("It is 12”.", "It is twelve inches."),
        ("5' 10\" tall", "five feet ten inches tall."),
        ("He is 5'10\".", "He is five foot ten."),
        ("10-15’ long", "ten to fifteen feet long."),
        ("20' x 10'", "twenty feet by ten feet."),
        ("“A 10' pole”", "A ten foot pole."),
        ('"It is 10\' long"', "It is ten feet long."),
        ('It\'s "10" and 12" long', "It's ten and twelve inches long."),
    ],
)
def test_quotes_behind_figures_are_feet_and_inches(text: str, spoken: str) -> None:
    assert said(text) == [spoken]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ('"I have 10," she said.', "I have ten, she said."),
        ('She said "it costs 10" and left.', "She said it costs ten and left."),
        ("'I have 10' he said", "I have ten he said."),
        ("“I have 10” he said", "I have ten he said."),
        ('" I have 10" he said', "I have ten he said."),
        ("the boys' 10 swords", "the boys ten swords."),
        ('"1/2"', "one half."),
    ],
)
def test_a_quote_that_is_open_is_closed_behind_figures(text: str, spoken: str) -> None:
    assert said(text) == [spoken]


def test_a_quote_that_was_never_closed_ends_with_its_paragraph() -> None:
    assert said('"He left.\n\nA 12" ruler') == ["He left.", "A twelve inch ruler."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Roll 4d6kh3, 10d10! and d20-1.",
            ["Roll four dee six keep highest three, ten dee ten exploding and dee twenty minus one."],
        ),
        ("Roll 2d6!, then 3d6.", ["Roll two dee six exploding, then three dee six."]),
        ("Roll d20! + 5", ["Roll dee twenty exploding plus five."]),
        ("Roll 2d6! Now!", ["Roll two dee six!", "Now!"]),
        ("Roll 2d6!", ["Roll two dee six!"]),
        ("“Roll 2d6!” he said.", ["Roll two dee six! he said."]),
        ("Roll 2d6!\n\nthen rest", ["Roll two dee six!", "then rest."]),
    ],
)
def test_dice_explode_where_the_sentence_goes_on(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


def test_a_mark_that_is_read_stays_in_its_written_word() -> None:
    (sentence,) = sentences_of("A 10', 2d6! and")
    assert sentence.words == (
        Spoken("A", 0, "A"),
        Spoken("10',", 2, "ten foot,"),
        Spoken("2d6!", 7, "two dee six exploding"),
        Spoken("and", 12, "and."),
    )
