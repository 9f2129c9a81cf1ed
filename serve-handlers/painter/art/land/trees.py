"""Trees and undergrowth, in metres: trunks that fork, crowns of leaf dabs lit from one side."""

import math
from itertools import pairwise

import numpy as np

from painter.art.colour import Array, vector
from painter.art.drawing import Drawing
from painter.art.palette import Stuffs

Rng = np.random.Generator


def broadleaf(rng: Rng, stuffs: Stuffs, leaves: tuple[Array, ...], dabs: int = 800) -> Drawing:
    """About 11 m: a forked trunk and some clusters of leaves."""
    tree = Drawing()
    tips = _boughs(tree, rng, stuffs.bark, (0.0, 0.0), math.pi / 2, rng.uniform(3.2, 4.2), 0.75, 3, 0.35)
    heart = (sum(x for x, _ in tips) / len(tips), sum(y for _, y in tips) / len(tips))
    # Drawn in towards the crown's heart, so that it is one crown and not a dozen.
    centres = [((x * 0.8 + heart[0] * 0.2), (y * 0.85 + heart[1] * 0.15) + 0.5) for x, y in tips]
    count = max(5, dabs // (3 * len(centres)))
    _dabs(tree, rng, (heart[0], heart[1] + 0.2), (2.8, 2.0), leaves, dabs // 4, 0.42, 0.36)
    for x, y in centres:
        _dabs(tree, rng, (x, y), (2.1, 1.6), leaves, count, 0.55, 0.34)
    for x, y in centres:
        _dabs(tree, rng, (x + 0.3, y + 0.6), (1.7, 1.1), leaves, count, 0.95, 0.26)
    return tree


def bare(rng: Rng, stuffs: Stuffs) -> Drawing:
    """About 9 m: a crooked tree without leaves."""
    tree = Drawing()
    _boughs(tree, rng, stuffs.bark * 0.8, (0.0, 0.0), math.pi / 2 + rng.uniform(-0.2, 0.2), 3.2, 0.7, 5, 0.75)
    return tree


def birch(rng: Rng, stuffs: Stuffs, leaves: tuple[Array, ...], dabs: int = 480) -> Drawing:
    """About 12 m: slim and white."""
    tree = Drawing()
    lean = rng.uniform(-0.6, 0.6)
    tree.tube([(0, 0), (lean * 0.3, 5), (lean, 11)], (0.34, 0.22, 0.06), stuffs.snow * 0.75)
    for y in np.arange(0.5, 9, 0.7):
        tree.disc(lean * y / 11 + rng.uniform(-0.1, 0.1), y, 0.12, 0.04, stuffs.dark)
    for y in np.linspace(5, 11.5, 7):
        _dabs(tree, rng, (lean * y / 11, y), (1.5, 0.8), leaves, dabs // 7, 0.5 + y / 22, 0.21)
    return tree


def pine(rng: Rng, stuffs: Stuffs, snowy: bool = False) -> Drawing:
    """About 14 m: tiers of drooping boughs."""
    tree = Drawing()
    tree.tube([(0, 0), (0, 6), (0.1, 14)], (0.5, 0.35, 0.05), stuffs.bark * 0.8)
    needle = stuffs.leaves[-1] * 0.35 + vector(0.012, 0.03, 0.022)
    tiers = 13
    for tier in range(tiers):
        share = tier / (tiers - 1)
        y, reach = 1.6 + share * 12.0, (1 - share) ** 0.85 * 2.9 + 0.16
        colour = needle * np.float32(0.7 + 0.5 * share + rng.uniform(-0.1, 0.1))
        outline = [(0.0, y + 1.5)]
        for side in (1, -1):
            points = np.linspace(1, 0, 7) if side > 0 else np.linspace(0, 1, 7)
            edge = [
                (side * reach * p, y - 0.55 * p + (0.22 if n % 2 else 0) + rng.uniform(-0.1, 0.1))
                for n, p in enumerate(points)
            ]
            outline += edge
        tree.add(outline, colour, (0.0, 0.45, 0.89))
        lit = [(0.05, y + 1.2), (reach * 0.75, y - 0.2), (reach * 0.3, y + 0.05)]
        tree.add(lit, colour * 1.4, (0.4, 0.6, 0.7))
        if snowy:
            for _ in range(4):
                p = rng.uniform(-0.85, 0.85)
                tree.disc(p * reach, y - 0.32 * abs(p) + 0.12, reach * 0.17 + 0.05, 0.1, stuffs.snow)
    return tree


def palm(rng: Rng, stuffs: Stuffs) -> Drawing:
    """About 9 m."""
    tree = Drawing()
    lean = rng.uniform(0.8, 2.2)
    tree.tube(
        [(0, 0), (lean * 0.25, 3), (lean * 0.6, 6), (lean, 8.2)], (0.55, 0.36, 0.3, 0.26), stuffs.bark * 1.2
    )
    for angle in np.linspace(-0.5, math.pi + 0.5, 11):
        reach = rng.uniform(2.2, 3.0)
        x, y = math.cos(angle), math.sin(angle)
        spine = [
            (lean, 8.2),
            (lean + x * reach * 0.5, 8.2 + y * reach * 0.55),
            (lean + x * reach, 7.7 + y * reach * 0.3 - 0.5),
        ]
        tree.tube(spine, (0.1, 0.62, 0.02), stuffs.leaves[-1] * np.float32(rng.uniform(0.6, 1.1)))
    return tree


def willow(rng: Rng, stuffs: Stuffs, leaves: tuple[Array, ...]) -> Drawing:
    """About 9 m: a swamp's tree, its moss hanging in curtains."""
    tree = Drawing()
    for root in (-1.5, -0.7, 0.8, 1.6):
        tree.tube([(root, -0.1), (root * 0.4, 0.7), (0, 2)], (0.2, 0.35, 0.6), stuffs.bark * 0.6)
    tips = _boughs(tree, rng, stuffs.bark * 0.65, (0.0, 1.2), math.pi / 2, 2.8, 0.8, 4, 0.7)
    for x, y in tips:
        for _ in range(3):
            at, drop = x + rng.uniform(-0.9, 0.9), rng.uniform(0.8, 3.0)
            colour = leaves[rng.integers(len(leaves))] * np.float32(rng.uniform(0.35, 0.75))
            tree.tube([(at, y + 0.4), (at + 0.1, y - drop * 0.5), (at, y - drop)], (0.5, 0.34, 0.03), colour)
        _dabs(tree, rng, (x, y + 0.3), (1.2, 0.55), leaves, 22, 0.55, 0.26)
    return tree


def trunk(rng: Rng, stuffs: Stuffs, mossy: bool = True) -> Drawing:
    """The lower 14 m of an old tree near by: bark ridges, roots, moss."""
    tree = Drawing()
    lean, wide = rng.uniform(-0.5, 0.5), rng.uniform(0.8, 1.25)
    for root in (-1.25, -0.6, 0.65, 1.3):
        tree.tube(
            [(root * wide, -0.15), (root * 0.55 * wide, 0.45), (root * 0.2, 1.8)],
            (0.18, 0.4, 0.6),
            stuffs.bark * 0.75,
        )
    tree.tube([(0, -0.1), (lean * 0.2, 4), (lean, 14)], (1.05 * wide, 0.85 * wide, 0.6 * wide), stuffs.bark)
    for _ in range(34):
        x, y, length = rng.uniform(-0.4, 0.4) * wide, rng.uniform(0, 12), rng.uniform(0.7, 2.6)
        at = x + lean * y / 14
        tree.tube(
            [(at, y), (at + rng.uniform(-0.07, 0.07), y + length / 2), (at + lean * length / 14, y + length)],
            (0.015, 0.09, 0.015),
            stuffs.bark * np.float32(rng.choice((0.5, 0.65, 1.35))),
            facing=(float(np.clip(x * 1.5, -0.7, 0.7)), 0.1, 0.75),
        )
    if mossy:
        _dabs(tree, rng, (-0.3 * wide, 0.5), (0.3, 1.2), (stuffs.leaves[0] * 0.8,), 26, 0.7, 0.13)
    for side in (-1, 1):
        y = rng.uniform(4.5, 8)
        tree.tube(
            [(lean * y / 14, y), (side * 1.6, y + 1.2), (side * 3.6, y + 1.6)],
            (0.42, 0.26, 0.06),
            stuffs.bark * 0.8,
        )
    return tree


def foliage(rng: Rng, leaves: tuple[Array, ...], wide: float, high: float, dabs: int = 620) -> Drawing:
    """A mass of leaves around (0, 0), to hang into the picture."""
    mass = Drawing()
    for n in range(5):
        x, y = rng.uniform(-wide / 2, wide / 2), rng.uniform(-high / 2, high / 2)
        _dabs(mass, rng, (x, y), (wide / 3, high / 2.6), leaves, dabs // 5, 0.35 + 0.12 * n, 0.13)
    return mass


def bush(rng: Rng, leaves: tuple[Array, ...]) -> Drawing:
    """About 1.3 m."""
    plant = Drawing()
    for x in (-0.5, 0.5, 0.0):
        _dabs(plant, rng, (x, 0.55), (0.6, 0.5), leaves, 44, 0.5 + 0.3 * (x == 0), 0.11)
    return plant


def tuft(rng: Rng, colour: Array, high: float = 0.5, blades: int = 16) -> Drawing:
    """Grass, reeds or dry stalks."""
    plant = Drawing()
    for _ in range(blades):
        x, lean, tall = (
            rng.normal(0, 0.2) * high * 2,
            rng.normal(0, 0.24) * high,
            high * rng.uniform(0.55, 1.1),
        )
        shade = np.float32(rng.uniform(0.55, 1.25))
        plant.add(
            [(x - 0.022 * high * 2, 0), (x + 0.022 * high * 2, 0), (x + lean, tall)],
            colour * shade,
            (0.0, 0.6, 0.8),
        )
    return plant


def flowers(rng: Rng, stem: Array, petals: tuple[Array, ...]) -> Drawing:
    plant = tuft(rng, stem, 0.45, 10)
    for _ in range(12):
        x, y = rng.normal(0, 0.3), rng.uniform(0.25, 0.5)
        plant.disc(x, y, 0.03, 0.026, petals[rng.integers(len(petals))])
    return plant


def rock(rng: Rng, stuffs: Stuffs, snowy: bool = False, mossy: bool = False) -> Drawing:
    """About a metre: facets with their own facings."""
    stone = Drawing()
    angles = np.sort(rng.uniform(0, math.pi, 7))
    rim = [(math.cos(a) * rng.uniform(0.75, 1.1), math.sin(a) * rng.uniform(0.55, 0.95)) for a in angles]
    rim = [(1.05, -0.1), *rim, (-1.05, -0.1)]
    peak = (rng.uniform(-0.25, 0.25), rng.uniform(0.3, 0.5))
    for one, other in pairwise(rim):
        middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        top = snowy and middle[1] > 0.45
        colour = stuffs.snow if top else stuffs.rock * np.float32(rng.uniform(0.75, 1.1))
        if mossy and middle[1] > 0.5:
            colour = stuffs.leaves[0] * 0.55
        stone.add([one, other, peak], colour, (middle[0] * 0.8, middle[1] * 0.8, 0.5))
    stone.add([rim[0], peak, rim[-1]], stuffs.rock * 0.75, (0.0, -0.1, 0.95))
    return stone


def _boughs(
    tree: Drawing,
    rng: Rng,
    colour: Array,
    start: tuple[float, float],
    angle: float,
    length: float,
    width: float,
    forks: int,
    wild: float = 0.5,
) -> list[tuple[float, float]]:
    """Draws a bough and what forks from it; returns the tips."""
    bend = rng.normal(0, 0.18 * wild * 2)
    middle = (start[0] + math.cos(angle + bend) * length / 2, start[1] + math.sin(angle + bend) * length / 2)
    end = (start[0] + math.cos(angle) * length, start[1] + math.sin(angle) * length)
    tree.tube([start, middle, end], (width, width * 0.8, width * 0.55), colour)
    if not forks:
        return [end]
    tips = []
    for side in (-1, 1) if forks > 1 or rng.random() < 0.6 else (-1, 0, 1):
        turn = angle + side * rng.uniform(0.25, 0.75) + rng.normal(0, 0.12 * wild)
        tips += _boughs(
            tree, rng, colour, end, turn, length * rng.uniform(0.55, 0.8), width * 0.55, forks - 1, wild
        )
    return tips


def _dabs(
    tree: Drawing,
    rng: Rng,
    centre: tuple[float, float],
    size: tuple[float, float],
    colours: tuple[Array, ...],
    count: int,
    bright: float,
    dab: float,
) -> None:
    """Leaves as brush dabs within an ellipse: brighter above and to the right, facing outwards."""
    angle, away = rng.uniform(0, 2 * math.pi, count), np.sqrt(rng.random(count))
    u, v = np.cos(angle) * away, np.sin(angle) * away
    x, y = centre[0] + u * size[0], centre[1] + v * size[1]
    light = bright * (0.8 + 0.3 * v + 0.12 * u + rng.uniform(-0.14, 0.14, count))
    tints = np.array(colours, np.float32)[rng.integers(len(colours), size=count)] * light[:, None]
    # A pointed stroke of the brush, hanging outwards.
    wide, side = dab * rng.uniform(0.5, 1.25, count), rng.uniform(0.35, 0.6, count)
    lean = np.arctan2(v - 0.5, u) + rng.normal(0, 0.8, count)
    cos, sin = wide * np.cos(lean), wide * np.sin(lean)
    xs = [x + cos * 1.3, x - sin * side + cos * 0.1, x - cos, x + sin * side]
    ys = [y + sin * 1.3, y + cos * side + sin * 0.1, y - sin, y - cos * side]
    strokes = np.stack([np.stack(xs, 1), np.stack(ys, 1)], -1).astype(np.float32)
    for stroke, tint, a, b in zip(strokes, tints, u.tolist(), v.tolist(), strict=True):
        tree.add(stroke, tint, (a * 0.6, 0.35 + 0.4 * b, 0.6))
