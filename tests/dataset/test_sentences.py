"""Splitting: marks end a sentence, titles and dots do not, quotes stay with theirs."""

from collections import Counter

import pytest

from soulscorpus.entries import Drops, Entry, through
from soulscorpus.sentences import SENTENCE_STEPS, split_entries


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The flame fades. And the lords go.", ["The flame fades.", "And the lords go."]),
        ("Mr. Ash met Dr. Bone. They spoke.", ["Mr. Ash met Dr. Bone.", "They spoke."]),
        ("Wait... who goes? Ah...", ["Wait... who goes?", "Ah..."]),
        ("What is this?! Nothing!", ["What is this?!", "Nothing!"]),
        ("A blade of old, carried east,", ["A blade of old, carried east,"]),
        ('He ran. "Go now." She left.', ["He ran.", '"Go now."', "She left."]),
        ("He ran. “Go now.” “Why?” She left.", ["He ran.", "“Go now.”", "“Why?”", "She left."]),
        ('He said "Run!" and ran. It rained.', ['He said "Run!" and ran.', "It rained."]),
        ('"Turn back. None return." So they say.', ['"Turn back.', 'None return."', "So they say."]),
        ("The knights' oath. 'Tis broken.", ["The knights' oath.", "'Tis broken."]),
        ("It ends. “", ["It ends. “"]),
        ("", []),
    ],
)
def test_text_becomes_sentences(text: str, sentences: list[str]) -> None:
    entry = Entry("Table", 7, text, "talk/Table.fmg.xml")
    expected = [Entry("Table", 7, sentence, "talk/Table.fmg.xml") for sentence in sentences]
    assert list(split_entries([entry], Counter())) == expected


def test_short_and_repeated_sentences_are_dropped_with_their_reasons() -> None:
    drops: Drops = Counter()
    entries = [Entry("T", 1, "Ha! The flame fades.", "a"), Entry("T", 2, "The flame fades. Go on.", "a")]
    assert [entry.text for entry in through(SENTENCE_STEPS, entries, drops)] == ["The flame fades.", "Go on."]
    assert drops == {"under 5 characters": 1, "duplicate": 1}


def test_an_entry_longer_than_spacys_usual_limit_is_split() -> None:
    entry = Entry("T", 1, "The flame fades. " * 60_000, "a")
    assert sum(1 for _ in split_entries([entry], Counter())) == 60_000
