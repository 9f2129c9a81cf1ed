"""Entities: listed names by their label, the longest first, and names that only their capitals tell."""

from typing import Any

import pytest

from soulscorpus.language import ItemName, load_language, tag

LISTED = (
    ItemName("Ring of the Last Tide", "Accessory"),
    ItemName("Tide", "Goods"),
    ItemName("Last Tide", "Magic"),
    ItemName("Tide Horn", "Goods"),
    ItemName("Harbour Cutlass", "Weapon"),
    ItemName("The Dry Harbour", "Place"),
    ItemName("Wreckers' Cove", "Place"),
    ItemName("Osmund", "NPC"),
    ItemName("Ember", "Goods"),
    ItemName("Ember", "Weapon"),
    ItemName("Burn", "Magic"),
    ItemName("rope", "Goods"),
    ItemName("", "Goods"),
)


@pytest.fixture(scope="module")
def listed() -> Any:
    return load_language(LISTED)


@pytest.fixture(scope="module")
def unlisted() -> Any:
    return load_language()


def entities(sentence: str, language: Any) -> list[tuple[str, str]]:
    (doc,) = tag([sentence], language)
    return [(entity.text, entity.label_) for entity in doc.ents]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("She wore the Ring of the Last Tide.", [("Ring of the Last Tide", "RING")]),
        ("He prayed to the Last Tide and a Tide.", [("Last Tide", "SPELL"), ("Tide", "ITEM")]),
        ("He blew the Tide", [("Tide", "ITEM")]),
        (
            "Two Harbour Cutlasses, one Harbour Cutlass.",
            [("Harbour Cutlasses", "WEAPON"), ("Harbour Cutlass", "WEAPON")],
        ),
        ("They forged Rings of the Last Tide.", [("Rings of the Last Tide", "RING")]),
        ("The Dry Harbour's gate fell.", [("Dry Harbour", "PLACE")]),
        ("They came to Wreckers' Cove.", [("Wreckers' Cove", "PLACE")]),
        ("She sold Osmund's Ember.", [("Osmund", "PERSON"), ("Ember", "ITEM")]),
        ("He gave King Osmund an Ember.", [("King Osmund", "PERSON"), ("Ember", "ITEM")]),
        ("The harbour cutlass is a tide of rope.", []),
        ("Burn the rope.", []),
    ],
)
def test_listed_names_are_found(sentence: str, found: list[tuple[str, str]], listed: Any) -> None:
    assert entities(sentence, listed) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Then King Osmund wept for Saint Orla.", [("King Osmund", "PERSON"), ("Saint Orla", "PERSON")]),
        ("Queen Maud of Hest slept.", [("Queen Maud of Hest", "PERSON")]),
        ("They built the Wall of Odrun from bones.", [("Wall of Odrun", "PLACE")]),
        ("He saw the King's Mooring in the rain.", [("King's Mooring", "PLACE")]),
        ("He lost the Queen's Promise.", [("Queen's Promise", "NAME")]),
        ("The Order of the Lamp burned it.", [("Order of the Lamp", "GROUP")]),
        ("They all feared the Listeners.", [("Listeners", "GROUP")]),
        ("A monk of Holdfast wrote it in Hest.", [("Holdfast", "PLACE"), ("Hest", "PLACE")]),
        ("No one remembers Brack or the Standing Wave.", [("Brack", "NAME"), ("Standing Wave", "NAME")]),
        ("Odrun wished to hear it.", [("Odrun", "PERSON")]),
        ('"Run," said Brida.', [("Brida", "PERSON")]),
        ("We met near Hest Queen Maud.", [("Hest", "PLACE"), ("Queen Maud", "PERSON")]),
        ("Gulls were the last of the birds. Boots too.", []),
        ("I lost 5 HP. You?", []),
        ("the wind, the rain and nobody", []),
        ("", []),
    ],
)
def test_names_nobody_listed_are_found(sentence: str, found: list[tuple[str, str]], unlisted: Any) -> None:
    assert entities(sentence, unlisted) == found
