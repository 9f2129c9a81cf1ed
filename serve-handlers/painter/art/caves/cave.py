"""A cave: its hollow, its lights, who lives or walks in it."""

from dataclasses import replace

import numpy as np

from painter.art.air import light
from painter.art.air.water import reflected
from painter.art.air.weather import add_sparks
from painter.art.beasts.dragons import dragon
from painter.art.built import vessels
from painter.art.built.masonry import mason_of
from painter.art.built.relics import cauldron
from painter.art.canvas import Canvas, Light, View
from painter.art.cast.figures import coat, figure_of, height, pose_of, walks
from painter.art.caves.hollow import dripstones, hew
from painter.art.caves.lights import across, light_up
from painter.art.colour import Array, lch, vector
from painter.art.drawing import Drawing, place
from painter.art.noise import stream
from painter.art.palette import Air, Stuffs, air_of, stuffs_of
from painter.art.rooms import treasures
from painter.art.rooms.webs import web
from painter.scene.scene import Group, Scene

Rng = np.random.Generator
_MOST = 9
# Where a boat lies: on the other side of what the eye goes to, its share of half the width.
_BERTH = -1.3


def paint_cave(scene: Scene, width: int, height: int) -> tuple[Array, Array]:
    """As `landscape.paint_landscape`."""
    canvas = Canvas(View.of(width, height, 0.6, 2.4))
    air, stuffs, rng = air_of(scene), stuffs_of(scene), stream(scene.seed, "cave")
    rock = lch((0.75, 0.04, 225)) if scene.has("frozen") else stuffs.rock * 0.8
    hew(canvas, scene, rng, rock)
    dripstones(canvas, rng, rock)
    focus = -0.25 if rng.random() < 0.5 else 0.25
    light_up(canvas, scene, stuffs, rng, focus)
    _hoards(canvas, scene, stuffs, rng, focus)
    _inhabit(canvas, scene, stuffs, focus)
    return _lit(canvas, scene, stuffs, air, rng), canvas.fine


def _lit(canvas: Canvas, scene: Scene, stuffs: Stuffs, air: Air, rng: Rng) -> Array:
    """Warm where lamps reach, cold where only the far end's light does."""
    cold = vector(0.012, 0.018, 0.03) + air.ambient * np.float32(0.02)
    lit = light.shade(canvas, cold, cold * 0.5, np.zeros(3, np.float32), vector(0, 1, 0))
    deep = _far_light(scene, air)
    lit = light.hazed(canvas, lit, np.broadcast_to(deep, lit.shape), 1 / 70, deep[None, None, :])
    night = np.broadcast_to(deep * 0.4, lit.shape)
    lit = reflected(canvas, lit, night, scene, _without_sun(air), stuffs.water * 0.2, vector(0, 0.5, 0.5))
    lit += light.halos(canvas, 0.4)
    colour = canvas.lights[0].colour * 0.05 if canvas.lights else deep
    rows, columns = canvas.shape
    centre, spread = (rows * 0.5, columns * 0.5), (rows * 0.2, columns * 0.25)
    return add_sparks(lit, rng, centre, spread, 60, colour, 1.3)


def _without_sun(air: Air) -> Air:
    dark = np.zeros(3, np.float32)
    return replace(air, key=dark, glow=dark, ambient=air.ambient * 0.05, cover=1.0)


def _far_light(scene: Scene, air: Air) -> Array:
    """What shines in from the far end: daylight, or the cave's own glow."""
    if tint := scene.tint("light"):
        return lch(tint) * np.float32(0.16)
    if scene.has("lava"):
        return lch((0.55, 0.19, 38)) * np.float32(0.35)
    if scene.has("crystals", "mushrooms"):
        return lch((0.5, 0.11, 250)) * np.float32(0.13)
    day = air.horizon * 0.4 + air.zenith * 0.4
    return day * np.float32(0.25) + lch((0.45, 0.06, 235)) * np.float32(0.07)


def _hoards(canvas: Canvas, scene: Scene, stuffs: Stuffs, rng: Rng, focus: float) -> None:
    if scene.has("gold"):
        treasures.hoard(canvas, rng, -focus * 5, 10.0, 6.0)
    if scene.has("bones"):
        for x, z in ((focus * 6, 6.6), (-focus * 9, 7.4), (focus * 14, 9.0)):
            treasures.skulls(canvas, rng, stuffs, x, 0, z, 7)
    if scene.has("web"):
        for at, z, turn in ((-0.98, 7.0, 0.0), (0.98, 8.5, np.pi / 2)):
            sheet, top = Drawing(), canvas.view.eye + canvas.view.horizon / canvas.view.focal * z
            sheet.include(web(stuffs, 3.4), turn=-turn)
            place(canvas, sheet, across(canvas, at, z), top + 0.2, z, round_by=0)
    if scene.counts("cauldron"):
        x = across(canvas, focus * 0.2, 7.4)
        place(canvas, cauldron(mason_of(scene, stuffs, "brew")), x, 0.0, 7.4, fine=True)
        canvas.lights.append(Light(x, 1.5, 6.9, lch((0.8, 0.15, 145)) * np.float32(3), 1.6, 0.6))
    if scene.counts("boat"):
        boat = vessels.boat(mason_of(scene, stuffs, "boat"), furled=True)
        place(canvas, boat, across(canvas, _BERTH * focus, 11.0), -0.05, 11.0, flip=focus < 0, round_by=0.02)


def _inhabit(canvas: Canvas, scene: Scene, stuffs: Stuffs, focus: float) -> None:
    for group in scene.figures:
        if group.kind == "dragon":
            whole = Drawing()
            whole.include(dragon(stream(scene.seed, "dragon"), coat(scene, group)), turn=0.12)
            place(canvas, whole, -focus * 9, 2.2, 17.0, scale=0.62, flip=focus < 0, round_by=0.02, fine=True)
            canvas.lights.append(Light(-focus * 9, 5, 12, lch((0.7, 0.14, 60)) * np.float32(3), 4.0, 0.3))
    queue = [(group, n) for group in scene.figures if walks(group.kind) for n in range(min(group.count, 5))]
    for number, (group, n) in enumerate(queue[:_MOST]):
        _dweller(canvas, scene, stuffs, group, n, number, focus)


def _dweller(
    canvas: Canvas, scene: Scene, stuffs: Stuffs, group: Group, n: int, number: int, focus: float
) -> None:
    """In the boat while there is room in it, else on the cave's floor."""
    aboard = number < 2 * scene.counts("boat")
    order = (number + 1) // 2 * (-1 if number % 2 else 1)
    z = 11.0 if aboard else 8.2 + 0.7 * number
    share = _BERTH * focus + 0.05 * (number - 0.5) if aboard else -focus * 0.9 + 0.17 * order
    pose = "stand" if aboard else pose_of(scene, group, n)
    drawing = figure_of(scene, stuffs, group, stream(scene.seed, f"{group.kind}{n}"), pose)
    size = 1.5 if group.kind == "spider" else 1.0
    deep = 0.35 if aboard else 0.0
    place(
        canvas,
        drawing,
        across(canvas, share, z),
        deep,
        z + 0.01 * aboard,
        size * min(1.0, 2.2 / height(group.kind)),
        flip=focus < 0,
        round_by=0.035,
        shadow=0.0 if aboard else 0.7,
        fine=True,
    )
