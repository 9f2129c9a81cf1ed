"""What makes a room remarkable: thrones, coffins, hoards, anvils, beds, carpets, banners; in metres."""

import numpy as np

from painter.art.canvas import Canvas, Light
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, place, spline
from painter.art.noise import Lattice
from painter.art.palette import Stuffs
from painter.art.rooms.solids import ashlar, box, facet, grain, pillar

Rng = np.random.Generator


def hoard(canvas: Canvas, rng: Rng, x: float, z: float, wide: float) -> None:
    """A heap of gold."""
    heap = Drawing()
    gold = lch((0.75, 0.13, 85))
    heap.add(
        spline(
            [
                (-wide / 2, 0),
                (-wide * 0.3, wide * 0.13),
                (0, wide * 0.24),
                (wide * 0.28, wide * 0.12),
                (wide / 2, 0),
            ],
            6,
        ),
        gold * 0.6,
        (0.0, 0.5, 0.85),
    )
    for _ in range(240):
        u = rng.uniform(-1, 1)
        y = rng.uniform(0, 1) * (1 - abs(u)) * wide * 0.22
        heap.disc(
            u * wide * 0.46,
            y,
            0.07,
            0.03,
            gold * np.float32(rng.uniform(0.5, 1.6)),
            rng.uniform(-0.4, 0.4),
            facing=(rng.uniform(-0.5, 0.5), 0.7, 0.5),
        )
    for tint in ((0.6, 0.2, 25), (0.6, 0.16, 155), (0.55, 0.18, 265)):
        heap.disc(
            rng.uniform(-0.3, 0.3) * wide, wide * 0.1, 0.09, 0.09, lch(tint), glow=lch(tint) * np.float32(0.6)
        )
    place(canvas, heap, x, 0, z)


def skulls(canvas: Canvas, rng: Rng, stuffs: Stuffs, x: float, y: float, z: float, count: int = 5) -> None:
    pile = Drawing()
    for _ in range(count):
        px, py = rng.normal(0, 0.3), abs(rng.normal(0, 0.08))
        pile.disc(px, py + 0.12, 0.11, 0.12, stuffs.plaster * 0.9)
        pile.box(px - 0.06, py, px + 0.06, py + 0.07, stuffs.plaster * 0.8)
        for eye in (-0.04, 0.045):
            pile.disc(px + eye, py + 0.11, 0.028, 0.03, stuffs.dark * 0.3)
    place(canvas, pile, x, y, z)


def coffin(canvas: Canvas, lattice: Lattice, stuffs: Stuffs, x: float, z: float, carved: bool = True) -> None:
    """A stone sarcophagus, 2.4 m, lengthwise to the eye, its figure lying on the lid."""
    texture = ashlar(lattice)
    box(canvas, (x - 1.5, 0, z - 0.3), (x + 1.5, 0.25, z + 1.6), stuffs.stone * 0.7)
    box(canvas, (x - 1.25, 0.25, z), (x + 1.25, 1.0, z + 1.3), stuffs.stone * 0.85, texture=texture)
    box(canvas, (x - 1.4, 1.0, z - 0.1), (x + 1.4, 1.18, z + 1.4), stuffs.stone)
    if carved:
        figure = Drawing()
        figure.add(
            spline(
                [
                    (-1.1, 0),
                    (-1.1, 0.22),
                    (-0.6, 0.3),
                    (0.2, 0.34),
                    (0.75, 0.24),
                    (0.95, 0.34),
                    (1.15, 0.24),
                    (1.2, 0),
                ],
                5,
            ),
            stuffs.stone * 1.1,
            (0.0, 0.5, 0.85),
        )
        figure.tube([(-0.7, 0.3), (0.4, 0.42)], (0.06, 0.04), stuffs.stone * 0.8, smooth=False)
        place(canvas, figure, x, 1.18, z + 0.5)


def anvil(canvas: Canvas, stuffs: Stuffs, x: float, z: float) -> None:
    block = Drawing()
    block.box(-0.35, 0, 0.35, 0.55, stuffs.wood * 0.6)
    block.add(
        [
            (-0.3, 0.55),
            (0.3, 0.55),
            (0.2, 0.7),
            (0.25, 0.85),
            (0.55, 0.98),
            (-0.45, 0.98),
            (-0.75, 0.92),
            (-0.3, 0.82),
            (-0.2, 0.7),
        ],
        stuffs.metal * 0.6,
    )
    hot = lch((0.72, 0.2, 45))
    block.box(-0.1, 0.97, 0.5, 1.03, hot, glow=hot * np.float32(4))
    place(canvas, block, x, 0, z)
    canvas.lights.append(Light(x + 0.2, 1.2, z - 0.2, hot * np.float32(2.5), 0.8, 0.7))


