"""Splitting: marks end a sentence, titles and dots do not, quotes stay with theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.rules import with_single_spaces
from soulscorpus.sentences import split_sentences
from waiting import LIMIT_S


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The flame fades. And the lords go.", ["The flame fades.", "And the lords go."]),
        ("Mr. Ash met Dr. Bone. They spoke.", ["Mr. Ash met Dr. Bone.", "They spoke."]),
        (
            "St. Oda's bell rang. No. 7 was cracked. No. It was whole.",
            ["St. Oda's bell rang.", "No. 7 was cracked.", "No.", "It was whole."],
        ),
        ("J. R. Pell wrote it. So did I. We all did.", ["J. R. Pell wrote it.", "So did I.", "We all did."]),
        ("Wait... who goes? Ah...", ["Wait... who goes?", "Ah..."]),
        ("Ah… you. Well… The end.", ["Ah… you.", "Well…", "The end."]),
        ("What is this?! Nothing!", ["What is this?!", "Nothing!"]),
        ("A blade of old, carried east,", ["A blade of old, carried east,"]),
        ('He ran. "Go now." She left.', ["He ran.", '"Go now."', "She left."]),
        ("He ran. “Go now.” “Why?” She left.", ["He ran.", "“Go now.”", "“Why?”", "She left."]),
        ('He said "Run!" and ran. It rained.', ['He said "Run!" and ran.', "It rained."]),
        ("“Run!” — he ran.", ["“Run!” — he ran."]),
        ('"Turn back. None return." So they say.', ['"Turn back.', 'None return."', "So they say."]),
        ("The knights' oath. 'Tis broken.", ["The knights' oath.", "'Tis broken."]),
        ("A pearl (cracked.) It sold for 2.5 coins.", ["A pearl (cracked.)", "It sold for 2.5 coins."]),
        ("火は消える。「誰だ？」王が言った。", ["火は消える。", "「誰だ？」", "王が言った。"]),
        ("It ends. “", ["It ends. “"]),
        ("...", ["..."]),
        (" \n ", []),
        ("", []),
    ],
)
def test_text_becomes_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@given(st.text(alphabet=st.sampled_from('aA.?!…"“”。 \n'), max_size=60))
def test_nothing_but_space_is_lost_or_moved(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@pytest.mark.timeout(LIMIT_S)
@pytest.mark.parametrize(
    "text", ["a" * 10**6 + "1. B", "!" * 10**6, "." * 10**6 + " A", " " * 10**6, '"' * 10**6]
)
def test_hostile_runs_take_no_more_than_their_length(text: str) -> None:
    assert "".join(split_sentences(text)).replace(" ", "") == text.replace(" ", "")
    assert with_single_spaces(text) == text.strip()


def test_a_very_long_text_is_split_in_one_pass() -> None:
    assert split_sentences("The flame fades. " * 60_000) == ["The flame fades."] * 60_000
