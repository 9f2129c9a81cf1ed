"""The air of a landscape, after its light: fog, shafts, smoke, lamps' halos, what falls and what flies."""

import numpy as np

from painter.art.air import light, weather
from painter.art.air.fire import fire_colour
from painter.art.air.smoke import Plume, add_smoke
from painter.art.canvas import FAR
from painter.art.colour import Array, lch
from painter.art.land.stage import Stage
from painter.art.noise import field, stream
from painter.art.palette import Air
from painter.scene.scene import Scene


def between(
    stage: Stage, scene: Scene, air: Air, lit: Array, heaven: Array, plumes: list[Plume], toward: Array
) -> Array:
    canvas, view = stage.canvas, stage.canvas.view
    if scene.has("fog") or scene.weather == "fog" or scene.has("waterfall", "cloudsea") or stage.land.chasm:
        lit = _fog(stage, scene, lit, heaven)
    if plumes:
        glow = fire_colour(scene) * np.float32(0.8 if scene.has("burning") else 0.05)
        dark = 0.25 if scene.has("burning") else 0.9
        lit = add_smoke(canvas, lit, scene, plumes, air.horizon * np.float32(dark), glow)
    if (
        toward[2] < 0
        and scene.weather not in ("storm", "rain", "overcast", "snow")
        and (scene.hour != "night" or scene.has("moon"))
    ):
        bright = np.where(canvas.depth >= FAR, np.minimum(heaven.max(-1), 2.5), np.float32(0))
        at = (
            view.horizon + view.focal * toward[1] / toward[2],
            view.width / 2 - view.focal * toward[0] / toward[2],
        )
        strength = 0.5 if scene.land == "forest" or scene.has("godrays") else 0.22
        lit = light.rays(lit, bright, at, strength, air.glow)
    lit += light.halos(canvas, 1.0 if air.dark or scene.weather in ("fog", "rain", "snow") else 0.5)
    return _flying(stage, scene, air, lit)


def _fog(stage: Stage, scene: Scene, lit: Array, heaven: Array) -> Array:
    view = stage.canvas.view
    colour = light.horizon_light(heaven, view.horizon)
    drift = 0.35 + 1.3 * field(stream(scene.seed, "fog"), stage.canvas.shape, 4, 4, stretch=4)
    thick, high = (1 / 75, 3.2) if scene.weather == "fog" else (1 / 110, 4.5)
    if scene.hour in ("night", "dusk"):
        # Fog gathers what light there is.
        colour, thick = colour * 2.4 + np.float32(0.016), thick * 1.8
    if scene.land in ("mountains", "canyon"):
        thick, high = 1 / 260, 26.0
    return light.ground_fog(stage.canvas, lit, colour * 0.95, thick, high, drift)


def _flying(stage: Stage, scene: Scene, air: Air, lit: Array) -> Array:
    canvas, view = stage.canvas, stage.canvas.view
    if scene.has("rainbow"):
        lit = weather.add_rainbow(canvas, lit, 1 - stage.focus)
    pale = air.horizon * 0.5 + air.zenith * 0.5
    if scene.has("lightning"):
        lit = weather.add_lightning(canvas, lit, scene, 1 - stage.focus + 0.06)
    if scene.weather in ("rain", "storm"):
        lit = weather.add_rain(lit, scene, pale * 1.2)
    if scene.weather == "snow":
        lit = weather.add_snow(lit, scene, pale * 1.5 + 0.03)
    if scene.weather == "sandstorm":
        lit = weather.add_dust(lit, scene, air)
    rng = stream(scene.seed, "sparks")
    centre = (view.horizon, stage.focus * view.width)
    if scene.has("burning", "lava", "campfire"):
        wide = 0.1 if scene.has("campfire") and not scene.has("burning") else 0.3
        lit = weather.add_sparks(
            lit,
            rng,
            centre,
            (view.height * 0.22, view.width * wide),
            150 if wide > 0.2 else 50,
            fire_colour(scene) * 0.5,
        )
    if scene.has("fireflies") or (scene.mood == "mystic" and air.dark):
        colour = lch(scene.tint("light") or (0.85, 0.16, 115))
        lit = weather.add_sparks(
            lit,
            rng,
            (view.height * 0.68, view.width * 0.5),
            (view.height * 0.14, view.width * 0.3),
            70,
            colour * 0.6,
            2.2,
        )
    return lit
