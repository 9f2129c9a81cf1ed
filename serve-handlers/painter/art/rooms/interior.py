"""A scene in a room: which room, what stands in it, who is there, and the light of its lamps and windows."""

import numpy as np

from painter.art.air import light, sky
from painter.art.air.water import reflected
from painter.art.air.weather import add_rain, add_snow, add_sparks
from painter.art.built.masonry import mason_of
from painter.art.canvas import FAR, Canvas, Light, View
from painter.art.cast.occupants import enter
from painter.art.colour import Array, vector
from painter.art.noise import Lattice, stream
from painter.art.palette import air_of, stuffs_of
from painter.art.rooms import furnish
from painter.art.rooms.kinds import room_of
from painter.art.rooms.room import paint_shell
from painter.art.rooms.sets import Set
from painter.scene.scene import Scene


def paint_interior(scene: Scene, width: int, height: int) -> tuple[Array, Array]:
    """As `landscape.paint_landscape`."""
    air, stuffs = air_of(scene), stuffs_of(scene)
    room = room_of(scene, stuffs, air)
    horizon = 0.64 if scene.place == "stairs" else 0.5
    view = View.of(width, height, horizon, 1.75 if room.high < 6 else 2.1, 0.78)
    canvas = Canvas(view)
    rng = stream(scene.seed, "room")
    toward = sky.key_direction(view, air, 0.5)
    heaven = sky.paint_sky(view, scene, air, toward)
    lattice = Lattice(rng)
    paint_shell(canvas, room, lattice)
    panes = np.minimum(canvas.glow.max(-1), 2.0)
    stage = Set(canvas, room, scene, stuffs, rng, lattice, mason_of(scene, stuffs, "room"))
    furnish.dress(stage)
    enter(stage)
    inside = 0.05 if not room.open_roof else 0.3
    day = 0.35 if air.dark else 1.0
    ambient = air.ambient * np.float32(inside * day) + vector(0.016, 0.024, 0.042)
    key = (air.key * 0.8 + air.zenith * 0.6) * np.float32(room.open_roof)
    if room.open_roof:
        canvas.lights.append(
            Light(0, 9.0, room.deep + 1.0, (air.horizon + air.glow * 0.4) * np.float32(2.5), 9.0, 0.0)
        )
    lit = light.shade(canvas, ambient, ambient * 0.55, key, vector(0.45, 0.75, 0.45))
    behind = canvas.depth >= FAR
    lit[behind] = heaven[behind]
    if room.open_roof:
        lit = light.hazed(canvas, lit, heaven, 1 / 140)
        if scene.weather in ("rain", "storm", "snow") or scene.has("overgrown"):
            wet = Lattice(rng).fbm(*_floor_points(canvas), 3)
            canvas.water[:] = np.where((canvas.normal[..., 1] > 0.98) & (wet > 0.52), 1.0, 0.0)
            lit = reflected(canvas, lit, heaven, scene, air, stuffs.dark * 0.3, toward)
    lit = _shafts(stage, lit, panes * (canvas.glow.max(-1) > 0.3))
    lit += light.halos(canvas, 0.55 + 0.3 * (scene.has("fog", "smoke") or scene.mood == "ominous"))
    return _flying(stage, lit, air.horizon * 0.5 + air.zenith * 0.5), canvas.fine


def _floor_points(canvas: Canvas) -> tuple[Array, Array]:
    """x and z of each pixel, for puddles."""
    across, _ = canvas.view.rays()
    depth = np.minimum(canvas.depth, 99)
    return across * depth / 3.2, depth / 2.2


def _flying(stage: Set, lit: Array, pale: Array) -> Array:
    scene, canvas = stage.scene, stage.canvas
    if stage.room.open_roof and scene.weather in ("rain", "storm"):
        lit = add_rain(lit, scene, pale)
    if stage.room.open_roof and scene.weather == "snow":
        lit = add_snow(lit, scene, pale * 1.4)
    if canvas.lights:
        lamp = max(canvas.lights, key=lambda one: float(one.colour.sum()) * one.reach)
        view = canvas.view
        centre = (view.row(lamp.y, lamp.z), view.column(lamp.x, lamp.z))
        lit = add_sparks(
            lit, stage.rng, centre, (view.height * 0.18, view.width * 0.13), 60, lamp.colour * 0.05, 1.2
        )
    return lit


def _shafts(stage: Set, lit: Array, panes: Array) -> Array:
    """Light that falls in through the windows, seen in the room's air."""
    canvas = stage.canvas
    view = canvas.view
    windows = [window for window in stage.room.windows if window.wall == "back"]
    if not windows or stage.dim:
        return lit
    top = max(window.sill + window.high for window in windows)
    source = (view.row(top * 1.5, stage.room.deep), view.width * 0.5)
    return light.rays(lit, panes, source, 0.2, windows[0].light / max(float(windows[0].light.max()), 1e-3))
