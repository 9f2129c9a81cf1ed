import pytest

from soulstrain.speech.numerals import cardinal, ordinal, spoken, suffixed


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety nine"),
        (100, "one hundred"),
        (305, "three hundred and five"),
        (1000, "one thousand"),
        (1007, "one thousand and seven"),
        (2120, "two thousand one hundred and twenty"),
        (999_999, "nine hundred and ninety nine thousand nine hundred and ninety nine"),
    ],
)
def test_a_number_is_said_as_the_british_say_it(number: int, words: str) -> None:
    assert cardinal(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_a_number_that_is_not_known_is_refused_by_name(number: int) -> None:
    with pytest.raises(ValueError, match=f"^{number} is not between 0 and 999999$"):
        cardinal(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (2, "second"), (9, "ninth"), (12, "twelfth"), (20, "twentieth"), (31, "thirty first")],
)
def test_an_ordinal_is_said_in_words(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_an_ordinal_is_written_with_its_suffix() -> None:
    assert [suffixed(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th")
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2d6", "two d six"),
        ("d20,", "d twenty,"),
        ("21st", "twenty first"),
        ("17.", "seventeen."),
        ("1234567", "one two three four five six seven"),
        ("dog", "dog"),
    ],
)
def test_dice_and_numbers_are_said_in_words_and_the_rest_is_left_alone(written: str, said: str) -> None:
    assert spoken(written) == said
