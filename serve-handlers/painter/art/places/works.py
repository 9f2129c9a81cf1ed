"""Single works of hands: what each is drawn by, how large it is seen, and where it finds firm ground."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from painter.art.built import bells, buildings, falls, fortress, relics, temples, tombs, vessels
from painter.art.built.masonry import LAMPLIGHT, Mason, mason_of
from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place
from painter.art.land import trees
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Group, Scene


@dataclass(frozen=True)
class Work:
    """draw; wide: its width in metres; share: of the picture's width that it takes; sunk: into the ground."""

    draw: Callable[[Mason], Drawing]
    wide: float
    share: float
    sunk: float = 0.0


WORKS: dict[str, Work] = {
    "castle": Work(fortress.castle, 110, 0.42, -4),
    "tower": Work(buildings.tower, 9, 0.09, 0.4),
    "lighthouse": Work(buildings.lighthouse, 9, 0.075, 0.4),
    "church": Work(buildings.church, 27, 0.3, 0.4),
    "ruin": Work(relics.ruin, 27, 0.36, 0.4),
    "temple": Work(temples.temple, 36, 0.42, 0.2),
    "cauldron": Work(relics.cauldron, 1.8, 0.11),
    "tomb": Work(tombs.tomb, 58, 0.5, 1.2),
    "pyramid": Work(tombs.pyramid, 140, 0.44, 1),
    "obelisk": Work(tombs.obelisk, 3, 0.045, 0.3),
    "stones": Work(relics.stones_, 27, 0.36, 1.4),
    "statue": Work(relics.statue, 7, 0.15, 0.3),
    "colossus": Work(relics.colossus, 20, 0.3, 0.0),
    "waterfall": Work(falls.waterfall, 46, 0.5, 0.6),
    "windmill": Work(buildings.windmill, 12, 0.16, 0.3),
    "gate": Work(fortress.gate, 18, 0.34, 0.3),
    "wall": Work(fortress.wall, 92, 0.8, 0.5),
    "bridge": Work(fortress.bridge, 60, 0.8, 1.5),
    "cavemouth": Work(relics.cavemouth, 44, 0.5, 0.6),
    "bell": Work(bells.bell, 5, 0.32, 0.1),
    "hut": Work(buildings.hut, 6, 0.2),
    "house": Work(buildings.house, 9, 0.26, 0.2),
    "cart": Work(vessels.cart, 7, 0.15),
    "well": Work(relics.well, 3, 0.08),
    "gallows": Work(relics.gallows, 3, 0.08),
    "tent": Work(vessels.tent, 6, 0.13),
    "portal": Work(relics.portal, 7, 0.16, 0.3),
}
AFLOAT = ("ship", "longship", "boat")
# One drawing of these has several.
_MANY_IN_ONE = ("stones", "ruin", "wall", "bell", "bridge", "waterfall")
# What may stand in the midst of water, on rocks of its own.
_ISLED = (
    "castle",
    "tower",
    "lighthouse",
    "church",
    "ruin",
    "statue",
    "hut",
    "house",
    "stones",
    "obelisk",
    "tomb",
    "temple",
)
_LAMPS = {"lighthouse": 19.0, "tower": 21.0, "hut": 2.3, "house": 2.3}


def raise_work(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, number: int) -> None:
    """One or some of a kind; `number` others stand there already."""
    for n in range(1 if group.kind in _MANY_IN_ONE else min(group.count, 6)):
        _one(stage, scene, stuffs, group.kind, n, n + number)


