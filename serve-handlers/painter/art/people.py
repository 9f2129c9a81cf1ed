"""People, about 1.8 m tall, turned to the right: legs, body, cloak, arms, head, and what they carry."""

from dataclasses import dataclass, replace

import numpy as np

from painter.art import gear
from painter.art.clothes import body, cloak_behind, cloak_closed
from painter.art.colour import Array, lch, vector
from painter.art.drawing import Drawing, spline
from painter.art.heads import head
from painter.art.palette import Stuffs

Rng = np.random.Generator
Point = tuple[float, float]


@dataclass(frozen=True)
class Kit:
    """How a kind of person looks; the words are keys of the tables in this module and in `gear`."""

    head: str = "hair"
    body: str = "tunic"
    cloak: bool = False
    right: str = ""
    left: str = ""
    height: float = 1.0
    breadth: float = 1.0
    cloth: tuple[float, float, float] | None = None
    skin: tuple[float, float, float] | None = None
    glow: tuple[float, float, float] | None = None


KITS: dict[str, Kit] = {
    "knight": Kit("helm", "armour", True, "sword", "shield"),
    "soldier": Kit("kettle", "armour", False, "spear", "shield"),
    "archer": Kit("hood", "tunic", True, "bow", "", cloth=(0.38, 0.06, 140)),
    "wizard": Kit("hat", "robe", True, "staff", "", cloth=(0.36, 0.09, 270)),
    "witch": Kit("witchhat", "robe", True, "staff", "", cloth=(0.26, 0.04, 310)),
    "king": Kit("crown", "robe", True, "", "", 1.05, 1.15, cloth=(0.62, 0.09, 80)),
    "queen": Kit("crown", "gown", True, "", "", cloth=(0.42, 0.13, 300)),
    "rogue": Kit("hood", "tunic", True, "dagger", "", cloth=(0.24, 0.015, 270)),
    "traveller": Kit("hood", "tunic", True, "staff", "pack"),
    "villager": Kit("hair", "tunic"),
    "barkeep": Kit("hair", "apron", False, "mug", "", 1.0, 1.15),
    "bard": Kit("cap", "tunic", True, "lute", ""),
    "monk": Kit("hood", "robe", False, "", "", cloth=(0.3, 0.05, 55)),
    "smith": Kit("hair", "apron", False, "hammer", "", 1.02, 1.25),
    "dwarf": Kit("beardhelm", "armour", True, "axe", "", 0.74, 1.4),
    "elf": Kit("longhair", "tunic", True, "bow", "", 1.04, 0.9, cloth=(0.45, 0.07, 150)),
    "child": Kit("hair", "tunic", False, "", "", 0.64, 0.95),
    "prisoner": Kit("hair", "tunic", False, "", "", cloth=(0.5, 0.03, 80)),
    "skeleton": Kit("skull", "bones", False, "sword", "", cloth=(0.8, 0.03, 90)),
    "goblin": Kit("ears", "tunic", False, "dagger", "", 0.66, 1.05, skin=(0.5, 0.1, 130)),
    "orc": Kit("tusks", "hide", False, "axe", "", 1.14, 1.4, skin=(0.46, 0.08, 135)),
    "giant": Kit("beard", "tunic", False, "club", "", 3.6, 1.3, cloth=(0.4, 0.04, 60)),
    "ghost": Kit("hood", "robe", False, "", "", 1.05, 1.0, cloth=(0.85, 0.04, 210), glow=(0.75, 0.06, 205)),
    "demon": Kit("horns", "hide", False, "flamesword", "wings", 2.2, 1.35, skin=(0.38, 0.14, 25)),
    "angel": Kit("halo", "gown", False, "sword", "wings", 1.2, 1.0, cloth=(0.92, 0.02, 90)),
}


def person(
    kind: str, rng: Rng, stuffs: Stuffs, pose: str = "stand", cloth: Array | None = None, armed: bool = True
) -> Drawing:
    """A drawing of `kind` (a key of KITS). pose: stand, walk, fight, cheer, cast, sit.

    cloth: of the cloak and the clothes, else the kit's, else one of the scene's.
    """
    kit = KITS.get(kind, KITS["villager"])
    colour = (
        cloth
        if cloth is not None
        else lch(kit.cloth)
        if kit.cloth
        else stuffs.cloth[rng.integers(len(stuffs.cloth))]
    )
    colour = colour * np.float32(rng.uniform(0.8, 1.15))
    if not armed:
        kit = replace(
            kit, right="mug" if pose == "cheer" else "", left="" if kit.left != "wings" else "wings"
        )
    figure = Drawing()
    if kit.left == "wings":
        gear.wings(figure, colour if kind == "angel" else lch((0.22, 0.05, 20)))
    if kit.left == "pack":
        figure.add(spline([(-0.36, 0.95), (-0.12, 0.95), (-0.1, 1.42), (-0.34, 1.44)]), stuffs.earth * 0.8)
    skin = lch(kit.skin) if kit.skin else stuffs.skin * np.float32(rng.uniform(0.6, 1.1))
    seat = -0.42 if pose == "sit" else 0.0
    if kit.body != "bones":
        _far_arm(figure, kit, pose, colour, skin, seat)
    if kit.cloak:
        cloak_behind(figure, rng, colour * 0.75, pose, seat)
    _legs(figure, kit, pose, stuffs, colour)
    body(figure, kit.body, colour, skin, stuffs, seat)
    if kit.cloak and pose not in ("sit", "fight"):
        cloak_closed(figure, rng, colour, pose)
    head(figure, kit.head, skin, colour, stuffs, (0.02, 1.62 + seat))
    _near_arm(figure, kit, pose, colour, skin, stuffs, seat)
    return _sized(figure, kit)


