"""What lights a room: hearths, torches in rings, braziers, candles and wheels of them; in metres."""

import math

import numpy as np

from painter.art.air.fire import fire_colour, flames, lamp_colour
from painter.art.canvas import Canvas, Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place, spline
from painter.art.noise import Lattice
from painter.art.palette import Stuffs
from painter.art.rooms.solids import ashlar, box, facet, wall
from painter.scene.scene import Scene

Rng = np.random.Generator


def hearth(
    canvas: Canvas,
    lattice: Lattice,
    scene: Scene,
    rng: Rng,
    stuffs: Stuffs,
    x: float,
    z: float,
    wide: float = 2.8,
    high: float = 4.2,
) -> None:
    """A fireplace before the back wall at z, with its fire burning."""
    _chimney(canvas, lattice, stuffs, x, z, wide / 2, high)
    for n in range(3):
        log = Drawing()
        log.tube(
            [(-0.8, 0.12 + 0.12 * n), (0.8, 0.16 + 0.1 * n)], (0.2, 0.18), stuffs.wood * 0.4, smooth=False
        )
        place(canvas, log, x + rng.uniform(-0.15, 0.15), 0, z - 0.5 - 0.05 * n)
    colour = fire_colour(scene)
    place(canvas, flames(rng, 1.25, 1.5, colour), x, 0.22, z - 0.55)
    canvas.lights.append(Light(x, 1.0, z - 1.6, lamp_colour(colour) * np.float32(6.5), 2.7, 0.7))
    canvas.lights.append(Light(x, 0.5, z - 0.7, colour * np.float32(3), 0.8, 0.0))


def _chimney(
    canvas: Canvas, lattice: Lattice, stuffs: Stuffs, x: float, z: float, half: float, high: float
) -> None:
    """Two cheeks, a sooty back, a mantelpiece, and the hood that narrows towards the ceiling."""
    stone, texture, front = stuffs.stone * 0.75, ashlar(lattice), z - 0.9
    box(canvas, (x - half - 0.5, 0, front), (x - half, 2.0, z), stone, texture=texture)
    box(canvas, (x + half, 0, front), (x + half + 0.5, 2.0, z), stone, texture=texture)
    back = wall((x - half, z - 0.02), (x + half, z - 0.02), 0.0, 1.7)
    facet(canvas, back, stuffs.dark * 0.6, texture=texture)
    box(canvas, (x - half - 0.7, 1.65, front - 0.15), (x + half + 0.7, 2.05, z), stuffs.wood * 0.55)
    foot, top = half + 0.5, half - 0.5
    lower = [(x - foot, 2.05, front), (x + foot, 2.05, front)]
    hood = [*lower, (x + top, high, z - 0.3), (x - top, high, z - 0.3)]
    facet(canvas, hood, stone * 0.9, texture=texture)


def sconce(
    canvas: Canvas, scene: Scene, rng: Rng, stuffs: Stuffs, x: float, y: float, z: float, reach: float = 2.4
) -> None:
    """A torch in a ring on a wall."""
    holder = Drawing()
    holder.tube([(0, -0.35), (0, 0.18)], (0.06, 0.1), stuffs.wood * 0.5, smooth=False)
    holder.box(-0.09, 0.08, 0.09, 0.14, stuffs.dark)
    place(canvas, holder, x, y, z)
    colour = fire_colour(scene)
    place(canvas, flames(rng, 0.55, 0.26, colour), x, y + 0.17, z)
    canvas.lights.append(Light(x * 0.9, y + 0.4, z - 0.12, lamp_colour(colour) * np.float32(5.0), reach, 0.8))


def brazier(canvas: Canvas, scene: Scene, rng: Rng, stuffs: Stuffs, x: float, z: float) -> None:
    bowl = Drawing()
    for foot in (-0.3, 0.3):
        bowl.tube([(foot, 0), (foot * 0.3, 0.9)], (0.06, 0.06), stuffs.dark * 1.4, smooth=False)
    bowl.add([(-0.45, 1.15), (0.45, 1.15), (0.25, 0.85), (-0.25, 0.85)], stuffs.dark * 1.6)
    place(canvas, bowl, x, 0, z)
    colour = fire_colour(scene)
    place(canvas, flames(rng, 0.9, 0.6, colour), x, 1.1, z - 0.02)
    canvas.lights.append(Light(x, 1.6, z - 0.3, lamp_colour(colour) * np.float32(4.2), 2.1, 0.8))


def candle(
    canvas: Canvas, rng: Rng, x: float, y: float, z: float, strength: float = 1.3, reach: float = 1.1
) -> None:
    light = lch((0.86, 0.12, 75))
    stick = Drawing()
    stick.box(-0.03, 0, 0.03, 0.16, lch((0.88, 0.04, 90)), glow=light * np.float32(0.5))
    stick.add(spline([(-0.02, 0.17), (0, 0.26), (0.02, 0.17)], 4), light, glow=light * np.float32(9))
    place(canvas, stick, x, y, z)
    canvas.lights.append(
        Light(x, y + 0.25, z - 0.1, light * np.float32(strength * rng.uniform(0.8, 1.1)), reach, 0.7)
    )


def chandelier(canvas: Canvas, stuffs: Stuffs, x: float, y: float, z: float, top: float) -> None:
    """A wheel of candles on a chain."""
    wheel = Drawing()
    wheel.tube([(0, 0.4), (0, top - y)], (0.03, 0.03), stuffs.dark, smooth=False)
    for side in (-0.75, 0.75):
        wheel.tube([(0, 0.55), (side, 0.02)], (0.025, 0.025), stuffs.dark, smooth=False)
    ring = [(0.85 * math.cos(a), 0.18 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 22)]
    wheel.tube(ring, (0.09, 0.09), stuffs.wood * 0.5, smooth=False)
    light = lch((0.88, 0.11, 80))
    for angle in np.linspace(0.2, 2 * math.pi, 9):
        cx, cy = 0.85 * math.cos(angle), 0.18 * math.sin(angle)
        wheel.box(cx - 0.025, cy, cx + 0.025, cy + 0.14, lch((0.9, 0.04, 90)))
        wheel.add(
            spline([(cx - 0.022, cy + 0.15), (cx, cy + 0.25), (cx + 0.022, cy + 0.15)], 3),
            light,
            glow=light * np.float32(8),
        )
    place(canvas, wheel, x, y, z)
    canvas.lights.append(Light(x, y + 0.1, z, light * np.float32(2.2), 2.4, 0.45))
