"""What grows and lies about: trees, undergrowth, rocks, by the kind of land."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from painter.art import trees
from painter.art.canvas import Canvas, View
from painter.art.colour import lch
from painter.art.drawing import Drawing, place
from painter.art.landform import Land
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.stamps import Stamp
from painter.scene.scene import Scene

Rng = np.random.Generator


@dataclass(frozen=True)
class Growth:
    """Trees: their kind, how many from where to where (metres), and at how much of their size."""

    tree: str
    count: int
    near: float
    far: float
    scale: float = 1.0


GROWTH: dict[str, tuple[Growth, ...]] = {
    "forest": (Growth("main", 140, 16, 150), Growth("trunk", 20, 9, 30, 1.0)),
    "mountains": (Growth("pine", 130, 45, 420),),
    "hills": (Growth("main", 46, 60, 420), Growth("bush", 40, 20, 120)),
    "plains": (Growth("main", 24, 90, 420), Growth("bush", 30, 22, 140)),
    "swamp": (Growth("willow", 12, 18, 70), Growth("dead", 20, 16, 120)),
    "coast": (Growth("main", 22, 60, 300), Growth("bush", 24, 20, 90)),
    "tundra": (Growth("pine", 24, 80, 400),),
    "canyon": (Growth("bush", 34, 16, 120), Growth("pine", 12, 60, 240)),
    "volcano": (Growth("dead", 14, 20, 110),),
    "town": (Growth("main", 10, 50, 160),),
    "desert": (),
    "sea": (),
}
_TUFTS = {
    "desert": 26,
    "volcano": 0,
    "town": 40,
    "sea": 0,
    "tundra": 30,
    "swamp": 150,
    "coast": 160,
    "canyon": 90,
}
_ROCKS = {
    "mountains": 34,
    "volcano": 40,
    "canyon": 30,
    "desert": 22,
    "coast": 34,
    "tundra": 22,
    "town": 0,
    "sea": 0,
}


def plant(
    canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, keep_clear: Callable[[float, float], bool]
) -> None:
    """`keep_clear` says whether (x, z) must stay free of high things."""
    rng = stream(scene.seed, "growth")
    growth = list(GROWTH.get(scene.land, ()))
    if scene.has("palms") and scene.land in ("desert", "coast", "forest"):
        growth.append(Growth("palm", 22, 20, 110))
    if scene.has("deadtrees"):
        growth.append(Growth("dead", 16, 12, 90))
    stamps: dict[str, list[Stamp]] = {}
    for kind in growth:
        tree = _kind(scene) if kind.tree == "main" else kind.tree
        made = stamps.setdefault(
            tree, [Stamp.of(drawing, 300, 0.03) for drawing in _drawings(tree, scene, stuffs)]
        )
        _scatter(canvas, scene, land, rng, made, kind, keep_clear)
    _ground_cover(canvas, scene, stuffs, land, rng)


def frame(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land) -> None:
    """Dark things at the picture's edge, close by, that lead the eye in."""
    rng = stream(scene.seed, "frame")
    view = canvas.view
    side = -1 if land.focus > 0 else 1
    edge = view.width / 2 / view.focal
    if scene.land == "forest":
        _frame_of_trunks(canvas, scene, stuffs, land, rng)
    elif scene.land in ("hills", "plains", "mountains", "coast"):
        z = 11.0
        x = side * edge * z * 0.86
        if view.width > view.height and rng.random() < 0.75 and _y(land, x, z) > 0:
            tree = _edge_tree(scene, stuffs, rng)
            y = _y(land, x, z) - 0.2
            place(canvas, tree, x, y, z, scale=0.8, flip=side > 0, round_by=0.02, shadow=3.0)
    elif scene.land in ("swamp", "volcano") or scene.has("deadtrees"):
        z = 8.5
        x = side * edge * z * 0.8
        place(canvas, trees.bare(rng, stuffs), x, -0.2, z, scale=0.75, flip=side > 0, round_by=0.01)


def _edge_tree(scene: Scene, stuffs: Stuffs, rng: Rng) -> Drawing:
    if scene.land == "mountains" or scene.season == "winter":
        return trees.pine(rng, stuffs, scene.season == "winter")
    return trees.broadleaf(rng, stuffs, stuffs.leaves, 1700)


def _frame_of_trunks(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, rng: Rng) -> None:
    """Old trunks on both sides, and the crowns that they would have hanging in from above."""
    view = canvas.view
    side = -1 if land.focus > 0 else 1
    edge = view.width / 2 / view.focal
    for at, z in ((side * 0.86, 6.2), (-side * 0.93, 7.5), (side * 0.62, 10.5), (-side * 0.66, 12.0)):
        x = at * edge * z
        old = trees.trunk(rng, stuffs, scene.season != "winter")
        place(canvas, old, x, _y(land, x, z) - 0.1, z, flip=bool(rng.random() < 0.5), shadow=2.2)
    if scene.season == "winter" or scene.has("deadtrees"):
        return
    leaves = tuple(leaf * 0.5 for leaf in stuffs.leaves)
    for at, z in ((-0.9, 7), (-0.3, 9), (0.35, 9), (0.95, 7), (0.0, 12)):
        top = view.eye + (view.horizon / view.focal) * z
        crown = trees.foliage(rng, leaves, 6.5, 1.6)
        place(canvas, crown, at * edge * z, top - rng.uniform(-0.5, 0.5), z, round_by=0)


