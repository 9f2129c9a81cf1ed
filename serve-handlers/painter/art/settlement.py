"""Buildings and other works of hands, set into the landscape around the point of interest."""

from collections.abc import Callable

import numpy as np

from painter.art import buildings, fortress, relics, tombs, vessels
from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place
from painter.art.fire import Plume, blaze, campfire
from painter.art.harbour import build_harbour, moor_fleet
from painter.art.masonry import LAMPLIGHT, Mason, mason_of
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.stage import Stage
from painter.scene.scene import Group, Scene

# What to draw, its width in metres, the share of the picture's width it should take, how far it is sunk.
Work = tuple[Callable[[Mason], Drawing], float, float, float]
WORKS: dict[str, Work] = {
    "castle": (fortress.castle, 110, 0.42, -4),
    "tower": (buildings.tower, 9, 0.09, 0.4),
    "lighthouse": (buildings.lighthouse, 9, 0.075, 0.4),
    "church": (buildings.church, 27, 0.3, 0.4),
    "ruin": (relics.ruin, 27, 0.36, 0.4),
    "tomb": (tombs.tomb, 58, 0.5, 1.2),
    "pyramid": (tombs.pyramid, 140, 0.44, 1),
    "obelisk": (tombs.obelisk, 3, 0.045, 0.3),
    "stones": (relics.stones_, 27, 0.36, 1.4),
    "statue": (relics.statue, 6, 0.1, 0.3),
    "windmill": (buildings.windmill, 12, 0.16, 0.3),
    "gate": (fortress.gate, 18, 0.34, 0.3),
    "wall": (fortress.wall, 92, 0.8, 0.5),
    "bridge": (fortress.bridge, 60, 0.55, 1.5),
    "cavemouth": (relics.cavemouth, 44, 0.5, 0.6),
    "hut": (buildings.hut, 6, 0.2, 0.0),
    "house": (buildings.house, 9, 0.26, 0.2),
    "cart": (vessels.cart, 7, 0.15, 0.0),
    "well": (relics.well, 3, 0.06, 0.0),
    "gallows": (relics.gallows, 3, 0.08, 0.0),
    "grave": (relics.grave, 7, 0.22, 0.05),
    "tent": (vessels.tent, 6, 0.13, 0.0),
    "portal": (relics.portal, 7, 0.16, 0.3),
}
AFLOAT = ("ship", "boat")
# One drawing of these has several.
MANY_IN_ONE = ("stones", "grave", "ruin", "wall")


def build(stage: Stage, scene: Scene, stuffs: Stuffs) -> list[Plume]:
    """Everything built, and the smoke over it."""
    kinds = {group.kind for group in scene.structures}
    groups = [
        *scene.structures,
        *([Group("portal")] if scene.has("portal") and "portal" not in kinds else []),
    ]
    # What is large and far stands before the houses are put in front of it.
    groups.sort(key=lambda group: -WORKS[group.kind][1] if group.kind in WORKS else 0)
    works = [group for group in groups if group.kind in WORKS and not _is_village(scene, group)]
    for number, group in enumerate(works):
        _work(stage, scene, stuffs, group, number)
    for group in groups:
        if group.kind in AFLOAT:
            moor_fleet(stage, scene, stuffs, group)
    if "pier" in kinds:
        build_harbour(stage, scene, stuffs, "ship" in kinds)
    houses = [max(group.count, 9) for group in groups if _is_village(scene, group)]
    if scene.land == "town":
        houses.append(14)
    plumes = _village(stage, scene, stuffs, max(houses)) if houses else []
    if scene.has("campfire"):
        _camp(stage, scene, stuffs)
    return plumes + _wildfire(stage, scene, bool(houses))


def _wildfire(stage: Stage, scene: Scene, houses_burn: bool) -> list[Plume]:
    """Fire that no house feeds: a volcano's, or the land's own."""
    eruption = (
        [Plume(stage.azimuth * 2600, 780, 2600, 1500, 130, 0.25, 0.9)] if scene.land == "volcano" else []
    )
    return eruption + (_fires(stage, scene) if scene.has("burning") and not houses_burn else [])


def _is_village(scene: Scene, group: Group) -> bool:
    return group.kind == "village" or (group.kind == "house" and (group.count > 2 or scene.has("burning")))


