"""Buildings and other works of hands, set into the landscape around the point of interest."""

from dataclasses import replace

import numpy as np

from painter.art.air.fire import blaze, campfire
from painter.art.air.smoke import Plume
from painter.art.built.bells import lamp_post
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.places import chasm, graveyard, jetty, street, sunken, village
from painter.art.places.harbour import build_harbour, moor_fleet
from painter.art.places.works import AFLOAT, WORKS, raise_work
from painter.scene.scene import Group, Scene


def build(stage: Stage, scene: Scene, stuffs: Stuffs) -> list[Plume]:
    """Everything built, and the smoke over it."""
    kinds = {group.kind for group in scene.structures}
    if scene.has("drowned") and scene.has("lake"):
        sunken.drown(stage, scene, stuffs)
    _works(stage, scene, stuffs)
    for group in scene.structures:
        if group.kind in AFLOAT and not (group.kind == "boat" and "pier" in kinds and scene.has("lake")):
            moor_fleet(stage, scene, stuffs, group)
    if "pier" in kinds:
        _landing(stage, scene, stuffs, bool(kinds & {"ship", "longship"}))
    if "grave" in kinds:
        graveyard.lay_out(stage, scene, stuffs)
    plumes = _homes(stage, scene, stuffs)
    if scene.has("campfire"):
        _camp(stage, scene, stuffs)
    return plumes + _wildfire(stage, scene, bool(plumes))


def _works(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """What stands alone; what is large and far before what is put in front of it."""
    groups = list(scene.structures)
    kinds = {group.kind for group in groups}
    for thing in ("portal", "waterfall"):
        if scene.has(thing) and thing not in kinds and not (thing == "waterfall" and scene.land == "canyon"):
            groups.append(Group(thing))
    if scene.land == "canyon":
        groups = [group for group in groups if group.kind != "bridge"]
        if scene.has("waterfall"):
            chasm.fall(stage, scene, stuffs)
        if "bridge" in kinds:
            chasm.span(stage, scene, stuffs)
    if scene.land == "desert" and scene.has("ruined"):
        groups = [replace(group, kind="colossus") if group.kind == "statue" else group for group in groups]
    works = [group for group in groups if group.kind in WORKS and not _is_village(scene, group)]
    for number, group in enumerate(sorted(works, key=lambda group: -WORKS[group.kind].wide)):
        raise_work(stage, scene, stuffs, group, number)


def _landing(stage: Stage, scene: Scene, stuffs: Stuffs, has_ships: bool) -> None:
    if scene.has("lake"):
        jetty.run_out(stage, scene, stuffs)
        return
    build_harbour(stage, scene, stuffs, has_ships)
    if scene.has("lanterns") or scene.hour in ("night", "dusk"):
        z = stage.nearest * 1.6
        x = stage.land.side * 0.3 * z
        lamp_post(stage, stuffs, x, stage.ground(x, z), z)


def _is_village(scene: Scene, group: Group) -> bool:
    return group.kind == "village" or (group.kind == "house" and (group.count > 2 or scene.has("burning")))


def _homes(stage: Stage, scene: Scene, stuffs: Stuffs) -> list[Plume]:
    """Of many: a street of a town, or a village."""
    houses = [max(group.count, 9) for group in scene.structures if _is_village(scene, group)]
    if scene.in_street:
        return street.line(stage, scene, stuffs)
    if scene.land == "town":
        houses.append(12)
    return village.settle(stage, scene, stuffs, max(houses)) if houses else []


def _wildfire(stage: Stage, scene: Scene, houses_burn: bool) -> list[Plume]:
    """Fire that no house feeds: a volcano's, or the land's own."""
    eruption = []
    if scene.land == "volcano":
        eruption.append(Plume(stage.azimuth * 2600, 780, 2600, 1500, 130, 0.25, 0.9))
    return eruption + (_fires(stage, scene) if scene.has("burning") and not houses_burn else [])


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
    for aside in (0.0, 0.12, -0.12, 0.3, -0.3):
        x, z = (stage.azimuth * 0.8 + aside) * stage.nearest * 1.4, stage.nearest * 1.4
        if stage.dry(x, z):
            return float(x), float(z)
    return float(np.float32(stage.azimuth * 0.8 * stage.nearest * 1.4)), stage.nearest * 1.4


def _camp(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    rng = stream(scene.seed, "camp")
    x, z = camp_place(stage)
    campfire(stage.canvas, scene, rng, x, stage.ground(x, z), z, stuffs.wood, stuffs.stone)
