"""People, about 1.8 m tall, turned to the right: legs, body, cloak, arms, head, and what they carry."""

import math
from dataclasses import replace

import numpy as np

from painter.art.colour import Array, lch, tinted, vector
from painter.art.drawing import Drawing, spline
from painter.art.palette import Stuffs
from painter.art.people import cloaks, gear
from painter.art.people.clothes import Wear, body
from painter.art.people.hats import head
from painter.art.people.kits import KITS, MIXED, Kit
from painter.art.people.poses import HIP, POSES, Point, Pose

Rng = np.random.Generator
_HAIR = (
    (0.28, 0.03, 50),
    (0.38, 0.06, 55),
    (0.5, 0.09, 60),
    (0.66, 0.09, 82),
    (0.48, 0.13, 45),
    (0.62, 0.01, 80),
)
_LONG = ("robe", "gown", "dress")


def person(
    kind: str,
    rng: Rng,
    stuffs: Stuffs,
    pose: str = "stand",
    cloth: Array | None = None,
    armed: bool = True,
    right: str | None = None,
) -> Drawing:
    """A drawing of `kind` (a key of KITS) in `pose` (a key of POSES).

    cloth: of the cloak and the clothes, else the kit's, else one of the scene's. right: in the near hand.
    """
    kit = KITS[str(rng.choice(MIXED[kind]))] if kind in MIXED else KITS.get(kind, KITS["villager"])
    if not armed:
        kit = replace(
            kit, right="mug" if pose == "cheer" else "", left=kit.left if kit.left == "wings" else ""
        )
    kit = kit if right is None else replace(kit, right=right)
    wear, way = _wear(kit, rng, stuffs, cloth), POSES[pose]
    figure = Drawing()
    figure.include(*_leaning(_behind(kit, wear, pose), way))
    _legs(figure, kit, wear, way)
    figure.include(*_leaning(_before(kit, wear, pose), way))
    return _sized(figure, kit)


def _wear(kit: Kit, rng: Rng, stuffs: Stuffs, cloth: Array | None) -> Wear:
    colour = (
        cloth
        if cloth is not None
        else lch(kit.cloth)
        if kit.cloth
        else stuffs.cloth[rng.integers(len(stuffs.cloth))]
    )
    colour = colour * np.float32(rng.uniform(0.85, 1.15))
    skin = lch(kit.skin) if kit.skin else stuffs.skin * np.float32(rng.choice((0.45, 0.75, 0.9, 1.0, 1.1)))
    hair = lch(kit.hair or _HAIR[rng.integers(len(_HAIR))])
    # What is worn beneath is of the same family, a good deal paler or darker.
    under = tinted(colour, 1.25 if rng.random() < 0.5 else 0.7, 0.5, rng.uniform(-40, 40))
    return Wear(colour, under, skin, hair, stuffs, rng)


def _leaning(upper: Drawing, way: Pose) -> tuple[Drawing, float, float, float, bool, float]:
    """The arguments for including what is above the hip: turned about it, and lowered with it."""
    sin, cos = math.sin(-way.lean), math.cos(-way.lean)
    return upper, HIP * sin, HIP - way.drop - HIP * cos, 1.0, False, -way.lean


def _behind(kit: Kit, wear: Wear, pose: str) -> Drawing:
    """What the body hides in part: wings, a pack, the far arm, the cloak's back."""
    part, way = Drawing(), POSES[pose]
    if kit.left == "wings":
        gear.wings(part, wear.cloth if kit.head == "halo" else lch((0.24, 0.05, 20)))
    if kit.left == "pack":
        part.add(spline([(-0.36, 0.95), (-0.12, 0.95), (-0.1, 1.42), (-0.34, 1.44)]), wear.stuffs.earth * 0.8)
        part.tube([(-0.38, 1.46), (-0.1, 1.46)], (0.13, 0.13), wear.stuffs.cloth[0] * 0.7, smooth=False)
    if kit.left == "quiver":
        gear.quiver(part, wear.stuffs)
    _arm(part, kit, wear, [(-0.17, 1.38), way.far_elbow, way.far_hand], 0.62)
    if kit.left == "shield":
        gear.shield(part, way.far_hand, wear.cloth, wear.stuffs)
    if kit.cloak:
        cloaks.behind(part, wear, way.sweep, max(0.1, way.drop))
    return part


