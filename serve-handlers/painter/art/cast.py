"""People and beasts, set into the landscape: who is few stands near, who is many stands in ranks far off."""

from dataclasses import dataclass

import numpy as np

from painter.art import beasts, creatures, dragons
from painter.art.canvas import Light
from painter.art.colour import Array, lch, tinted
from painter.art.drawing import Drawing, place
from painter.art.fire import fire_colour, torch
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.people import KITS, person
from painter.art.settlement import camp_place
from painter.art.stage import Stage
from painter.art.stamps import Stamp
from painter.scene.scene import Group, Scene

# More than these of a kind stand in ranks.
_FEW = 7
_IN_WATER = ("serpent", "kraken", "whale")
_COATS: dict[str, tuple[float, float, float]] = {
    "dragon": (0.36, 0.08, 25),
    "griffin": (0.55, 0.08, 70),
    "birds": (0.2, 0.01, 270),
    "bats": (0.18, 0.01, 290),
    "spider": (0.24, 0.02, 40),
    "serpent": (0.4, 0.08, 170),
    "kraken": (0.4, 0.1, 15),
    "whale": (0.36, 0.03, 245),
}


def act(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    walkers = [
        group
        for group in scene.figures
        if group.kind in KITS
        or group.kind == "rider"
        or group.kind in beasts.BUILDS
        or group.kind == "spider"
    ]
    for group in scene.figures:
        if group.kind in ("dragon", "griffin"):
            _fly(stage, scene, stuffs, group)
        elif group.kind in ("birds", "bats"):
            _flock(stage, scene, group)
        elif group.kind in _IN_WATER:
            _surface(stage, scene, group)
    place_no = 0
    for group in sorted(walkers, key=lambda one: -KITS[one.kind].height if one.kind in KITS else 0):
        if group.count > _FEW:
            _ranks(stage, scene, stuffs, group)
        else:
            for n in range(group.count):
                _walker(stage, scene, stuffs, group, n, place_no)
                place_no += 1


def coat(scene: Scene, group: Group) -> Array | None:
    """What the text says of its colour, deep as hides are, else the kind's own."""
    named = group.colour or (scene.tint("creature") if group.kind in _COATS else None)
    if named:
        return tinted(lch(named), light=0.75, chroma=0.6)
    return lch(_COATS[group.kind]) if group.kind in _COATS else None


def pose_of(scene: Scene, group: Group, n: int) -> str:
    if scene.mood == "battle":
        return "cast" if group.kind in ("wizard", "witch") else ("fight", "walk", "fight")[n % 3]
    if group.kind in ("wizard", "witch") and scene.has("magic"):
        return "cast"
    if scene.has("path") and group.kind not in ("king", "queen", "ghost"):
        return "walk"
    return ("stand", "walk", "stand")[n % 3]


@dataclass(frozen=True)
class _Stand:
    """Where someone stands, metres, which way they look, and how."""

    x: float
    z: float
    to_left: bool
    pose: str


def _walker(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, n: int, number: int) -> None:
    """One of a few, with what shines about them."""
    rng = stream(scene.seed, f"{group.kind}{n}")
    tall = KITS[group.kind].height if group.kind in KITS else 1.2
    stand = _stand(stage, scene, group, n, number, tall)
    x, z = stand.x, stand.z
    y = stage.ground(x, z) - 0.03
    drawing = figure_of(scene, stuffs, group, rng, stand.pose)
    place(stage.canvas, drawing, x, y, z, flip=stand.to_left, round_by=0.035, shadow=0.55 * tall)
    ahead = -1 if stand.to_left else 1
    if scene.has("torches", "lanterns") and group.kind in KITS and n % 2 == 0 and tall < 1.5:
        torch(stage.canvas, scene, rng, x + 0.45 * ahead, y + 1.35 * tall, z - 0.05, stuffs.wood)
    if group.kind == "ghost":
        pale = lch((0.75, 0.08, 205)) * np.float32(1.5)
        stage.canvas.lights.append(Light(x, y + 1.2, z - 0.5, pale, 1.6, 1.0))
    if stand.pose == "cast":
        spell = lch(scene.tint("light") or (0.8, 0.11, 220)) * np.float32(4)
        stage.canvas.lights.append(Light(x + 0.8 * ahead, y + 1.55, z - 0.4, spell, 1.7, 1.0))


def _stand(stage: Stage, scene: Scene, group: Group, n: int, number: int, tall: float) -> _Stand:
    """Near the point of interest, a little apart from the others, on dry ground; or around the camp fire."""
    to_left, pose = stage.focus > 0.5, pose_of(scene, group, n)
    if scene.has("campfire") and tall < 1.5 and number < 6:
        # By turns on its left and its right.
        x, z = camp_place(stage)
        right = bool(number % 2)
        aside = (1.25 + 0.75 * (number // 2)) * (1 if right else -1)
        return _Stand(x + aside, z + 0.35 * (number // 2) - 0.1, right, "sit")
    total = sum(one.count for one in scene.figures if one.count <= _FEW)
    wide = any(one.kind not in KITS or KITS[one.kind].height > 1.5 for one in scene.figures)
    spread = min(0.22 if wide else 0.13, 0.5 / max(total, 1))
    order = (number + 1) // 2 * (-1 if number % 2 else 1)
    # Beside the point of interest, towards the picture's middle, so that they look at it.
    share = stage.focus + (-0.09 if to_left else 0.09) + order * spread
    view = stage.canvas.view
    depth = stage.nearest * (1.12 + 0.13 * number + (0.25 if total > 3 else 0)) * max(1.0, tall**0.75)
    x, z = _dry_spot(stage, (share - 0.5) * view.width / view.focal, depth)
    if scene.mood == "battle" and total > 1:
        to_left = not number % 2
    return _Stand(x, z, to_left, pose)


def figure_of(
    scene: Scene, stuffs: Stuffs, group: Group, rng: np.random.Generator, pose: str, armed: bool = True
) -> Drawing:
    """A drawing of one of the group."""
    if group.kind == "rider":
        mounted = Drawing()
        mounted.include(beasts.beast("horse", rng, stuffs, pace=1.0))
        rider = person("knight" if scene.mood == "battle" else "traveller", rng, stuffs, "sit", armed=False)
        mounted.include(rider, -0.05, 1.0)
        return mounted
    if group.kind == "spider":
        return creatures.spider(lch(_COATS["spider"]))
    if group.kind in beasts.BUILDS:
        return beasts.beast(group.kind, rng, stuffs, coat(scene, group))
    cloak = lch(group.colour) if group.colour else lch(tint) if (tint := scene.tint("cloak")) else None
    return person(group.kind, rng, stuffs, pose, cloak, armed)


def _dry_spot(stage: Stage, azimuth: float, z: float) -> tuple[float, float]:
    for farther in (1.0, 1.2, 1.45):
        for aside in (0.0, 0.1, -0.1, 0.22, -0.22, 0.36, -0.36, 0.5, -0.5):
            x = (azimuth + aside) * z * farther
            if stage.dry(x, z * farther):
                return x, z * farther
    return azimuth * z, z


def _ranks(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group) -> None:
    """Many: a few drawings of them stamped over the middle ground."""
    rng = stream(scene.seed, f"ranks {group.kind}")
    stamps = [
        Stamp.of(figure_of(scene, stuffs, group, rng, pose_of(scene, group, n)), 180, 0.03) for n in range(4)
    ]
    count = group.count * 4
    zs = np.sort(stage.nearest * 1.5 * 8 ** rng.random(count))[::-1]
    for z in zs.tolist():
        x = (stage.azimuth * 0.8 + rng.normal(0, 0.2)) * z
        if stage.dry(x, z) and stage.ground(x, z) < 6:
            stamps[rng.integers(4)].put(
                stage.canvas,
                x,
                stage.ground(x, z) - 0.03,
                z,
                rng.uniform(0.93, 1.07),
                bool(rng.random() < 0.25),
                shadow=0.5,
            )


def _fly(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group) -> None:
    """In the sky on the other side of the point of interest, looking towards it."""
    view = stage.canvas.view
    for n in range(min(group.count, 4)):
        rng = stream(scene.seed, f"{group.kind}{n}")
        big = group.kind == "dragon"
        share = (0.44 if big else 0.24) * 0.55**n
        z = stage.depth_for(22 if big else 7, share)
        to_left = stage.focus > 0.5
        across = (0.38 if to_left else 0.62) + (-1) ** n * 0.27 * min(n, 1)
        row = view.horizon * rng.uniform(0.36, 0.46) - 0.12 * n * view.height
        x, y = view.across(across * view.width, z), view.eye + (view.horizon - row) * z / view.focal
        colour = coat(scene, group)
        if colour is None:
            continue
        breathing = big and (scene.has("burning", "fire") or scene.mood == "battle")
        drawing = dragons.dragon(rng, colour, breathing) if big else creatures.griffin(stuffs, colour)
        whole = Drawing()
        whole.include(drawing, turn=rng.uniform(-0.05, 0.16))
        flip = not to_left
        place(stage.canvas, whole, x, y - (4 if big else 1), z, flip=flip, round_by=0.015)
        if breathing:
            sign = -1 if flip else 1
            stage.canvas.lights.append(
                Light(x + sign * 11, y - 5, z - 1, fire_colour(scene) * np.float32(8), 6.0, 1.3)
            )


def _flock(stage: Stage, scene: Scene, group: Group) -> None:
    rng = stream(scene.seed, group.kind)
    view = stage.canvas.view
    colour = coat(scene, group)
    for _ in range(max(group.count * 2, 7)):
        across, row = (
            np.clip(rng.normal(1 - stage.focus, 0.16), 0.03, 0.97),
            view.horizon * np.clip(rng.normal(0.45, 0.17), 0.06, 0.9),
        )
        z = stage.depth_for(1.2, rng.uniform(0.012, 0.035))
        drawing = creatures.bird(rng, colour) if group.kind == "birds" else creatures.bat(rng, colour)  # type: ignore[arg-type]
        place(
            stage.canvas,
            drawing,
            view.across(float(across) * view.width, z),
            view.eye + (view.horizon - float(row)) * z / view.focal,
            z,
            flip=bool(rng.random() < 0.5),
        )


def _surface(stage: Stage, scene: Scene, group: Group) -> None:
    rng = stream(scene.seed, group.kind)
    colour = coat(scene, group)
    if colour is None:
        return
    drawing = (
        creatures.kraken(rng, colour)
        if group.kind == "kraken"
        else creatures.whale(colour)
        if group.kind == "whale"
        else creatures.serpent(colour)
    )
    ship = scene.counts("ship")
    view = stage.canvas.view
    z = stage.depth_for(18, 0.3 if ship else 0.42) * (0.9 if ship else 1)
    azimuth = stage.azimuth - (0.3 if stage.azimuth > 0 else -0.3) * view.width / view.focal
    x = azimuth * z
    place(
        stage.canvas,
        drawing,
        x,
        stage.ground(x, z) if scene.land == "sea" else 0.0,
        z,
        scale=1.3 if group.kind == "kraken" else 1.0,
        flip=azimuth > stage.azimuth,
    )
