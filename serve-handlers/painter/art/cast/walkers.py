"""A few people or beasts by the point of interest: where each stands, and what shines about them."""

from dataclasses import dataclass

import numpy as np

from painter.art.air.fire import torch
from painter.art.canvas import Light
from painter.art.cast.figures import figure_of, height, pose_of, walks
from painter.art.colour import lch
from painter.art.drawing import place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.people.kits import KITS
from painter.art.places.settlement import camp_place
from painter.scene.scene import Group, Scene

# More than these of a kind stand in ranks.
FEW = 7
_LAMP = (0.84, 0.13, 75)


@dataclass(frozen=True)
class _Stand:
    """Where someone stands, metres, which way they look, and how."""

    x: float
    y: float
    z: float
    to_left: bool
    pose: str


def walk_on(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """All groups of a few: giants, who stand farthest off, then people, then beasts around them."""
    groups = [group for group in scene.figures if walks(group.kind) and group.count <= FEW]
    number = 0
    for group in sorted(groups, key=lambda one: (-max(1.5, height(one.kind)), one.kind not in KITS)):
        for n in range(group.count):
            _walker(stage, scene, stuffs, group, n, number)
            number += 1


def _walker(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, n: int, number: int) -> None:
    rng = stream(scene.seed, f"{group.kind}{n}")
    tall = height(group.kind)
    stand = _stand(stage, scene, group, n, number, tall)
    light = _carried(scene, group, stand, number)
    drawing = figure_of(scene, stuffs, group, rng, "hold" if light else stand.pose, right=light)
    place(
        stage.canvas,
        drawing,
        stand.x,
        stand.y - 0.03,
        stand.z,
        flip=stand.to_left,
        round_by=0.035,
        shadow=0.55 * tall,
        fine=True,
    )
    _shine(stage, scene, stuffs, group, stand, light or "")


def _carried(scene: Scene, group: Group, stand: _Stand, number: int) -> str | None:
    """One lantern for a party, a torch for every second hand."""
    if group.kind not in KITS or height(group.kind) > 1.5 or stand.pose not in ("stand", "walk"):
        return None
    if scene.has("torches") and number % 2 == 0:
        return "torch"
    lamp = scene.has("lanterns") and number == 0 and not scene.has("alley") and not scene.counts("pier")
    return "lantern" if lamp else None


def _shine(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, stand: _Stand, light: str) -> None:
    ahead, tall = -1 if stand.to_left else 1, height(group.kind)
    x, y, z = stand.x, stand.y - 0.03, stand.z
    lights = stage.canvas.lights
    if light == "torch":
        rng = stream(scene.seed, f"torch{x}")
        torch(stage.canvas, scene, rng, x + 0.46 * ahead, y + 1.42 * tall, z - 0.05, stuffs.wood)
    elif light == "lantern":
        colour = lch(scene.tint("light") or _LAMP)
        lights.append(Light(x + 0.46 * ahead, y + 1.15 * tall, z - 0.2, colour * np.float32(2.6), 2.0, 0.45))
    if group.kind == "ghost":
        lights.append(Light(x, y + 1.2, z - 0.5, lch((0.75, 0.08, 205)) * np.float32(1.5), 1.6, 1.0))
    if stand.pose == "cast":
        spell = lch(scene.tint("light") or (0.8, 0.11, 220)) * np.float32(4)
        lights.append(Light(x + 0.8 * ahead, y + 1.55, z - 0.4, spell, 1.7, 1.0))


def _stand(stage: Stage, scene: Scene, group: Group, n: int, number: int, tall: float) -> _Stand:
    """Near the point of interest, a little apart from the others, on dry ground; or around the camp fire."""
    to_left, pose = stage.focus > 0.5, pose_of(scene, group, n)
    if scene.has("campfire") and group.kind in KITS and tall < 1.5 and number < 6:
        return _seat(stage, number)
    if number < len(stage.places) and tall < 1.5:
        x, y, z = stage.places[number]
        return _Stand(x, y, z, bool(number % 2), pose)
    total = sum(one.count for one in scene.figures if one.count <= FEW)
    wide = any(one.kind not in KITS or KITS[one.kind].height > 1.5 for one in scene.figures)
    spread = min(0.2 if wide else 0.12, 0.5 / max(total, 1))
    order = (number + 1) // 2 * (-1 if number % 2 else 1)
    # Beside the point of interest, towards the picture's middle, so that they look at it.
    share = stage.focus + (-0.09 if to_left else 0.09) + order * spread
    view = stage.canvas.view
    depth = stage.nearest * (1.1 + 0.11 * number + (0.2 if total > 3 else 0)) * max(1.0, tall**0.75)
    x, z = dry_spot(stage, (share - 0.5) * view.width / view.focal, depth)
    if scene.mood == "battle" and total > 1:
        to_left = not number % 2
    return _Stand(x, stage.ground(x, z), z, to_left, pose)


def _seat(stage: Stage, number: int) -> _Stand:
    """By turns on the fire's left and its right, the later ones farther round it."""
    x, z = camp_place(stage)
    right = bool(number % 2)
    aside = (1.15 + 0.7 * (number // 2)) * (1 if right else -1)
    x, z = x + aside, z + 0.5 * (number // 2) - 0.1
    return _Stand(x, stage.ground(x, z), z, right, "sit")


def dry_spot(stage: Stage, azimuth: float, z: float) -> tuple[float, float]:
    for farther in (1.0, 1.2, 1.45):
        for aside in (0.0, 0.1, -0.1, 0.22, -0.22, 0.36, -0.36, 0.5, -0.5):
            x = (azimuth + aside) * z * farther
            if stage.dry(x, z * farther):
                return x, z * farther
    return azimuth * z, z
