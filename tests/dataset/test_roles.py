"""What a table is for, in every game's way of naming it."""

import pytest

from soulscorpus.entries import Role
from soulscorpus.roles import Purpose, purpose_of


@pytest.mark.parametrize(
    ("table", "kind", "role"),
    [
        ("WeaponName", "Weapon", "name"),
        ("WeaponSummary", "Weapon", "summary"),
        ("WeaponDescription", "Weapon", "description"),
        ("WeaponInfo", "Weapon", "summary"),
        ("WeaponCaption_dlc2", "Weapon", "description"),
        ("Weapon_name_", "Weapon", "name"),
        ("Weapon_description_", "Weapon", "summary"),
        ("Weapon_long_desc_", "Weapon", "description"),
        ("Armor_long_desc_", "Protector", "description"),
        ("Item_name_Patch", "Goods", "name"),
        ("Ring_description_", "Accessory", "summary"),
        ("MagicName", "Magic", "name"),
        ("武器名", "Weapon", "name"),
        ("武器説明", "Weapon", "summary"),
        ("武器うんちく", "Weapon", "description"),
        ("アクセサリ名パッチ", "Accessory", "name"),
        ("地名", "Place", "name"),
        ("会話", "会話", "dialogue"),
        ("TalkMessage", "TalkMessage", "dialogue"),
        ("TalkMsg_dlc1", "TalkMsg", "dialogue"),
        ("Conversation_", "Conversation_", "dialogue"),
        ("PlaceName", "Place", "name"),
        ("MenuText", "MenuText", "menu"),
        ("GR_MenuText", "GR_MenuText", "menu"),
        ("GR_Dialogues", "GR_Dialogues", "menu"),
        ("Dialogue", "Dialogue", "dialogue"),
        ("NPCDialogue", "NPCDialogue", "dialogue"),
        ("Ecosystem", "Ecosystem", "text"),
        ("AdoptionLetter", "AdoptionLetter", "text"),
        ("WeaponNames", "Weapon", "name"),
        ("WeaponDescriptions", "Weapon", "description"),
        ("Information", "Information", "text"),
        ("LoadingText", "LoadingText", "text"),
        ("Feature", "Feature", "text"),
    ],
)
def test_a_tables_name_tells_its_kind_and_role(table: str, kind: str, role: Role) -> None:
    assert purpose_of(table) == Purpose(kind, role)


def test_tables_that_belong_together_have_one_kind() -> None:
    assert {purpose_of(f"Goods{part}").kind for part in ("Name", "Info", "Caption", "Name_dlc1")} == {"Goods"}
    assert purpose_of("Caption") == Purpose("Caption", "description")
