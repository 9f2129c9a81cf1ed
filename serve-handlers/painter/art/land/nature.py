"""What grows and lies about: trees, undergrowth, rocks, by the kind of land."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from painter.art.canvas import Canvas, View
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing
from painter.art.land import trees
from painter.art.land.landform import Land
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.art.places.jetty import middle_of
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


# Of grass; more drawings than these are flowers.
_KINDS = 3
_PETALS = ((0.85, 0.14, 90), (0.7, 0.16, 10), (0.92, 0.02, 280))


def plant(
    canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, keep_clear: Callable[[float, float], bool]
) -> None:
    """`keep_clear` says whether (x, z) must stay free of high things."""
    rng = stream(scene.seed, "growth")
    growth = list(() if scene.in_street else GROWTH.get(scene.land, ()))
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


def _away(scene: Scene, land: Land, xs: Array, zs: Array) -> Array:
    """How far from where people tread: the way, or the jetty."""
    if scene.counts("pier") and scene.has("lake"):
        away: Array = np.abs(xs - middle_of(land.focus)) - 0.4
        return away
    if scene.has("path") or scene.land == "forest":
        beside: Array = np.abs(xs - land.way(zs.astype(np.float32)))
        return beside
    return np.full(len(xs), 9.0)


def _ground_cover(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, rng: Rng) -> None:
    """Rocks and tufts, from the picture's foot to where they are too small to be seen."""
    if scene.in_street:
        return
    snowy = scene.season == "winter" and scene.land not in ("desert", "volcano")
    mossy = scene.land in ("forest", "swamp")
    rocks = [Stamp.of(trees.rock(rng, stuffs, snowy, mossy), 120, 0.02) for _ in range(4)]
    _strew(canvas, scene, land, rng, rocks, _ROCKS.get(scene.land, 10), 26.0, rocky=True)
    tufts = _tufts(scene, stuffs, rng, snowy)
    count = int(_TUFTS.get(scene.land, 260) * (0.4 if snowy else 1)) + 110 * (len(tufts) > _KINDS)
    _strew(canvas, scene, land, rng, tufts, count, 12.0, rocky=False)


def _tufts(scene: Scene, stuffs: Stuffs, rng: Rng, snowy: bool) -> list[Stamp]:
    """Grass, and flowers where there are any."""
    grass = stuffs.grass * 0.8 if not snowy else stuffs.sand * 0.6
    if scene.land in ("desert", "coast"):
        grass = lch((0.5, 0.07, 105))
    high = 0.55 if scene.land != "swamp" else 0.9
    tufts = [Stamp.of(trees.tuft(rng, grass, high), 96, 0) for _ in range(_KINDS)]
    if scene.has("flowers") and not snowy:
        petals = stuffs.cloth[:3] if scene.accents else tuple(lch(colour) for colour in _PETALS)
        tufts += [Stamp.of(trees.flowers(rng, grass, petals), 96, 0) for _ in range(4)]
    return tufts


def _strew(
    canvas: Canvas,
    scene: Scene,
    land: Land,
    rng: Rng,
    stamps: list[Stamp],
    count: int,
    reach: float,
    rocky: bool,
) -> None:
    """Over dry level ground, up to `reach` times as far as the nearest that is seen."""
    view = canvas.view
    zs = np.sort(stage_foot(view, land) * reach ** (rng.random(count) ** 1.3))[::-1]
    xs = rng.uniform(-1.05, 1.05, count) * view.width / 2 / view.focal * zs
    ys = land.height(xs.astype(np.float32), zs.astype(np.float32))
    away = _away(scene, land, xs, zs)
    for x, y, z, aside in zip(xs.tolist(), ys.tolist(), zs.tolist(), away.tolist(), strict=True):
        if 0.02 < y < 5 and aside > 1.6:
            size = rng.uniform(0.12, 0.3) * z**0.42 if rocky else rng.uniform(0.6, 1.3)
            stamp, flip = stamps[rng.integers(len(stamps))], bool(rng.random() < 0.5)
            stamp.put(canvas, x, y - 0.03, z, size, flip, rng.uniform(0.7, 1.15), 1.1 if rocky else 0.0)
