"""Whatever is written: words keep their places, pieces their size, and only ValueError is raised."""

from hypothesis import example, given
from hypothesis import strategies as st

from tts.text.clauses import MOST
from tts.text.sentence import sentences_of

# What rules look for, put together at random.
PIECES = st.sampled_from(
    [
        *("2d6+3", "d20", "Mr.", "e.g.", "J.", "U.S.", "...", "…", "“", "”", "(", ")", "**", "_", "`", "# "),
        *("$5.50", "£3", " million", "3.14", "1/2", "½", "1066", "VIII", "King Henry", " I", "12:30", " pm"),
        *(
            "https://a.b/c",
            "a@b.cd",
            "😀",
            "👍🏽",
            "𝕏",
            "\u200d",
            "\0",
            "\ud800",
            "|",
            "<b>",
            "&amp;",
            "[a](b)",
        ),
        *(
            " ",
            " ",
            " ",
            "\n",
            "\n\n",
            "- ",
            ".",
            ",",
            "?",
            "!",
            ";",
            "—",
            "--",
            "-",
            "+",
            "=",
            "%",
            "²",
            "٣",
        ),
        *("5'10\"", "。", "é", "word", "NPC", "9" * 50),
        *(
            " 10'",
            '12"',
            "10d10! ",
            "3rd-level ",
            "1,2,3",
            "fig. ",
            "5 in. ",
            "vol. II",
            "$10-$20",
            "1939-45",
        ),
        *("，", "：", "ี", "<speak>", "-:-\n", "No.1", "50¢", "'", '"'),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))
LANGUAGES = st.sampled_from(("en", "en-us", "de", "ja", ""))
# Of one English word's reading, at most 40 characters of figures and symbols; the longest known is the first
# example. Elsewhere an address stays whole.
LONGEST_READING = 511


@given(TEXTS, LANGUAGES)
@example("777777777777777±777777777777777±77777777", "en")
@example("9" * 5000, "en")
@example("%a" * 2500, "en")
@example("1d1+" * 1000, "en")
@example("_" * 5000, "en")
@example("a@" * 2500, "en")
@example("[" * 5000, "en")
@example("<a " * 1600, "en")
@example("(http://" * 600, "en")
@example("http://" + "a." * 2400, "en")
@example("www." + "a_" * 2400 + "$$", "de")
@example("- " * 2500, "de")
def test_every_word_is_found_at_its_place_and_no_piece_is_too_long(text: str, language: str) -> None:
    try:
        sentences = sentences_of(text, language)
    except ValueError:
        return
    end = 0
    for sentence in sentences:
        assert sentence.words
        if len(sentence.said) > MOST:
            (word,) = sentence.words
            assert len(word.said) <= LONGEST_READING or not language.startswith("en")
        for word in sentence.words:
            assert word.word
            assert text[word.at : word.at + len(word.word)] == word.word
            assert word.at >= end
            assert word.said.strip() == word.said != ""
            assert "\0" not in word.said
            word.said.encode()
            end = word.at + len(word.word)
