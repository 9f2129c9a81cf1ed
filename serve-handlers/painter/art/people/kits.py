"""What each kind of person looks like: one table; its words are keys of `clothes`, `hats` and `gear`."""

from dataclasses import dataclass

from painter.art.colour import Lch


@dataclass(frozen=True)
class Kit:
    """right: in the near hand; left: on the far arm or the back. height, breadth: of a person of 1.8 m."""

    head: str = "bare"
    body: str = "tunic"
    cloak: bool = False
    right: str = ""
    left: str = ""
    height: float = 1.0
    breadth: float = 1.0
    cloth: Lch | None = None
    skin: Lch | None = None
    hair: Lch | None = None
    glow: Lch | None = None


_GREEN, _PALE = (0.52, 0.09, 128), (0.85, 0.02, 90)
KITS: dict[str, Kit] = {
    "knight": Kit("helm", "armour", True, "sword", "shield"),
    "soldier": Kit("kettle", "tabard", False, "spear", "shield"),
    "archer": Kit("hood", "tunic", True, "bow", "quiver", cloth=(0.42, 0.07, 140)),
    "wizard": Kit("wizard", "robe", True, "staff", "", cloth=(0.4, 0.1, 268), hair=_PALE),
    "witch": Kit("witch", "robe", True, "staff", "", cloth=(0.3, 0.05, 310), hair=(0.6, 0.01, 250)),
    "necromancer": Kit("shadow", "robe", True, "skullstaff", "", cloth=(0.26, 0.05, 300)),
    "lich": Kit("lich", "robe", True, "skullstaff", "", 1.06, cloth=(0.32, 0.07, 310)),
    "king": Kit("crown", "robe", True, "", "", 1.05, 1.1, cloth=(0.42, 0.15, 22), hair=(0.7, 0.02, 80)),
    "queen": Kit("queen", "gown", True, "", "", cloth=(0.44, 0.13, 300), hair=(0.5, 0.09, 60)),
    "rogue": Kit("shadow", "tunic", True, "dagger", "", cloth=(0.27, 0.02, 270)),
    "traveller": Kit("hood", "tunic", True, "staff", "pack"),
    "villager": Kit("bare", "tunic"),
    "woman": Kit("woman", "dress"),
    "farmer": Kit("straw", "tunic"),
    "ferryman": Kit("hood", "tunic", True, "oar", "", cloth=(0.34, 0.04, 230)),
    "barkeep": Kit("bare", "apron", False, "mug", "", 1.0, 1.15),
    "bard": Kit("cap", "tunic", True, "lute", "", cloth=(0.5, 0.14, 30)),
    "monk": Kit("hood", "robe", False, "", "", cloth=(0.38, 0.05, 60)),
    "smith": Kit("bare", "apron", False, "hammer", "", 1.02, 1.25),
    "dwarf": Kit("dwarf", "armour", True, "axe", "", 0.74, 1.4, hair=(0.5, 0.13, 48)),
    "elf": Kit(
        "elf", "tunic", True, "bow", "quiver", 1.04, 0.92, cloth=(0.48, 0.08, 150), hair=(0.75, 0.08, 85)
    ),
    "child": Kit("youth", "tunic", False, "", "", 0.62, 1.05),
    "prisoner": Kit("bare", "tunic", False, "", "", cloth=(0.5, 0.03, 80)),
    "skeleton": Kit("skull", "bones", False, "sword", "", cloth=(0.82, 0.03, 90)),
    "goblin": Kit("goblin", "tunic", False, "dagger", "", 0.66, 1.05, cloth=(0.4, 0.05, 60), skin=_GREEN),
    "orc": Kit("orc", "hide", False, "axe", "", 1.14, 1.4, skin=(0.46, 0.08, 135)),
    "giant": Kit("dwarf", "tunic", False, "club", "", 3.6, 1.3, cloth=(0.4, 0.04, 60), hair=(0.4, 0.06, 50)),
    "ghost": Kit("shadow", "robe", False, "", "", 1.05, 1.0, cloth=(0.85, 0.04, 210), glow=(0.75, 0.06, 205)),
    "demon": Kit("demon", "hide", False, "flamesword", "wings", 2.2, 1.35, skin=(0.4, 0.15, 25)),
    "angel": Kit(
        "halo", "gown", False, "sword", "wings", 1.2, 1.0, cloth=(0.92, 0.02, 90), hair=(0.8, 0.09, 88)
    ),
}
# A crowd is not all alike.
MIXED: dict[str, tuple[str, ...]] = {"villager": ("villager", "woman", "farmer", "woman", "villager")}
