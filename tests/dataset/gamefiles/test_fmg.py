"""FMG: a table worked by hand, round trips over any text, and faults named with their byte."""

import struct
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmg import read_fmg, write_fmg
from soulscorpus.gamefiles.limits import MAX_ENTRIES
from soulscorpus.gamefiles.table import Table, Text, Version

# Ids 10, 11 and 20; 11 is a null; "Ember" and an é beyond ASCII.
TEXTS = (Text(10, "Ember"), Text(11, None), Text(20, "é"))
BY_HAND: dict[Version, str] = {
    0: """
        00 01 00 00  00 00 00 50  01 FF 00 00  00 00 00 02  00 00 00 03  00 00 00 34  00 00 00 00
        00 00 00 00  00 00 00 0A  00 00 00 0B
        00 00 00 02  00 00 00 14  00 00 00 14
        00 00 00 40  00 00 00 00  00 00 00 4C
        00 45 00 6D 00 62 00 65 00 72 00 00  00 E9 00 00""",
    1: """
        00 00 01 00  50 00 00 00  01 00 00 00  02 00 00 00  03 00 00 00  34 00 00 00  00 00 00 00
        00 00 00 00  0A 00 00 00  0B 00 00 00
        02 00 00 00  14 00 00 00  14 00 00 00
        40 00 00 00  00 00 00 00  4C 00 00 00
        45 00 6D 00 62 00 65 00 72 00 00 00  E9 00 00 00""",
    2: """
        00 00 02 00  70 00 00 00  01 00 00 00  02 00 00 00  03 00 00 00  FF 00 00 00
        48 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00
        00 00 00 00  0A 00 00 00  0B 00 00 00  00 00 00 00
        02 00 00 00  14 00 00 00  14 00 00 00  00 00 00 00
        60 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  6C 00 00 00 00 00 00 00
        45 00 6D 00 62 00 65 00 72 00 00 00  E9 00 00 00""",
}
WHOLE = bytes.fromhex(BY_HAND[1])


def table(version: Version, texts: tuple[Text, ...] = TEXTS, *, unicode: bool = True) -> Table:
    return Table("Item", texts, version, big_endian=version == 0, unicode=unicode)


@pytest.mark.parametrize("version", get_args(Version))
def test_a_table_worked_by_hand_is_read_and_written(version: Version) -> None:
    data = bytes.fromhex(BY_HAND[version])
    assert read_fmg(data, "item/Item.fmg") == table(version)
    assert write_fmg(table(version)) == data


def test_shift_jis_is_read_and_written() -> None:
    japanese = table(1, (Text(1, "武器うんちく"), Text(2, "")), unicode=False)
    data = write_fmg(japanese)
    assert data.endswith("武器うんちく".encode("cp932") + b"\0\0")
    assert read_fmg(data, "Item.fmg") == japanese


def test_an_empty_text_is_no_null() -> None:
    table = Table("Item", (Text(1, ""), Text(2, None)))
    assert read_fmg(write_fmg(table), "Item.fmg") == table


def test_a_table_of_nothing_is_a_header() -> None:
    data = write_fmg(Table("Item", ()))
    assert (len(data), read_fmg(data, "Item.fmg").texts) == (0x28, ())


def test_texts_are_written_by_id_and_those_of_one_id_in_their_order() -> None:
    mixed = Table("Item", (Text(5, "b"), Text(-1, "a"), Text(5, "c"), Text(6, None)))
    read = read_fmg(write_fmg(mixed), "Item.fmg")
    assert read.texts == (Text(-1, "a"), Text(5, "b"), Text(5, "c"), Text(6, None))
    assert mixed.repeated_ids() == [5]


def test_a_text_that_many_entries_share_is_read_for_each() -> None:
    shared = WHOLE.replace(bytes.fromhex("00000000 4C000000"), bytes.fromhex("40000000 4C000000"))
    assert [text.text for text in read_fmg(shared, "Item.fmg").texts] == ["Ember", "Ember", "é"]


ids = st.integers(-(2**31), 2**31 - 1) | st.integers(0, 9)
any_text = st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
TWICE = "¢£¬‖−〜"  # of Windows' Shift-JIS: they come back as their wide forms
japanese_text = st.none() | st.text(st.characters(codec="cp932", exclude_characters="\0" + TWICE))


