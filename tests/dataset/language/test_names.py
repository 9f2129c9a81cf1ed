"""Names of a corpus's things: read from `items.jsonl`, labelled by their table."""

import json
from pathlib import Path

import pytest

from soulscorpus.errors import CorpusError
from soulscorpus.language import ItemName, read_names

ITEMS = (
    {"game": "lore", "kind": "Weapon", "id": 1, "name": "Harbour Cutlass", "summary": "Cuts."},
    {"game": "lore", "kind": "TalkMessage", "id": 2, "dialogue": "Go home."},
    {"game": "lore", "kind": "Place", "id": 3, "name": "Low Carrow"},
    {"game": "more", "kind": "Weapon", "id": 9, "name": "Harbour Cutlass"},
    {"game": "more", "kind": "Weapon", "id": 10, "name": " "},
)


def write_items(folder: Path) -> Path:
    path = folder / "items.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in ITEMS), "utf-8")
    return path


def test_each_name_of_a_corpus_is_read_once_and_in_order(tmp_path: Path) -> None:
    file = write_items(tmp_path)
    expected = [ItemName("Harbour Cutlass", "Weapon"), ItemName("Low Carrow", "Place")]
    assert read_names(tmp_path) == expected
    assert read_names(file) == expected


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"\x80\x02", "not UTF-8 text (invalid start byte); save it as UTF-8"),
        (b"[" * 100_000, "not an item: brackets nested too deeply to read"),
        (
            rb'{"kind": "Weapon", "name": "Ash \ud800"}',
            "the name holds U+D800, half a character; mend it",
        ),
        (b'{"kind": Weapon}', "not JSON: Expecting value: line 1 column 10 (char 9)"),
        (b'["Weapon"]', 'an item is an object with a "kind", as soulsgen create corpus writes it'),
        (b'{"name": "Ash"}', 'an item is an object with a "kind", as soulsgen create corpus writes it'),
    ],
)
def test_a_line_that_is_no_item_is_named(tmp_path: Path, line: bytes, fault: str) -> None:
    file = write_items(tmp_path)
    file.write_bytes(file.read_bytes() + line + b"\n")
    with pytest.raises(CorpusError) as error:
        read_names(tmp_path)
    assert str(error.value) == f"{file}:6: {fault}"


def test_a_folder_without_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        read_names(tmp_path)
    assert str(error.value) == (
        f"{tmp_path} holds no items.jsonl; `soulsgen create corpus` makes such a folder"
    )


def test_a_byte_order_mark_is_no_part_of_an_item_and_a_name_of_pages_is_none(tmp_path: Path) -> None:
    file = tmp_path / "names.jsonl"
    names = ["a" * 1000, "b" * 1001]
    lines = [json.dumps({"kind": "Weapon", "name": name}) for name in names]
    file.write_text("\ufeff" + "\n".join(lines), "utf-8")
    assert read_names(file) == [ItemName(names[0], "Weapon")]


@pytest.mark.parametrize(
    ("kind", "label"),
    [("Weapon", "WEAPON"), ("Protector", "ARMOUR"), ("NPC", "PERSON"), ("npc", "PERSON"), ("Event", "NAME")],
)
def test_a_table_gives_its_names_their_label(kind: str, label: str) -> None:
    assert ItemName("Ash", kind).label == label
