"""Texts written to make a pattern try every way to read them: each is read once and through.

A pattern that tries them all would need years for one of these; the limit of a test's run is the only clock.
"""

from itertools import product

import pytest

from tts.settings import LONGEST_TEXT
from tts.text.sentence import sentences_of

FRAGMENTS = (
    *(
        "-",
        ":-",
        "-:-",
        "- ",
        ":",
        "#",
        "# ",
        "- [",
        "*",
        "_",
        "_*",
        "=",
        "|",
        "||",
        "`",
        "```\n",
        "~~",
        "> ",
    ),
    *(
        "[",
        "](",
        "[](",
        '](" ',
        "]( ",
        "()(",
        "((",
        ")",
        "<",
        "<a ",
        "<speak ",
        "<w a=",
        "<a\n",
        "</",
        "<?xml ",
        "&amp",
    ),
    *("\\", "\0", " ", "\t", "\n", " \n", "a\n", "\u200b", "^_", ";-", "1. ", "1)\n"),
    *(".", "..", "…", "—", "--", "。", "、", "，", "，1", "'", '"', '" ', "1' ", "“", "” ", ") ", "! ", "?!"),
    *("a", "A", "é", "あ", "ี", "ที่", "😀", "½", "²", "a'", "a-", "a’a", "a. ", "J.", "Mr.", "e.g.", "vol. I "),
    *("1", "1,", "1.", ",000", "1-", "-1", "+-", "1:1", "1/", "1st-", "$1", "$1-", "1€", "1' x ", "No.1"),
    *("d", "1d1", "1d1+", "1d1!", "1d1! ", "I", "IV ", "King I ", "book I "),
    *("http://", "http://a", "http://a/", "www.", "www.a", "a@", "a@a.", "a.", "/", "(a("),
)


# What surrounds the fragments, so that what they begin never ends or ends elsewhere.
AROUND = (("", ""), ("Say this.\n", "x"), ("[", ")$"), ("http://a", '"a.'))


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_the_longest_text_of_one_fragment_is_read_in_passing(fragment: str) -> None:
    for (before, behind), language in product(AROUND, ("en", "ja")):
        text = before + fragment * ((LONGEST_TEXT - len(before + behind)) // len(fragment)) + behind
        try:
            sentences = sentences_of(text, language)
        except ValueError:  # marks alone
            continue
        words = [word for sentence in sentences for word in sentence.words]
        assert all(text.startswith(word.word, word.at) for word in words)
        assert sum(len(word.word) for word in words) <= len(text)


def test_a_rule_that_breaks_off_is_read_as_what_it_is() -> None:
    assert [one.said for one in sentences_of("Say this.\n" + "-:-" * 28 + "x")] == ["Say this.", "x."]