def stage_foot(view: View, land: Land) -> float:
    """How near ground is seen at the picture's lower edge, metres."""
    drop = view.eye - max(0.0, _y(land, 0.0, 6.0))
    return max(1.6, view.focal * drop / (view.height - view.horizon) * 1.02)


def _y(land: Land, x: float, z: float) -> float:
    return float(land.height(np.array([x], np.float32), np.array([z], np.float32))[0])


def _kind(scene: Scene) -> str:
    if scene.has("pines") or (scene.season == "winter" and not scene.has("deadtrees")):
        return "pine"
    if scene.has("birches"):
        return "birch"
    if scene.has("deadtrees"):
        return "dead"
    return "broad"


def _drawings(kind: str, scene: Scene, stuffs: Stuffs) -> list[Drawing]:
    rng = stream(scene.seed, kind)
    snowy = scene.season == "winter"
    makers: dict[str, Callable[[], Drawing]] = {
        "broad": lambda: trees.broadleaf(rng, stuffs, stuffs.leaves, 560),
        "birch": lambda: trees.birch(rng, stuffs, stuffs.leaves),
        "pine": lambda: trees.pine(rng, stuffs, snowy),
        "dead": lambda: trees.bare(rng, stuffs),
        "palm": lambda: trees.palm(rng, stuffs),
        "willow": lambda: trees.willow(rng, stuffs, stuffs.leaves),
        "trunk": lambda: trees.trunk(rng, stuffs, not snowy),
        "bush": lambda: trees.bush(rng, stuffs.leaves),
    }
    return [makers[kind]() for _ in range(3)]


def _scatter(
    canvas: Canvas,
    scene: Scene,
    land: Land,
    rng: Rng,
    stamps: list[Stamp],
    growth: Growth,
    keep_clear: Callable[[float, float], bool],
) -> None:
    edge = canvas.view.width / 2 / canvas.view.focal
    zs = growth.near * (growth.far / growth.near) ** (rng.random(growth.count * 2) ** 0.85)
    xs = rng.uniform(-1.05, 1.05, growth.count * 2) * edge * zs
    ys = land.height(xs.astype(np.float32), zs.astype(np.float32))
    clump = land.noise.fbm((xs / 40).astype(np.float32), (zs / 40).astype(np.float32), 2)
    wet = -0.7 if growth.tree in ("willow", "dead") else 0.3
    placed = 0
    for n in np.argsort(-zs):
        x, z, y = float(xs[n]), float(zs[n]), float(ys[n])
        if placed >= growth.count or y < wet or y > 380 or keep_clear(x, z):
            continue
        if scene.land not in ("forest", "swamp") and clump[n] < 0.42:
            continue
        size = growth.scale * rng.uniform(0.7, 1.25)
        stamps[rng.integers(len(stamps))].put(
            canvas, x, y - 0.15, z, size, bool(rng.random() < 0.5), rng.uniform(0.75, 1.1), shadow=1.6
        )
        placed += 1


def _ground_cover(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, rng: Rng) -> None:
    view = canvas.view
    snowy = scene.season == "winter" and scene.land not in ("desert", "volcano")
    grass = stuffs.grass * 0.8 if not snowy else stuffs.sand * 0.6
    if scene.land in ("desert", "coast"):
        grass = lch((0.5, 0.07, 105))
    tufts = [
        Stamp.of(trees.tuft(rng, grass, 0.55 if scene.land != "swamp" else 0.9), 96, 0) for _ in range(3)
    ]
    count = int(_TUFTS.get(scene.land, 260) * (0.4 if snowy else 1))
    if scene.has("flowers") and not snowy:
        tint = (
            stuffs.cloth[:3]
            if scene.accents
            else tuple(lch(c) for c in ((0.85, 0.14, 90), (0.7, 0.16, 10), (0.92, 0.02, 280)))
        )
        tufts += [Stamp.of(trees.flowers(rng, grass, tint), 96, 0) for _ in range(4)]
        count += 110
    rocks = [
        Stamp.of(trees.rock(rng, stuffs, snowy, scene.land in ("forest", "swamp")), 120, 0.02)
        for _ in range(4)
    ]
    nearest = stage_foot(view, land)
    for stamps, number, reach in ((rocks, _ROCKS.get(scene.land, 10), 26.0), (tufts, count, 12.0)):
        zs = np.sort(nearest * reach ** (rng.random(number) ** 1.3))[::-1]
        xs = rng.uniform(-1.05, 1.05, number) * view.width / 2 / view.focal * zs
        ys = land.height(xs.astype(np.float32), zs.astype(np.float32))
        away = (
            np.abs(xs - land.way(zs.astype(np.float32)))
            if scene.has("path") or scene.land == "forest"
            else np.full(number, 9.0)
        )
        for x, y, z, aside in zip(xs.tolist(), ys.tolist(), zs.tolist(), away.tolist(), strict=True):
            if 0.02 < y < 5 and aside > 1.6:
                size = rng.uniform(0.12, 0.3) * z**0.42 if stamps is rocks else rng.uniform(0.6, 1.3)
                stamps[rng.integers(len(stamps))].put(
                    canvas,
                    x,
                    y - 0.03,
                    z,
                    size,
                    bool(rng.random() < 0.5),
                    rng.uniform(0.7, 1.15),
                    shadow=1.1 if stamps is rocks else 0.0,
                )