def _before(kit: Kit, wear: Wear, pose: str) -> Drawing:
    part, way = Drawing(), POSES[pose]
    body(part, kit.body, wear, way.drop)
    if kit.cloak and pose in ("stand", "walk", "kneel") and kit.body not in ("armour", "gown"):
        cloaks.closed(part, wear, way.sweep, 0.12 + way.drop)
    head(
        part,
        kit.head,
        wear,
        0.03,
        1.64,
        0.35 if pose == "kneel" else -0.3 if pose == "reach" else -way.lean * 0.6,
    )
    gear.held(part, kit.right, way.hand, pose, wear.stuffs)
    _arm(part, kit, wear, [(0.19, 1.38), way.elbow, way.hand], 1.0)
    if pose == "cast":
        gear.spell(part, way.hand, kit.glow)
    return part


def _arm(part: Drawing, kit: Kit, wear: Wear, joints: list[Point], shade: float) -> None:
    """Shoulder, elbow, hand; sleeves hang wide on robes."""
    dim, (elbow, hand) = np.float32(shade), joints[1:]
    if kit.body == "bones":
        part.tube(joints, (0.045, 0.04, 0.035), wear.cloth * dim)
        part.disc(*hand, 0.04, 0.045, wear.cloth * dim)
        return
    sleeve = {"armour": wear.stuffs.metal * 0.7, "tabard": wear.stuffs.metal * 0.4, "hide": wear.skin}.get(
        kit.body
    )
    if sleeve is None:
        sleeve = wear.under if kit.body in ("dress", "apron") else wear.cloth * 0.92
    part.disc(joints[0][0] - 0.01, joints[0][1] - 0.01, 0.085, 0.085, sleeve * dim, facing=(0.3, 0.5, 0.8))
    part.tube(joints, (0.14, 0.125, 0.085), sleeve * dim, facing=(0.25, 0.25, 0.93))
    if kit.body in ("robe", "gown"):
        hang = [(elbow[0], elbow[1] + 0.04), (hand[0], hand[1] + 0.05), (hand[0] - 0.06, hand[1] - 0.2)]
        part.add([*hang, (elbow[0] - 0.08, elbow[1] - 0.1)], sleeve * dim * 0.9)
    part.disc(*hand, 0.045, 0.05, wear.skin * dim)
    part.tube([hand, (hand[0] + 0.03, hand[1] - 0.05)], (0.05, 0.03), wear.skin * dim * 0.85, smooth=False)


def _legs(figure: Drawing, kit: Kit, wear: Wear, way: Pose) -> None:
    hip, bone = HIP - way.drop, kit.body == "bones"
    cloth = wear.cloth if bone else wear.stuffs.metal * 0.5 if kit.body == "armour" else wear.under * 0.7
    widths = (0.07, 0.06, 0.05) if bone else (0.2, 0.16, 0.12)
    legs = ((-0.07, way.far_knee, way.far_foot, 0.62), (0.07, way.knee, way.foot, 1.0))
    for x, knee, foot, shade in legs:
        figure.tube([(x, hip), knee, (foot[0], foot[1] + 0.08)], widths, cloth * np.float32(shade))
        if not bone and kit.body not in _LONG:
            _boot(figure, knee, foot, wear.stuffs.earth * np.float32(0.45 * shade))
        else:
            shoe = wear.cloth if bone else wear.stuffs.dark
            figure.disc(foot[0] + 0.06, foot[1] + 0.04, 0.12, 0.04, shoe * np.float32(shade))


def _boot(figure: Drawing, knee: Point, foot: Point, leather: Array) -> None:
    (x, y), top = foot, (foot[0] * 0.55 + knee[0] * 0.45, foot[1] * 0.55 + knee[1] * 0.45)
    figure.tube([top, (x, y + 0.1)], (0.17, 0.13), leather, smooth=False)
    figure.add(
        spline(
            [(x - 0.08, y + 0.13), (x + 0.06, y + 0.13), (x + 0.19, y + 0.05), (x + 0.2, y), (x - 0.09, y)], 3
        ),
        leather,
    )
    figure.tube([(top[0] - 0.08, top[1]), (top[0] + 0.09, top[1])], (0.06, 0.06), leather * 1.6, smooth=False)


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
