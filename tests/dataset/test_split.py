"""The split: by entry, near its share, and unmoved by what is added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.entries import Entry
from soulscorpus.split import divide, is_test

sentences = st.builds(
    Entry,
    table=st.text(max_size=8),
    id=st.integers(),
    text=st.text(min_size=5, max_size=40),
    source=st.just("a.fmg.xml"),
)
unique_sentences = st.lists(sentences, unique_by=lambda sentence: sentence.text)


@given(unique_sentences, st.data(), st.floats(0, 0.99))
def test_additions_move_no_sentence_to_the_other_side(
    together: list[Entry], data: st.DataObject, share: float
) -> None:
    before = [entry for entry in together if data.draw(st.booleans())]
    train, test = divide(before, share)
    later_train, later_test = divide(together, share)
    texts = {entry.text for entry in before}
    assert [text for text in later_train if text in texts] == train
    assert [text for text in later_test if text in texts] == test
    assert not set(later_train) & set(later_test)


@given(sentences, st.floats(0, 0.5), st.floats(0.5, 0.99))
def test_a_larger_share_keeps_what_a_smaller_one_held_out(entry: Entry, small: float, large: float) -> None:
    assert is_test(entry, large) or not is_test(entry, small)


def test_the_sentences_of_an_entry_stay_together() -> None:
    entries = [Entry("T", id_ // 10, f"Sentence {id_}.", "a") for id_ in range(1000)]
    sides: dict[int, set[bool]] = {}
    for entry in entries:
        sides.setdefault(entry.id, set()).add(is_test(entry, 0.5))
    assert {len(side) for side in sides.values()} == {1}
    assert set.union(*sides.values()) == {True, False}


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0, 0), (0.1, 950, 1050), (0.5, 4900, 5100)])
def test_the_share_is_about_the_one_asked_for(share: float, low: int, high: int) -> None:
    held_out = sum(is_test(Entry("WeaponCaption", id_, "", "a"), share) for id_ in range(10_000))
    assert low <= held_out <= high


def test_the_split_of_an_entry_is_fixed_forever() -> None:
    held_out = [id_ for id_ in range(30) if is_test(Entry("WeaponCaption", id_, "", "a"), 0.1)]
    assert held_out == [1, 6, 13, 16, 22, 25]