def _sized(figure: Drawing, kit: Kit) -> Drawing:
    """As broad and tall as its kind, and shining if it does."""
    for number, shape in enumerate(figure.shapes):
        points = shape.points * vector(kit.height * kit.breadth, kit.height)
        glow = shape.glow
        if kit.glow and glow is None:
            red, green, blue = (int(255 * value**0.5 * 0.12) for value in lch(kit.glow))
            glow = (red, green, blue)
        figure.shapes[number] = replace(shape, points=points, glow=glow)
    return figure


_FEET: dict[str, tuple[Point, Point, Point, Point]] = {  # near knee, near foot, far knee, far foot
    "stand": ((0.1, 0.48), (0.09, 0.0), (-0.09, 0.48), (-0.1, 0.0)),
    "walk": ((0.2, 0.5), (0.26, 0.02), (-0.06, 0.46), (-0.32, 0.05)),
    "fight": ((0.3, 0.5), (0.42, 0.0), (-0.22, 0.47), (-0.46, 0.0)),
    "cheer": ((0.11, 0.48), (0.14, 0.0), (-0.11, 0.48), (-0.14, 0.0)),
    "cast": ((0.16, 0.48), (0.22, 0.0), (-0.14, 0.47), (-0.26, 0.0)),
    "sit": ((0.42, 0.5), (0.4, 0.0), (0.34, 0.48), (0.3, 0.0)),
}


def _legs(figure: Drawing, kit: Kit, pose: str, stuffs: Stuffs, colour: Array) -> None:
    hip = 0.5 if pose == "sit" else 0.92
    near_knee, near_foot, far_knee, far_foot = _FEET[pose]
    bone = kit.body == "bones"
    cloth = colour if bone else stuffs.metal * 0.55 if kit.body == "armour" else stuffs.earth * 0.55
    boots = colour if bone else stuffs.dark
    widths = (0.07, 0.06, 0.05) if bone else (0.2, 0.16, 0.11)
    for knee, foot, x, shade in ((far_knee, far_foot, -0.07, 0.7), (near_knee, near_foot, 0.07, 1.0)):
        figure.tube([(x, hip), knee, (foot[0], foot[1] + 0.08)], widths, cloth * np.float32(shade))
        toe = [(foot[0] - 0.08, 0.34), (foot[0] + 0.08, 0.34), (foot[0] + 0.09, 0.1), (foot[0] + 0.21, 0.05)]
        if not bone:
            lifted = [(px, py + foot[1]) for px, py in (*toe, (foot[0] + 0.2, 0.0), (foot[0] - 0.1, 0.0))]
            figure.add(lifted, boots * np.float32(shade))


_HANDS: dict[str, tuple[Point, Point]] = {  # near elbow and hand
    "stand": ((0.28, 1.16), (0.33, 0.98)),
    "walk": ((0.3, 1.18), (0.42, 1.06)),
    "fight": ((0.42, 1.56), (0.5, 1.86)),
    "cheer": ((0.36, 1.5), (0.42, 1.8)),
    "cast": ((0.42, 1.38), (0.66, 1.5)),
    "sit": ((0.3, 1.12), (0.5, 1.06)),
}


def _near_arm(
    figure: Drawing, kit: Kit, pose: str, colour: Array, skin: Array, stuffs: Stuffs, seat: float
) -> None:
    elbow, hand = _HANDS[pose]
    elbow, hand = (elbow[0], elbow[1] + seat), (hand[0], hand[1] + seat)
    bone = kit.body == "bones"
    sleeve = stuffs.metal * 0.75 if kit.body == "armour" else skin if kit.body == "hide" else colour * 0.9
    gear.held(figure, kit.right, hand, pose, stuffs)
    figure.tube(
        [(0.19, 1.4 + seat), elbow, hand],
        (0.05,) * 3 if bone else (0.15, 0.13, 0.1),
        colour if bone else sleeve,
    )
    if kit.body in ("robe", "gown"):
        figure.add(
            [
                (elbow[0] - 0.04, elbow[1]),
                hand,
                (hand[0] - 0.04, hand[1] - 0.22),
                (elbow[0] - 0.1, elbow[1] - 0.12),
            ],
            sleeve,
        )
    figure.disc(hand[0], hand[1], 0.05, 0.055, colour if bone else skin)
    if pose == "cast":
        light = lch(kit.glow or (0.85, 0.1, 210))
        for size, strength in ((0.16, 0.8), (0.1, 3.0), (0.05, 9.0)):
            figure.disc(hand[0] + 0.14, hand[1] + 0.08, size, size, light, glow=light * np.float32(strength))


def _far_arm(figure: Drawing, kit: Kit, pose: str, colour: Array, skin: Array, seat: float) -> None:
    hand = {"fight": (-0.42, 1.2), "cheer": (-0.42, 1.72), "cast": (-0.36, 1.12)}.get(pose, (-0.3, 0.96))
    elbow = (-0.36, 1.42) if pose == "cheer" else (-0.32, 1.18)
    hand, elbow = (hand[0], hand[1] + seat), (elbow[0], elbow[1] + seat)
    figure.tube([(-0.18, 1.4 + seat), elbow, hand], (0.14, 0.12, 0.09), colour * 0.6)
    figure.disc(*hand, 0.05, 0.05, skin * 0.7)
    if kit.left == "shield":
        figure.add(gear.shield((hand[0] - 0.02, hand[1] + 0.06)), colour * 0.9, (-0.5, 0.2, 0.84))
