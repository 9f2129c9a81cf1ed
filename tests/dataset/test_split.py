"""The split: by thing, near its share, and unmoved by what is added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.entries import Entry
from soulscorpus.split import is_test


def entry(id_: int, kind: str = "Weapon", table: str = "WeaponCaption") -> Entry:
    return Entry("lore", "en", table, kind, id_, "description", f"Sentence {id_}.", "a.fmg.xml")


entries = st.builds(entry, st.integers(), st.text(max_size=8))


@given(entries, st.floats(0, 0.99))
def test_the_tables_of_one_thing_are_on_one_side(one: Entry, share: float) -> None:
    other = entry(one.id, one.kind, "WeaponInfo")
    assert is_test(one, share) == is_test(other, share)


@given(entries, st.floats(0, 0.5), st.floats(0.5, 0.99))
def test_a_larger_share_keeps_what_a_smaller_one_held_out(one: Entry, small: float, large: float) -> None:
    assert is_test(one, large) or not is_test(one, small)


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0, 0), (0.1, 950, 1050), (0.5, 4900, 5100)])
def test_the_share_is_about_the_one_asked_for(share: float, low: int, high: int) -> None:
    held_out = sum(is_test(entry(id_), share) for id_ in range(10_000))
    assert low <= held_out <= high


def test_the_split_of_an_entry_is_fixed_forever() -> None:
    held_out = [id_ for id_ in range(30) if is_test(entry(id_), 0.1)]
    assert held_out == [7, 8]
