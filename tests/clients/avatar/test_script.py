"""Scripts: what is spoken, what is felt, and faults by their line."""

import pytest

from soulsgen.avatar.script import Mood, Pause, Spoken, Step, read_script, words_of
from soulsgen.errors import SoulsgenError

SCRIPT = """\ufeffThe bell
tolls.

Nobody answers.
[joy]
[Pause 1.5] Until now!
---
[sadness] [anger]  Or not.
[pause .25]
"""


def test_lines_are_spoken_together_until_a_tag_stands_before_one() -> None:
    assert read_script(SCRIPT.encode(), "s.txt") == [
        Spoken("The bell\ntolls.\n\nNobody answers.", "s.txt:1"),
        Mood("joy", "s.txt:5"),
        Pause(1.5, "s.txt:6"),
        Spoken("Until now!\n---", "s.txt:6"),
        Mood("sadness", "s.txt:8"),
        Mood("anger", "s.txt:8"),
        Spoken("Or not.", "s.txt:8"),
        Pause(0.25, "s.txt:9"),
    ]


@pytest.mark.parametrize(
    ("script", "steps"),
    [
        ("Wait [for] it.", [Spoken("Wait [for] it.", "s:1")]),
        ("\n\n  Ash. \r\n", [Spoken("Ash.", "s:3")]),
        ("***\n[joy]\n…\n[pause 2]", [Mood("joy", "s:2"), Pause(2.0, "s:4")]),
    ],
)
def test_what_is_no_tag_is_spoken_and_what_is_no_word_is_not(script: str, steps: list[Step]) -> None:
    assert read_script(script.encode(), "s") == steps


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (b"Ash.\n[jolly] Ash.", r"s.txt:2: jolly is no emotion; there are admiration, .*, zero"),
        (b"[pause]", r"s.txt:1: \[pause\]: a silence is \[pause 1.5\], in seconds up to 600"),
        (b"[pause 0]", r"s.txt:1: \[pause 0\]"),
        (b"[pause 601]", r"s.txt:1: \[pause 601\]"),
        (b"[joy]\n--\n", r"s.txt: nothing is said in it"),
        (b"", r"s.txt: nothing is said in it"),
        (b"Ash.\nAsh.\xff", r"s.txt:2: it is no text in UTF-8"),
    ],
)
def test_a_fault_names_its_line(script: bytes, sentence: str) -> None:
    with pytest.raises(SoulsgenError, match=sentence):
        read_script(script, "s.txt")


def test_a_transcript_is_words_with_the_moods_that_begin_at_them() -> None:
    steps = read_script(b"[joy] The bell\n[sadness]\n[anger] tolls.", "t")
    assert list(words_of(steps)) == [
        ("The", [Mood("joy", "t:1")]),
        ("bell", []),
        ("tolls.", [Mood("sadness", "t:2"), Mood("anger", "t:3")]),
    ]
    with pytest.raises(SoulsgenError, match=r"t:1: a transcript takes no \[pause\]"):
        list(words_of(read_script(b"[pause 1] Ash.", "t")))
