"""A long text in parts: where it is cut, and that nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulsgen.voice.parts import Part, parts_of


def cut(text: str, most: int) -> list[tuple[str, float]]:
    return [(part.text, part.pause_s) for part in parts_of(text, most)]


@pytest.mark.parametrize(
    ("parts", "pauses"),
    [
        (["The bell tolls."], [0]),
        # A paragraph's end before a sentence's, and a sentence's before a word's.
        (["One lantern burns.\n\n", "Two burned. No more."], [0, 0.8]),
        (["Bring out your lanterns. ", "Nobody came here."], [0, 0.4]),
        (["Bring out all your lanterns ", "and your bells"], [0, 0.1]),
        # No sentence ends behind a title, or a cry of somebody whose deed follows.
        (["We met our old Mrs. Voss and ", "were glad of it"], [0, 0.1]),
        (["Here cried out “Run!” she who ", "saw the dragon"], [0, 0.1]),
        (["钟声响了，没有人回答它，所有的灯都灭了。谁在那里？", "没有人知道。"], [0, 0.4]),
        # A word longer than a part.
        (["o" * 30, "o" * 30, "o" * 10], [0, 0, 0]),
    ],
)
def test_a_text_is_cut_at_the_last_of_the_best_places(parts: list[str], pauses: list[float]) -> None:
    found = parts_of("".join(parts), 30)
    assert [part.text for part in found] == parts
    assert [part.pause_s for part in found] == pauses


def test_what_cannot_be_spoken_is_left_out_and_the_pause_there_kept() -> None:
    lantern, marks, dawn = "All lanterns went out.\n\n", "* " * 30, "\n\nDawn."
    assert parts_of(lantern + marks + dawn, 30) == [Part(0, lantern), Part(84, dawn, 0.8)]


def test_only_marks_are_no_part() -> None:
    assert parts_of("… " * 40, 30) == []
    assert parts_of("… ✨", 30) == [Part(0, "… ✨")], "the archive says why it cannot be spoken"


@given(st.text(st.sampled_from('ab .!?\n"”。é*'), max_size=400), st.integers(4, 60))
def test_parts_are_the_text_in_order_and_none_is_too_long(text: str, most: int) -> None:
    end = 0
    for part in parts_of(text, most):
        assert text[part.at : part.at + len(part.text)] == part.text
        assert len(part.text) <= most
        assert not any(map(str.isalnum, text[end : part.at]))
        end = part.at + len(part.text)
    assert len(text) <= most or not any(map(str.isalnum, text[end:]))