@given(
    pairs=st.lists(st.tuples(ids, any_text), max_size=20),
    version=st.sampled_from(get_args(Version)),
    big_endian=st.booleans(),
)
def test_any_unicode_text_comes_back(
    pairs: list[tuple[int, str | None]], version: Version, big_endian: bool
) -> None:
    texts = tuple(sorted((Text(*pair) for pair in pairs), key=lambda text: text.id))
    table = Table("Item", texts, version, big_endian)
    assert read_fmg(write_fmg(table), "Item.fmg") == table


@given(pairs=st.lists(st.tuples(ids, japanese_text), max_size=20))
def test_any_shift_jis_text_comes_back(pairs: list[tuple[int, str | None]]) -> None:
    texts = tuple(sorted((Text(*pair) for pair in pairs), key=lambda text: text.id))
    table = Table("Item", texts, 1, unicode=False)
    assert read_fmg(write_fmg(table), "Item.fmg") == table


@pytest.mark.parametrize(
    ("text", "unicode", "sentence"),
    [
        (Text(2**31, "a"), True, "id 2147483648 is not in -2147483648 to 2147483647"),
        (Text(7, "a\0b"), True, "id 7: the text holds a NUL, which ends a text in an FMG"),
        (Text(7, "a\ud800"), True, "id 7: utf-16-le has no U+D800"),
        (Text(7, "naïve"), False, "id 7: cp932 has no U+00EF"),
    ],
)
def test_what_an_fmg_cannot_hold_is_refused_by_id(text: Text, unicode: bool, sentence: str) -> None:
    with pytest.raises(CorpusError) as caught:
        write_fmg(table(1, (text,), unicode=unicode))
    assert str(caught.value) == f"Item: {sentence}"


GONE = "they are not all there"
START = f"from 0 of 3; {GONE}"


def patched(offset: int, value: str) -> bytes:
    new = bytes.fromhex(value)
    return WHOLE[:offset] + new + WHOLE[offset + len(new) :]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "0x0: the header would end at byte 0x4 of 0x0; the file is truncated or damaged"),
        (b"PK\3\4" + WHOLE[4:], "0x0: not an FMG; it begins with 50 4b 03 04"),
        (WHOLE[:-1], "0x4: the file says it has 80 bytes, 79 are here; it is truncated"),
        (
            patched(0x0C, "FFFFFF7F"),
            "0x1c: the list of 2147483647 groups would end at byte 0x600000010 of 0x50; "
            "the file is truncated or damaged",
        ),
        (patched(0x0C, "FFFFFFFF"), "0x1c: the list of -1 groups has the offset 28 and the size -12"),
        (patched(0x10, "FFFFFF7F"), f"0x10: 2147483647 texts; expected 0 to {MAX_ENTRIES}"),
        (
            patched(0x14, "4C000000"),
            "0x4c: the list of 3 offsets would end at byte 0x58 of 0x50; the file is truncated or damaged",
        ),
        (patched(0x1C, "02000000"), f"0x1c: the group of ids 10 to 11 has the texts from 2 of 3; {GONE}"),
        (patched(0x24, "FFFFFF7F"), f"0x1c: the group of ids 10 to 2147483647 has the texts {START}"),
        (patched(0x20, "0C000000"), f"0x1c: the group of ids 12 to 11 has the texts {START}"),
        (patched(0x28, "00000000 14000000 15000000"), "0x1c: the groups share texts: 4 ids for 3 texts"),
        (patched(0x34, "50000000"), "0x50: no text can begin here"),
        (patched(0x34, "10000000"), "0x10: no text can begin here"),
        (patched(0x34, "FFFFFFFF"), "0x34: a text has the offset -1"),
        (patched(0x34, "41000000"), "0x41: a text begins in the middle of a character"),
        (patched(0x38, "44000000"), "0x44: a text begins inside another"),
        (patched(0x4E, "E900"), "0x4c: a text never ends; the file is truncated or damaged"),
        (patched(0x40, "00D8"), "0x40: not utf-16-le: illegal UTF-16 surrogate"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_byte(data: bytes, fault: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_fmg(data, "game/Item.fmg")
    assert str(caught.value) == f"game/Item.fmg: byte {fault}"


def test_one_long_text_that_a_million_entries_share_is_refused() -> None:
    entries, length = 100_000, 1000
    header = struct.pack("<4siB3xiiii", b"\0\0\1\0", 0, 1, 1, entries, 0x28, 0)
    group = struct.pack("<iii", 0, 0, entries - 1)
    offsets = np.full(entries, 0x28 + 4 * entries, "<i4").tobytes()
    data = header + group + offsets + b"a\0" * length + b"\0\0"
    with pytest.raises(CorpusError, match=r"byte 0x28: the texts would take more than \d+ bytes"):
        read_fmg(data, "Item.fmg")