def bed(canvas: Canvas, lattice: Lattice, stuffs: Stuffs, x: float, z: float, cloth: Array) -> None:
    """With four posts."""
    wood, texture = stuffs.wood * 0.7, grain(lattice)
    box(canvas, (x - 1.1, 0, z + 2.0), (x + 1.1, 1.7, z + 2.15), wood, texture=texture)
    box(canvas, (x - 1.05, 0.3, z), (x + 1.05, 0.62, z + 2.0), cloth)
    box(canvas, (x - 0.9, 0.62, z + 1.45), (x + 0.9, 0.82, z + 1.95), stuffs.plaster)
    for px in (-1.1, 1.1):
        for pz in (2.05, 0.0):
            pillar(canvas, x + px, z + pz, 0, 2.5, 0.14, wood)
    box(canvas, (x - 1.2, 2.45, z - 0.1), (x + 1.2, 2.62, z + 2.2), cloth * 0.8)


def throne(canvas: Canvas, stuffs: Stuffs, z: float, cloth: Array) -> float:
    """On three steps before z; returns the height of its seat's floor."""
    for n in range(3):
        half, front = 4.6 - n * 0.9, z - 3.6 + n * 0.8
        box(
            canvas,
            (-half, 0.22 * n, front),
            (half, 0.22 * (n + 1), z),
            stuffs.stone * np.float32(0.7 + 0.08 * n),
        )
    floor = 0.66
    seat = Drawing()
    gold, back = lch((0.72, 0.11, 82)), stuffs.wood * 0.5
    outline = [(-0.85, 0), (-0.95, 2.6), (-0.6, 3.3), (0, 4.1), (0.6, 3.3), (0.95, 2.6), (0.85, 0)]
    seat.add(outline, gold * 0.8)
    seat.add([(x * 0.82, 0.1 + y * 0.92) for x, y in outline], back)
    seat.add(spline([(-0.55, 1.0), (-0.55, 2.4), (0, 3.1), (0.55, 2.4), (0.55, 1.0)], 4), cloth * 0.35)
    for side in (-1, 1):
        seat.tube([(side * 0.95, 2.5), (side * 1.1, 3.4), (side * 0.95, 4.2)], (0.12, 0.1, 0.02), gold)
        seat.box(side * 0.9 - 0.14, 0, side * 0.9 + 0.14, 1.15, gold * 0.7)
        seat.disc(side * 0.9, 1.2, 0.19, 0.14, gold)
    seat.box(-0.75, 0, 0.75, 0.62, back * 1.3)
    seat.box(-0.72, 0.55, 0.72, 0.7, cloth * 1.1, facing=(0.0, 0.8, 0.6))
    place(canvas, seat, 0, floor, z - 0.9, round_by=0.02)
    return floor


def carpet(canvas: Canvas, wide: float, near: float, far: float, cloth: Array) -> None:
    for half, y, colour in ((wide / 2, 0.01, lch((0.62, 0.09, 80))), (wide / 2 - 0.14, 0.03, cloth)):
        facet(canvas, [(-half, y, near), (half, y, near), (half, y, far), (-half, y, far)], colour)


def banner(canvas: Canvas, x: float, y: float, z: float, cloth: Array, size: float = 1.0) -> None:
    """Hangs from (x, y, z), 3 m long."""
    flag = Drawing()
    flag.tube([(-0.7, 0), (0.7, 0)], (0.08, 0.08), lch((0.4, 0.05, 60)), smooth=False)
    flag.add([(-0.6, 0), (0.6, 0), (0.6, -2.5), (0, -3.1), (-0.6, -2.5)], cloth)
    for left in (-0.35, 0.1):
        flag.add([(left, 0), (left + 0.2, 0), (left + 0.22, -2.5), (left + 0.02, -2.6)], cloth * 0.72)
    gold = lch((0.74, 0.12, 84))
    flag.disc(0, -1.1, 0.28, 0.28, gold)
    flag.add([(-0.08, -1.2), (0.08, -1.2), (0, -2.1)], gold)
    place(canvas, flag, x, y, z, scale=size, round_by=0.01)
