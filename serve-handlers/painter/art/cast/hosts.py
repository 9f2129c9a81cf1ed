"""Many people: a crowd in ranks over the middle ground, or two armies that face each other."""

import numpy as np

from painter.art.cast.figures import figure_of, pose_of, walks
from painter.art.cast.walkers import FEW
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.stamps import Stamp
from painter.scene.scene import Group, Lch, Scene

# More than so many of one kind are two armies.
_ONE_ARMY = 24
_COLOURS: tuple[Lch, Lch] = ((0.42, 0.15, 25), (0.4, 0.1, 258))
_PIXELS = 200


def muster(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    groups = [group for group in scene.figures if walks(group.kind) and group.count > FEW]
    if not groups:
        return
    if groups[0].count > _ONE_ARMY or (scene.mood == "battle" and len(groups) > 1):
        sides = (groups[0], groups[1] if len(groups) > 1 else groups[0])
        for side, group, colour in zip((-1, 1), sides, _COLOURS, strict=True):
            _army(stage, scene, stuffs, group, side, colour if len(groups) == 1 else None)
        return
    for group in groups:
        _crowd(stage, scene, stuffs, group)


def _stamps(
    scene: Scene, stuffs: Stuffs, group: Group, name: str, poses: list[str], colour: Lch | None
) -> list[Stamp]:
    dressed = Group(group.kind, group.count, colour or group.colour)
    rng = stream(scene.seed, name)
    return [Stamp.of(figure_of(scene, stuffs, dressed, rng, pose), _PIXELS, 0.03) for pose in poses]


def _crowd(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group) -> None:
    """A few drawings of them, stamped along the way and around the point of interest."""
    rng = stream(scene.seed, f"crowd {group.kind}")
    many = 8 if group.kind in ("villager", "traveller") else 5
    stamps = _stamps(scene, stuffs, group, group.kind, [pose_of(scene, group, n) for n in range(many)], None)
    count = group.count * 3
    zs = np.sort(stage.nearest * 1.35 * 6 ** rng.random(count))[::-1]
    for z in zs.tolist():
        aside = rng.normal(0, 0.2) * (1 if z > stage.nearest * 2 else 1.5)
        x = stage.azimuth * 0.6 * z + aside * z
        if stage.dry(x, z) and (y := stage.ground(x, z)) < 6:
            flip = bool(rng.random() < 0.5) if not scene.has("fleeing") else stage.focus < 0.5
            _set(stage, rng, stamps, (x, y, z), flip)


def _army(stage: Stage, scene: Scene, stuffs: Stuffs, group: Group, side: int, colour: Lch | None) -> None:
    """In ranks at one side of the point of interest, banners over them, looking across at the other."""
    rng = stream(scene.seed, f"army {side}")
    stamps = _stamps(scene, stuffs, group, f"{group.kind}{side}", ["walk", "guard", "guard", "fight"], colour)
    flags = [
        Stamp.of(_standard(stuffs, lch(colour or group.colour or (0.4, 0.1, 30 + 60 * side)), sway), 160, 0)
        for sway in (0.1, 0.3)
    ]
    for z in (stage.nearest * 1.3 * np.geomspace(9, 1, 15)).tolist():
        gap = 0.05 + 0.05 * rng.random()
        steps = np.arange(gap, 0.75, 1.5 * max(1.0, z / 40) / z)
        xs = stage.azimuth * z + side * (steps + rng.normal(0, 0.008, len(steps))) * z
        for x, y in zip(xs.tolist(), stage.grounds(xs, z).tolist(), strict=True):
            if abs(x) < z and 0.1 < y < 9:
                _set(stage, rng, stamps, (x, y, z), side > 0)
                if rng.random() < 0.05:
                    flags[rng.integers(2)].put(stage.canvas, x, y, z + 0.1, flip=side < 0)


def _set(
    stage: Stage, rng: np.random.Generator, stamps: list[Stamp], at: tuple[float, float, float], flip: bool
) -> None:
    (x, y, z), size = at, rng.uniform(0.93, 1.07)
    stamps[rng.integers(len(stamps))].put(
        stage.canvas, x, y - 0.03, z, size, flip, rng.uniform(0.85, 1.1), 0.5, fine=True
    )


def _standard(stuffs: Stuffs, colour: Array, sway: float) -> Drawing:
    """A banner on a pole of 4 m."""
    flag = Drawing()
    flag.tube([(0, 0), (0, 4.0)], (0.05, 0.04), stuffs.wood * 0.6, smooth=False)
    cloth = [
        (0.02, 3.9),
        (0.5, 3.9 + sway * 0.4),
        (1.1, 3.7),
        (1.05, 2.9),
        (0.5, 3.05 + sway * 0.4),
        (0.02, 2.9),
    ]
    flag.add(cloth, colour)
    flag.add([(0.3, 3.55), (0.55, 3.65), (0.8, 3.5), (0.55, 3.2)], stuffs.plaster)
    return flag
