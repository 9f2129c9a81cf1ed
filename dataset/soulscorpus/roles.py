"""What a table holds, told by its name: the kind of thing and the role of its texts.

The games call the same table `WeaponCaption`, `Weapon_long_desc_` or `武器うんちく`; all three hold the
description of a Weapon.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from soulscorpus.entries import Role

# Later editions and patches put more of a table into a second file: WeaponName_dlc1, Weapon_name_Patch.
EDITION = re.compile(r"(?:_+(?:dlc_?\d*|patch|sp))+_*$|パッチ$", re.IGNORECASE)
# In this order: `Weapon_long_desc_` is no `_desc`, and underscores tell `Weapon_description_`, which
# Dark Souls uses for the summary, from `WeaponDescription`.
MARKS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("dialogue", re.compile(r"talk(?:msg|message)?|conversation|subtitles?|会話|字幕", re.I)),
    (
        "menu",
        re.compile(r"menu|dialog|system|tutorial|eventtext|actionbutton|keyguide|linehelp|メニュー", re.I),
    ),
    ("menu", re.compile(r"network|win32|xbox|ps3|ps4|blood_?m(?:sg|essage)|option|tos_|血文字", re.I)),
    ("description", re.compile(r"_long_desc|longdesc|うんちく|caption|(?<!_)description", re.I)),
    ("summary", re.compile(r"_description|info|summary|effect|説明", re.I)),
    ("name", re.compile(r"names?(?![a-z])|title(?![a-z])|名", re.I)),
)
ALONE = ("dialogue", "menu")  # have no other table to go with
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
    for role, mark in MARKS:
        if found := mark.search(plain):
            if role in ALONE:
                return Purpose(plain, role)
            stem = (plain[: found.start()] + plain[found.end() :]).strip("_ ")
            return Purpose(KINDS.get(stem.lower(), stem) or plain, role)
    return Purpose(KINDS.get(plain.lower(), plain), "text")