def _one(stage: Stage, scene: Scene, stuffs: Stuffs, kind: str, n: int, number: int) -> None:
    work, mason, view = WORKS[kind], mason_of(scene, stuffs, f"{kind}{n}"), stage.canvas.view
    afloat = kind in _ISLED and scene.has("lake") and scene.has("offshore", "drowned") and n == 0
    smaller = 0.8 ** (n + 0.6 * number) * (0.75 if scene.has("offshore") and afloat else 1.0)
    z = max(stage.depth_for(work.wide, work.share * smaller), stage.nearest * 1.25)
    azimuth = stage.azimuth + _aside(scene, kind, number) * view.width / view.focal
    limit = 0.42 * view.width / view.focal
    azimuth = float(np.clip(azimuth, -limit, limit))
    if afloat:
        x = azimuth * z
        y = _islet(stage, scene, stuffs, x, z, work.wide)
    else:
        x, z = firm(stage, azimuth, z)
        y = stage.seen_from(x, z, work.wide * 0.3) if z > 25 else stage.ground(x, z)
    flip, shadow = bool(azimuth > 0.1), 0.0 if afloat else work.wide * 0.6
    place(stage.canvas, work.draw(mason), x, y - work.sunk, z, flip=flip, round_by=0.008, shadow=shadow)
    _light(stage, scene, mason, kind, (x, y, z), work.wide)
    _stands(stage, kind, (x, y - work.sunk, z))


def _aside(scene: Scene, kind: str, number: int) -> float:
    """The first stands at the point of interest, others by turns left and right of it, ever farther off."""
    if number == 0:
        return 0.0
    rng = stream(scene.seed, f"{kind}{number} aside")
    return float((-1 if number % 2 else 1) * (0.16 + 0.1 * (number // 2)) * rng.uniform(0.85, 1.15))


def _islet(stage: Stage, scene: Scene, stuffs: Stuffs, x: float, z: float, wide: float) -> float:
    """Rocks out of the water; the height of their top."""
    rng = stream(scene.seed, "islet")
    rocks = Drawing()
    for share in np.linspace(-0.8, 0.8, 9):
        size = wide * rng.uniform(0.1, 0.18)
        rocks.include(
            trees.rock(rng, stuffs, scene.season == "winter", True), share * wide, -0.2 * size, size
        )
    place(stage.canvas, rocks, x, 0.0, z - 0.5, round_by=0.01)
    return 0.03 * wide


def _light(
    stage: Stage, scene: Scene, mason: Mason, kind: str, at: tuple[float, float, float], wide: float
) -> None:
    x, y, z = at
    if mason.lit and kind in _LAMPS:
        lamp = Light(x, y + _LAMPS[kind], z - 2.2, LAMPLIGHT * np.float32(4), 0.2 * wide + 1.5, 1.0)
        stage.canvas.lights.append(lamp)
    if kind == "cauldron":
        stage.canvas.lights.append(
            Light(x, y + 1.5, z - 0.5, lch((0.8, 0.15, 145)) * np.float32(3), 1.6, 0.7)
        )
    if kind == "portal":
        colour = lch(scene.tint("light") or (0.75, 0.15, 290))
        stage.canvas.lights.append(Light(x, y + 3.4, z - 1.5, colour * np.float32(6), 3.6, 1.2))


def _stands(stage: Stage, kind: str, at: tuple[float, float, float]) -> None:
    """Where people belong by this work: on a bridge, under a bell."""
    x, y, z = at
    if kind == "bridge":
        for step in (2.0, -4.0, 7.0, -9.0, 12.0, -14.0):
            stage.places.append((x + step, y + 7.5 + 2.2 * (1 - (step / 30) ** 2), z - 0.1))
    if kind == "bell":
        stage.places.extend(
            (x + dx, max(0.0, y), z + dz) for dx, dz in ((-0.45, -0.5), (2.6, 0.2), (-2.9, 0.4))
        )


def firm(stage: Stage, azimuth: float, z: float) -> tuple[float, float]:
    """A dry place near (azimuth, z): farther away if need be, else to the side of the land."""
    for farther in (1.0, 1.15, 1.35, 1.6, 2.0):
        if stage.dry(azimuth * z * farther, z * farther):
            return azimuth * z * farther, z * farther
    side = stage.land.side
    for aside in np.linspace(0, 0.75, 12):
        x = (azimuth + side * aside) * z
        if stage.dry(x, z):
            return x, z
    return azimuth * z, z
