"""What a table holds, told by the words of its name: the kind of thing and the role of its texts.

The games call the same table `WeaponCaption`, `Weapon_long_desc_` or `武器うんちく`; all three hold the
description of a Weapon.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from soulscorpus.entries import Role

# Later editions and patches put more of a table into a second file: WeaponName_dlc1, Weapon_name_Patch.
EDITION = re.compile(r"(?:_+(?:dlc_?\d*|patch|sp))+_*$|パッチ$", re.IGNORECASE)
# `GR_MenuText` is GR, Menu, Text; a run of Japanese is one word.
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
DIALOGUE = {"talk", "conversation", "dialogue", "subtitle", "subtitles", "会話", "ムービー字幕"}
MENU = {"menu", "dialogues", "dialog", "system", "tutorial", "event", "action", "guide", "help", "network"}
MENU |= {"win", "xbox", "ps", "gr", "tos", "option", "options", "blood", "メニュー", "血文字"}
# How a name ends. Dark Souls calls the summary `_description_` and the description `_long_desc_`.
ENDINGS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    ("description", ("long", "desc")),
    ("description", ("long", "description")),
    ("description", ("caption",)),
    ("description", ("description",)),
    ("summary", ("info",)),
    ("summary", ("summary",)),
    ("summary", ("explanation",)),
    ("name", ("name",)),
)
DARK_SOULS_SUMMARY = re.compile(r"_description_*$")
JAPANESE: tuple[tuple[Role, str], ...] = (("description", "うんちく"), ("summary", "説明"), ("name", "名"))
KINDS: Mapping[str, str] = {
    "armor": "Protector",
    "ring": "Accessory",
    "item": "Goods",
    "spell": "Magic",
    "武器": "Weapon",
    "防具": "Protector",
    "アクセサリ": "Accessory",
    "アイテム": "Goods",
    "魔法": "Magic",
    "地": "Place",
}


@dataclass(frozen=True)
class Purpose:
    """`kind`: the table's name without its role and edition, one spelling for all games."""

    kind: str
    role: Role


def purpose_of(table: str) -> Purpose:
    """Kind and role of the table named `table`, without suffix."""
    plain = EDITION.sub("", table)
    words = list(WORD.finditer(plain))
    lower = [word[0].lower() for word in words]
    if "gr" not in lower and DIALOGUE.intersection(lower):
        return Purpose(plain, "dialogue")
    if MENU.intersection(lower):
        return Purpose(plain, "menu")
    role, length = _ending(lower)
    if DARK_SOULS_SUMMARY.search(plain):
        role = "summary"
    if length:
        return Purpose(_kind(plain[: words[-length].start()], plain), role)
    for role, ending in JAPANESE:
        if plain.endswith(ending):
            return Purpose(_kind(plain.removesuffix(ending), plain), role)
    return Purpose(_kind(plain, plain), "text")


def _ending(words: list[str]) -> tuple[Role, int]:
    """The role that the last words tell, singular or plural, and how many they are."""
    for role, ending in ENDINGS:
        last = words[-len(ending) :]
        if last and [*last[:-1], last[-1].removesuffix("s")] == list(ending):
            return role, len(ending)
    return "text", 0


def _kind(stem: str, otherwise: str) -> str:
    stem = stem.strip("_ ")
    return KINDS.get(stem.lower(), stem) or otherwise
