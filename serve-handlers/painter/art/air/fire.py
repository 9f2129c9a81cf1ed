"""Flames, torches, lanterns and camp fires: what they look like and the light they give."""

import numpy as np

from painter.art.canvas import Canvas, Light
from painter.art.colour import Array, lch, mix
from painter.art.drawing import Drawing, place, spline
from painter.scene.scene import Scene

Rng = np.random.Generator
_FIRE = (0.74, 0.165, 58)


def fire_colour(scene: Scene) -> Array:
    return lch(scene.tint("fire") or _FIRE)


def lamp_colour(fire: Array) -> Array:
    """What a fire lights a room with: paler than its flames."""
    return mix(fire, lch((0.87, 0.05, 78)), 0.55)


def flames(rng: Rng, high: float, wide: float, colour: Array) -> Drawing:
    """Tongues of fire over (0, 0), `high` metres; hotter towards the middle."""
    drawing = Drawing()
    white = lch((0.95, 0.08, 95))
    for share, strength, heat in ((1.0, 0.9, 0.0), (0.74, 1.7, 0.3), (0.46, 3.6, 0.75)):
        tint = mix(colour * (0.6 if not heat else 1.0), white, heat)
        for number in range(5):
            x = (number - 2) / 2 * wide / 2 * share * 0.8 + rng.normal(0, wide * 0.05)
            tall = high * share * (1.15 - 0.3 * abs(number - 2)) * rng.uniform(0.65, 1.1)
            base, sway = wide * 0.24 * (0.6 + share * 0.6), rng.normal(0, wide * 0.16)
            outline = [
                (x - base, tall * 0.08),
                (x - base * 0.85, tall * 0.3),
                (x + sway * 0.5 - base * 0.25, tall * 0.62),
                (x + sway, tall),
                (x + sway * 0.6 + base * 0.2, tall * 0.6),
                (x + base * 0.9, tall * 0.28),
                (x + base, tall * 0.06),
                (x, -tall * 0.03),
            ]
            drawing.add(spline(outline, 4), tint, glow=tint * np.float32(strength))
    return drawing


def blaze(
    canvas: Canvas,
    scene: Scene,
    rng: Rng,
    x: float,
    y: float,
    z: float,
    high: float,
    wide: float,
    shines: bool = True,
) -> None:
    """Flames at a place of the world, and their light unless another's there does for both."""
    colour = fire_colour(scene)
    place(canvas, flames(rng, high, wide, colour), x, y, z)
    if shines:
        canvas.lights.append(
            Light(
                x, y + high * 0.5, z - 0.3, lamp_colour(colour) * np.float32(2.2), max(1.2, high * 1.2), 0.7
            )
        )


def campfire(
    canvas: Canvas, scene: Scene, rng: Rng, x: float, y: float, z: float, wood: Array, stone: Array
) -> None:
    logs = Drawing()
    for angle in (-0.5, 0.2, 0.75):
        logs.tube(
            [(-0.6 * np.cos(angle), 0.05 + 0.12 * angle), (0.6 * np.cos(angle), 0.2 - 0.1 * angle)],
            (0.16, 0.14),
            wood * 0.5,
            smooth=False,
        )
    for n in range(7):
        logs.disc(
            -0.75 + n * 0.25,
            0.02 + rng.uniform(-0.05, 0.03),
            0.15,
            0.1,
            stone * np.float32(rng.uniform(0.5, 0.9)),
        )
    place(canvas, logs, x, y, z)
    colour = fire_colour(scene)
    place(canvas, flames(rng, 1.3, 0.9, colour), x, y + 0.1, z + 0.05)
    canvas.lights.append(Light(x, y + 0.9, z - 0.5, lamp_colour(colour) * np.float32(4.2), 2.6, 0.35))


def torch(
    canvas: Canvas, scene: Scene, rng: Rng, x: float, y: float, z: float, wood: Array, reach: float = 2.2
) -> None:
    """A burning torch whose grip is at (x, y, z)."""
    stick = Drawing()
    stick.tube([(0, -0.4), (0, 0.22)], (0.05, 0.09), wood * 0.5, smooth=False)
    stick.box(-0.07, 0.16, 0.07, 0.26, wood * 0.25)
    place(canvas, stick, x, y, z)
    colour = fire_colour(scene)
    place(canvas, flames(rng, 0.5, 0.24, colour), x, y + 0.24, z)
    canvas.lights.append(Light(x, y + 0.45, z - 0.15, lamp_colour(colour) * np.float32(4), reach, 0.9))


def lantern(
    canvas: Canvas, scene: Scene, x: float, y: float, z: float, dark: Array, reach: float = 1.6
) -> None:
    """Hangs at (x, y, z)."""
    light = lch(scene.tint("light") or (0.84, 0.13, 75))
    body = Drawing()
    body.tube([(0, 0.3), (0, 0.12)], (0.02, 0.02), dark, smooth=False)
    body.add([(-0.1, 0.12), (0.1, 0.12), (0.07, -0.14), (-0.07, -0.14)], light, glow=light * np.float32(7))
    body.box(-0.12, 0.1, 0.12, 0.15, dark)
    body.box(-0.09, -0.18, 0.09, -0.13, dark)
    place(canvas, body, x, y, z)
    canvas.lights.append(Light(x, y, z - 0.1, light * np.float32(4), reach, 0.9))
