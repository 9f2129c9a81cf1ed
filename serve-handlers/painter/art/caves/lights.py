"""What lights a cave: crystals, mushrooms that glow, fires, torches left in cracks."""

import numpy as np

from painter.art.air.fire import campfire, torch
from painter.art.built import vessels
from painter.art.canvas import Canvas, Light
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, place
from painter.art.land.trees import rock
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

Rng = np.random.Generator
# x as a share of half the picture's width, and distance in metres.
_CRYSTALS = ((-0.72, 6.4), (0.62, 8.0), (-0.5, 13.0), (0.46, 16.0), (-0.88, 10.0), (0.28, 24.0), (0.93, 12.0))
_HANGING = ((-0.45, 9.0), (0.55, 12.0), (0.05, 18.0), (-0.2, 26.0))
_MUSHROOMS = ((-0.6, 6.5), (0.7, 7.5), (-0.3, 10), (0.4, 14), (-0.75, 15), (0.15, 22))
_FLAMES = ("torches", "lanterns", "campfire", "fire", "candles")


def light_up(canvas: Canvas, scene: Scene, stuffs: Stuffs, rng: Rng, focus: float) -> None:
    """What the text names, else torches; `focus` is the share of half the width that the eye goes to."""
    if scene.has("mushrooms"):
        _mushrooms(canvas, scene, rng)
    if scene.has("crystals") or (scene.mood == "mystic" and not scene.has(*_FLAMES, "mushrooms", "lava")):
        _crystals(canvas, scene, stuffs, rng, focus)
    if scene.has("campfire", "fire"):
        campfire(canvas, scene, rng, across(canvas, focus, 10.0), 0.0, 10.0, stuffs.wood, stuffs.stone)
    if scene.has("torches", "lanterns", "candles") or not canvas.lights:
        for at, z in ((-0.62, 8.0), (0.5, 11.0), (-0.25, 20.0), (0.2, 30.0)):
            torch(canvas, scene, rng, across(canvas, at, z), 2.0, z, stuffs.wood, 3.4)


def across(canvas: Canvas, share: float, z: float) -> float:
    """x in metres at `share` of half the picture's width from its middle."""
    return share * canvas.view.width / 2 / canvas.view.focal * z


def _crystals(canvas: Canvas, scene: Scene, stuffs: Stuffs, rng: Rng, focus: float) -> None:
    """The largest at the focus; some hang from a roof that is above the picture."""
    tint = scene.tint("light")
    hues = [tint] * 3 if tint else [(0.75, 0.15, 300), (0.78, 0.13, 205), (0.72, 0.17, 330)]
    for number, (at, z) in enumerate(((focus, 9.5), *_CRYSTALS)):
        hue, size = hues[number % 3], rng.uniform(0.7, 1.2) * (1.7 if number == 0 else 1)
        x = across(canvas, at, z)
        place(canvas, vessels.crystal(rng, hue), x, -0.05, z, scale=size, round_by=0)
        for side in (-0.7, 0.1, 0.8):
            place(canvas, rock(rng, stuffs), x + side * size, -0.1, z - 0.1, scale=0.5 * size)
        strength = lch(hue) * np.float32(3.4 if number == 0 else 2.2)
        canvas.lights.append(Light(x, 1.2 * size, z - 0.6, strength, 2.2 * size, 0.8))
    view = canvas.view
    for number, (at, z) in enumerate(_HANGING):
        hanging, hue = Drawing(), hues[(number + 1) % 3]
        hanging.include(vessels.crystal(rng, hue), turn=np.pi)
        x, top = across(canvas, at, z), view.eye + view.horizon / view.focal * z
        place(canvas, hanging, x, top + 0.25, z, scale=rng.uniform(1.0, 1.5), round_by=0)
        canvas.lights.append(Light(x, top - 1.2, z - 1, lch(hue) * np.float32(1.8), 1.8, 0.6))


def _mushrooms(canvas: Canvas, scene: Scene, rng: Rng) -> None:
    glow = lch(scene.tint("light") or (0.75, 0.13, 190))
    for at, z in _MUSHROOMS:
        x, cluster = across(canvas, at, z), Drawing()
        for _ in range(5):
            _mushroom(cluster, rng, glow)
        place(canvas, cluster, x, 0, z)
        canvas.lights.append(Light(x, 1.0, z - 0.5, glow * np.float32(2.2), 2.4, 0.5))


def _mushroom(cluster: Drawing, rng: Rng, glow: Array) -> None:
    x, high, wide = rng.normal(0, 0.5), rng.uniform(0.4, 1.7), rng.uniform(0.25, 0.6)
    stem = [(x, 0), (x + 0.05, high)]
    cluster.tube(stem, (0.14, 0.1), lch((0.8, 0.03, 100)), glow=glow * np.float32(0.15))
    side = [(wide, -0.05), (wide * 0.7, wide * 0.45)]
    cap = [
        *((x - dx, high + dy) for dx, dy in side),
        (x, high + wide * 0.65),
        *((x + dx, high + dy) for dx, dy in side[::-1]),
    ]
    cluster.add(cap, glow, glow=glow * np.float32(0.5))
    cluster.disc(x, high - 0.05, wide, wide * 0.14, glow, glow=glow * np.float32(1.2))
