"""English as it is said: each case one short text and the whole of what is spoken for it."""

import pytest

from tts.text.cardinals import cardinal, ordinal, year
from tts.text.sentence import sentences_of


def said(text: str) -> str:
    """What is said for a text of one sentence, without its last mark."""
    (sentence,) = sentences_of(text)
    return sentence.said[:-1]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("2d6+3", "two dee six plus three"),
        ("d20", "dee twenty"),
        ("1d100", "one dee one hundred"),
        ("3d8-1", "three dee eight minus one"),
        ("2D10−2", "two dee ten minus two"),
        ("2d10+1d4-2", "two dee ten plus one dee four minus two"),
        ("2d6 + 3", "two dee six plus three"),
        ("1d8 - 1", "one dee eight minus one"),
        ("4d6kh3", "four dee six keep highest three"),
        ("2d20kl1", "two dee twenty keep lowest one"),
        ("2d6*10", "two dee six times ten"),
        ("d%", "dee percent"),
        ("(2d6+3)", "two dee six plus three"),
        ("3d", "three dee"),
        ("DC 15", "dee see fifteen"),
        ("AC 17", "eigh see seventeen"),
        ("AC17", "eigh see seventeen"),
        ("30 HP", "thirty aitch pee"),
        ("12hp", "twelve aitch pee"),
        ("450 XP", "four hundred and fifty ex pee"),
        ("two NPCs", "two en pee see's"),
        ("the NPC's sword", "the en pee see's sword"),
        ("a +1 ring", "a plus one ring"),
        ("D&D 5e", "dee and dee five ee"),
        ("15/30 HP", "fifteen out of thirty aitch pee"),
    ],
)
def test_dice_and_the_letters_of_the_table_are_said(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("0", "zero"),
        ("305", "three hundred and five"),
        ("1,000,000 souls", "one million souls"),
        ("007", "zero zero seven"),
        ("1234567890123456", "one two three four five six seven eight nine zero one two three four five six"),
        ("3.14", "three point one four"),
        ("0.5", "zero point five"),
        (".5", "point five"),
        ("1.2.3", "one point two point three"),
        ("-2", "minus two"),
        ("−2", "minus two"),
        ("~10", "about ten"),
        (">5", "more than five"),
        ("#5", "number five"),
        ("x3", "times three"),
        ("5x", "five times"),
        ("1st", "first"),
        ("22nd", "twenty second"),
        ("100th", "one hundredth"),
        ("1/2", "one half"),
        ("3/4", "three quarters"),
        ("2/3", "two thirds"),
        ("7/10", "seven tenths"),
        ("5/2", "five over two"),
        ("2 1/2", "two and one half"),
        ("2½ cups", "two and a half cups"),
        ("⅔", "two thirds"),
        ("24/7", "twenty four seven"),
        ("50%", "fifty percent"),
        ("99.9%", "ninety nine point nine percent"),
        ("3-5", "three to five"),
        ("10–20%", "ten to twenty percent"),
        ("5 – 10", "five to ten"),
        ("5 - 3", "five minus three"),
        ("a + b = c", "a plus b equals c"),
        ("555-1234", "five five five one two three four"),
        ("٣", "three"),
        ("a 3rd-level spell", "a third level spell"),
        ("20th-century", "twentieth century"),
        ("the 21st-century's best", "the twenty first century's best"),
        ("a 1st-level, 2nd-hand sword", "a first level, second hand sword"),
        ("Rooms 1,2,3", "Rooms one, two, three"),
        ("10,20,30", "ten, twenty, thirty"),
        ("12,345,678", "twelve million three hundred and forty five thousand six hundred and seventy eight"),
        ("AC1,2", "eigh see one two"),
        ("No.1", "number one"),
    ],
)
def test_numbers_are_said(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("10 gp", "ten gold pieces"),
        ("1 gp", "one gold piece"),
        ("5sp", "five silver pieces"),
        ("3-5 gp", "three to five gold pieces"),
        ("30 ft", "thirty feet"),
        ("a 30-ft wall", "a thirty foot wall"),
        ("a 20-foot drop", "a twenty foot drop"),
        ("5'10\" tall", "five foot ten tall"),
        ("1 lb", "one pound"),
        ("2.5 lbs", "two point five pounds"),
        ("20°C", "twenty degrees Celsius"),
        ("5 km/h", "five kilometres per hour"),
        ("10 m²", "ten square metres"),
        ("a 30s wait", "a thirty seconds wait"),
        ("five ft", "five ft"),
        ("$5", "five dollars"),
        ("$1", "one dollar"),
        ("$5.50", "five dollars and fifty cents"),
        ("$0.99", "ninety nine cents"),
        ("£2.01", "two pounds and one penny"),
        ("£3 million", "three million pounds"),
        ("$3k", "three thousand dollars"),
        ("20€", "twenty euros"),
        ("-$5", "minus five dollars"),
        ("$.50", "fifty cents"),
        ("50¢", "fifty cents"),
        ("1¢", "one cent"),
        ("5,00€", "five euros"),
        ("€1.234,50", "one thousand two hundred and thirty four euros and fifty cents"),
        ("$10-$20", "ten to twenty dollars"),
        ("$10–20k", "ten to twenty thousand dollars"),
        ("10-20€", "ten to twenty euros"),
        ("$1-2 million", "one to two million dollars"),
        ("$1.50-$2", "one dollar and fifty cents to two dollars"),
        ("$1,200.00", "one thousand two hundred dollars"),
        ("3:30 pm", "three thirty pee em"),
        ("12:05am", "twelve oh five eigh em"),
        ("7:00", "seven o'clock"),
        ("15:00", "fifteen hundred"),
        ("8 p.m. sharp", "eight pee em sharp"),
        ("10:15:30", "ten fifteen and thirty seconds"),
        ("3:1", "three to one"),
        ("In 1066 he won", "In ten sixty six he won"),
        ("since 1905", "since nineteen oh five"),
        ("1999 was good", "nineteen ninety nine was good"),
        ("in 2005 and 2012", "in two thousand and five and twenty twelve"),
        ("in 1900", "in nineteen hundred"),
        ("1950 gold", "one thousand nine hundred and fifty gold"),
        ("1984 souls", "one thousand nine hundred and eighty four souls"),
        ("1914–1918", "nineteen fourteen to nineteen eighteen"),
        ("1939-45", "nineteen thirty nine to forty five"),
        ("1901-05", "nineteen oh one to oh five"),
        ("1990 - 1995", "nineteen ninety to nineteen ninety five"),
        ("5M gold", "five million gold"),
        ("a 5m wall", "a five metres wall"),
        ("5G", "five gee"),
        ("5 in. long", "five inches long"),
        ("5 in the morning", "five in the morning"),
        ("a 30-ft. cliff", "a thirty foot cliff"),
        ("the 1980s", "the nineteen eighties"),
        ("the '90s", "the nineties"),
        ("May 5, 1812", "May fifth, eighteen twelve"),
        ("Jan. 21 1990", "January twenty first nineteen ninety"),
        ("2024-05-12", "the twelfth of May twenty twenty four"),
        ("500 BC", "five hundred bee see"),
    ],
)
def test_units_money_times_and_years_are_said(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("me@ex-ample.org", "me at ex dash ample dot org"),
        ("https://www.example.com/lore/ash?x=1", "example dot com slash lore slash ash"),
        ("(www.example.com)", "example dot com"),
        ("example.org/a_b.", "example dot org slash a underscore b"),
        (f"https://{'a' * 99}.org", "a link"),
        (f"https://example.org/{'a' * 99}", "example dot org"),
        ("Q&A", "cue and eigh"),
        ("rock & roll", "rock and roll"),
        ("and/or", "and or"),
        ("w/o fear", "without fear"),
        ("w/ fear", "with fear"),
        ("the TV's off", "the tee vee's off"),
        ("GET OUT NOW", "GET OUT NOW"),
        ("HMM, SHH", "HMM, SHH"),
        ("a half-elf's well-worn cloak", "a half-elf's well-worn cloak"),
        ("an AI-driven world", "an eigh eye driven world"),
        ("don’t", "don't"),
        ("naïve café", "naïve café"),
        ("Dr. Who vs. Capt. Hook, Jr.", "Doctor Who versus Captain Hook, Junior"),
        ("I spoke to Max.", "I spoke to Max"),
        ("She ate a fig.", "She ate a fig"),
        ("My sister is Jan.", "My sister is Jan"),
        ("max. 5, 2 min.", "maximum five, two minutes"),
        ("fig. 3, vol. II, ch. I, pp. 4-5", "figure three, volume two, chapter one, pages four to five"),
        ("Mar. 5 and 12 Dec. 2020", "March fifth and twelve December twenty twenty"),
    ],
)
def test_addresses_symbols_and_short_forms_are_said(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (13, "thirteen"),
        (40, "forty"),
        (1007, "one thousand and seven"),
        (2120, "two thousand one hundred and twenty"),
        (10**6, "one million"),
        (
            10**15 - 1,
            " ".join(
                f"nine hundred and ninety nine {name}"
                for name in ("trillion", "billion", "million", "thousand", "")
            ).strip(),
        ),
    ],
)
def test_a_cardinal_is_in_words(number: int, words: str) -> None:
    assert cardinal(number) == words


@pytest.mark.parametrize("number", [-1, 10**15])
def test_a_cardinal_that_is_too_large_is_refused_by_name(number: int) -> None:
    with pytest.raises(ValueError, match=f"^{number} is not between 0 and 999999999999999$"):
        cardinal(number)


def test_ordinals_and_years_are_in_words() -> None:
    assert [ordinal(number) for number in (1, 3, 12, 20, 31, 1000)] == [
        *("first", "third", "twelfth", "twentieth", "thirty first", "one thousandth")
    ]
    assert [year(number) for number in (1000, 1066, 1100, 1907, 2000, 2010)] == [
        *(
            "one thousand",
            "ten sixty six",
            "eleven hundred",
            "nineteen oh seven",
            "two thousand",
            "twenty ten",
        )
    ]