def _work(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, number: int) -> None:
    draw, wide, share, sunk = WORKS[group.kind]
    rng = stream(scene.seed, group.kind)
    most = 1 if group.kind in MANY_IN_ONE else 6
    for n in range(min(group.count, most)):
        # The first stands at the point of interest, others aside and farther away.
        aside = (
            0.0
            if n + number == 0
            else (-1 if (n + number) % 2 else 1)
            * (0.16 + 0.1 * ((n + number) // 2))
            * rng.uniform(0.85, 1.15)
        )
        smaller = 0.75 ** (n + 0.7 * number)
        view = stage.canvas.view
        z = max(stage.depth_for(wide, share * smaller), stage.nearest * 1.25)
        azimuth = stage.azimuth + aside * view.width / view.focal
        azimuth = float(np.clip(azimuth, -0.42 * view.width / view.focal, 0.42 * view.width / view.focal))
        x, z = _firm(stage, azimuth, z)
        mason = mason_of(scene, stuffs, f"{group.kind}{n}")
        y = stage.seen_from(x, z, wide * 0.3) if z > 25 else stage.ground(x, z)
        place(
            stage.canvas,
            draw(mason),
            x,
            y - sunk,
            z,
            flip=bool(azimuth > 0.1),
            round_by=0.008,
            shadow=wide * 0.6,
        )
        if mason.lit and group.kind in ("hut", "house", "lighthouse", "tower"):
            high = {"lighthouse": 19.0, "tower": 21.0}.get(group.kind, 2.3)
            stage.canvas.lights.append(
                Light(x, y + high, z - 2.2, LAMPLIGHT * np.float32(4), 0.2 * wide + 1.5, 1.0)
            )
        if group.kind == "portal":
            stage.canvas.lights.append(
                Light(
                    x,
                    y + 3.4,
                    z - 1.5,
                    lch(scene.tint("light") or (0.75, 0.15, 290)) * np.float32(6),
                    3.6,
                    1.2,
                )
            )


def _firm(stage: Stage, azimuth: float, z: float) -> tuple[float, float]:
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


def _village(stage: Stage, scene: Scene, stuffs: Stuffs, count: int) -> list[Plume]:
    """Houses on both sides of the way, from a stone's throw to the far end; some of them on fire."""
    rng = stream(scene.seed, "village")
    count = min(count + 3, 17)
    models = [buildings.house(mason_of(scene, stuffs, f"house{n}")) for n in range(6)]
    zs = np.sort(stage.nearest * (2.1 if scene.has("burning") else 2.6) * (8 ** rng.random(count)))[::-1]
    plumes = []
    view = stage.canvas.view
    for number, z in enumerate(zs.tolist()):
        side = -1 if number % 2 else 1
        gap = 5.0 + 0.04 * z
        x = float(stage.land.way(np.array([z], np.float32))[0]) + side * rng.uniform(gap, gap + 4 + 0.5 * z)
        if not stage.dry(x, z):
            continue
        y = stage.seen_from(x, z) if z > 60 else stage.ground(x, z)
        place(
            stage.canvas,
            models[number % 6],
            x,
            y - 0.3,
            z,
            scale=rng.uniform(0.9, 1.2),
            flip=side > 0,
            round_by=0.006,
            shadow=6.0,
        )
        if scene.has("burning") and rng.random() < 0.75:
            high = rng.uniform(4.5, 8.0)
            for shift in (-1.6, 1.4, 3.6):
                blaze(
                    stage.canvas,
                    scene,
                    rng,
                    x + shift * (-side if side > 0 else 1),
                    y + rng.uniform(2.0, 4.6),
                    z - 0.5,
                    high * rng.uniform(0.5, 1),
                    3.0,
                )
            plumes.append(Plume(x, y + 5, z, 34, 4.0, rng.uniform(0.3, 0.7), 0.42))
        elif scene.season == "winter" or scene.hour in ("dusk", "night"):
            plumes.append(Plume(x + 1, y + 6.5, z, 12, 0.7, 0.3, 0.3))
        if (
            scene.hour in ("dusk", "night")
            and not scene.has("burning")
            and z < 70
            and abs(x) < 0.5 * z * view.width / view.focal
        ):
            stage.canvas.lights.append(
                Light(x - side * 1.5, y + 1.8, z - 2.5, LAMPLIGHT * np.float32(2.2), 2.4, 0.5)
            )
    return plumes[-9:]


def _fires(stage: Stage, scene: Scene) -> list[Plume]:
    rng = stream(scene.seed, "fires")
    plumes = []
    for _ in range(7):
        z = stage.nearest * rng.uniform(3, 11)
        x = (stage.azimuth + rng.uniform(-0.35, 0.35)) * z
        y = stage.seen_from(x, z) if z > 30 else stage.ground(x, z)
        blaze(stage.canvas, scene, rng, x, y - 0.3, z, rng.uniform(2.5, 6), 3.2)
        plumes.append(Plume(x, y + 3, z, 30, 3.4, rng.uniform(0.1, 0.3), 0.7))
    return plumes


def camp_place(stage: Stage) -> tuple[float, float]:
    """x and z of the camp fire."""
    return _firm(stage, stage.azimuth * 0.8, stage.nearest * 1.5)


def _camp(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    rng = stream(scene.seed, "camp")
    x, z = camp_place(stage)
    campfire(stage.canvas, scene, rng, x, stage.ground(x, z), z, stuffs.wood, stuffs.stone)
