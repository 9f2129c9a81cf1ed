"""The colours of a scene: its light by hour and weather, its stuffs by season, the text's own."""

from dataclasses import dataclass

import numpy as np

from painter.art.colour import LUMINANCE, Array, Lch, lch, mix, tinted
from painter.scene.scene import Scene


@dataclass(frozen=True)
class Air:
    """Sky and light, linear. `key` is the sun or the moon: its height in degrees and its light on a surface
    that faces it; `glow` the light around it in the sky; `haze` how much air hides, per metre."""

    zenith: Array
    horizon: Array
    glow: Array
    key: Array
    height: float
    ambient: Array
    haze: float
    cover: float
    dark: bool


@dataclass(frozen=True)
class _Hour:
    zenith: Lch
    horizon: Lch
    glow: Lch
    glow_strength: float
    key: Lch
    key_strength: float
    height: float
    ambient: float


_HOURS: dict[str, _Hour] = {
    "dawn": _Hour(
        (0.56, 0.075, 262), (0.86, 0.075, 62), (0.86, 0.12, 50), 0.9, (0.9, 0.11, 60), 1.5, 6, 0.75
    ),
    "morning": _Hour(
        (0.6, 0.1, 248), (0.89, 0.035, 90), (0.95, 0.07, 85), 0.7, (0.96, 0.06, 85), 2.4, 24, 0.75
    ),
    "noon": _Hour(
        (0.58, 0.125, 252), (0.87, 0.035, 225), (0.97, 0.03, 95), 0.5, (0.98, 0.03, 95), 3.0, 52, 0.8
    ),
    "afternoon": _Hour(
        (0.59, 0.105, 248), (0.88, 0.05, 80), (0.95, 0.08, 80), 0.7, (0.95, 0.075, 78), 2.4, 22, 0.7
    ),
    "sunset": _Hour(
        (0.4, 0.085, 285), (0.74, 0.145, 48), (0.82, 0.16, 58), 1.5, (0.85, 0.14, 55), 1.9, 5, 0.55
    ),
    "dusk": _Hour((0.27, 0.075, 278), (0.58, 0.08, 22), (0.66, 0.13, 38), 0.7, (0.7, 0.1, 20), 0.5, 3, 0.42),
    "night": _Hour(
        (0.165, 0.05, 268), (0.3, 0.055, 252), (0.5, 0.05, 240), 0.35, (0.8, 0.045, 240), 0.32, 27, 0.11
    ),
}
# How grey the weather makes the sky, how much of the light is left, cloud cover, and haze per metre.
_WEATHERS: dict[str, tuple[float, float, float, float]] = {
    "clear": (0.0, 1.0, 0.22, 1 / 5200),
    "cloudy": (0.1, 0.9, 0.5, 1 / 4200),
    "overcast": (0.6, 0.35, 0.95, 1 / 2200),
    "rain": (0.62, 0.3, 0.9, 1 / 1100),
    "storm": (0.6, 0.2, 0.88, 1 / 1500),
    "snow": (0.5, 0.55, 0.8, 1 / 1900),
    "fog": (0.4, 0.55, 0.45, 1 / 330),
    "sandstorm": (0.3, 0.5, 0.5, 1 / 160),
}
_STORM_GREY: Lch = (0.44, 0.03, 235)
_DUST: Lch = (0.68, 0.09, 70)
_MOOD_TURN: dict[str, tuple[float, float]] = {  # lightness and chroma of the air
    "ominous": (0.86, 0.85),
    "mystic": (0.94, 1.2),
    "joyful": (1.04, 1.15),
    "serene": (1.02, 1.0),
    "battle": (0.9, 0.95),
}


def air_of(scene: Scene) -> Air:
    hour = _HOURS[scene.hour]
    grey, light, cover, haze = _WEATHERS[scene.weather]
    overcast = lch(_DUST if scene.weather == "sandstorm" else _STORM_GREY)
    ambient_light = lch(hour.zenith) * 0.35 + lch(hour.horizon) * 0.65
    # Grey of the same lightness as the hour: a storm at noon is not a storm at night.
    level = float(ambient_light @ LUMINANCE) / float(overcast @ LUMINANCE)
    cloud = overcast * (level * {"storm": 0.45, "rain": 0.8}.get(scene.weather, 1.15))
    chance = np.random.default_rng([scene.seed, 7])
    turn, depth = chance.uniform(-10, 10), chance.uniform(0.9, 1.12)
    lightness, chroma = _MOOD_TURN.get(scene.mood, (1.0, 1.0))

    def sky(colour: Lch, more_grey: float = 0.0) -> Array:
        turned = tinted(lch(colour), lightness, chroma * depth, turn)
        return mix(turned, cloud, min(1.0, grey + more_grey))

    zenith, horizon, glow = sky(hour.zenith, 0.1 * grey), sky(hour.horizon), sky(hour.glow)
    plain = zenith * 0.65 + horizon * 0.35
    if tint := scene.tint("sky"):
        zenith, horizon, glow = (_steered(part, tint) for part in (zenith, horizon, glow))
    if scene.land == "volcano" or scene.has("burning"):
        horizon = mix(horizon, lch((0.5, 0.15, 40)), 0.35 if scene.hour in ("night", "dusk") else 0.2)
    key = lch(scene.tint("moon" if scene.hour == "night" else "sun") or hour.key)
    # Starlight alone where there is no moon.
    lamp = 0.2 if scene.hour == "night" and not scene.has("moon") else 1.0
    key = key / max(float(key @ LUMINANCE), 0.2) * hour.key_strength * light * lamp
    # A sky that the text has coloured tinges what lies below, no more.
    sky_light = plain * 0.6 + (zenith * 0.65 + horizon * 0.35) * 0.4
    ambient = sky_light * (hour.ambient / max(float(sky_light @ LUMINANCE), 1e-3))
    return Air(
        zenith=zenith,
        horizon=horizon,
        glow=glow * np.float32(hour.glow_strength * (0.35 + 0.65 * light) * lamp),
        key=key.astype(np.float32),
        height=hour.height,
        ambient=(ambient * (0.55 + 0.45 * light)).astype(np.float32),
        haze=haze * (1.6 if scene.has("fog") and scene.weather != "fog" else 1.0),
        cover=cover,
        dark=scene.hour in ("night", "dusk"),
    )


def _steered(colour: Array, toward: Lch) -> Array:
    """`colour` keeps its lightness, more or less, and takes the hue of `toward`."""
    target = lch(toward)
    level = max(float(colour @ LUMINANCE), 1e-4) / max(float(target @ LUMINANCE), 1e-3)
    return mix(colour, target * np.float32(level**0.25), 0.82)


@dataclass(frozen=True)
class Stuffs:
    """Albedo of what things are made of, linear."""

    grass: Array
    earth: Array
    rock: Array
    sand: Array
    snow: Array
    leaves: tuple[Array, ...]
    bark: Array
    stone: Array
    wood: Array
    roof: Array
    plaster: Array
    cloth: tuple[Array, ...]
    metal: Array
    skin: Array
    dark: Array
    water: Array


_LEAVES: dict[str, tuple[Lch, ...]] = {
    "spring": ((0.62, 0.12, 130), (0.7, 0.1, 125), (0.82, 0.06, 5), (0.58, 0.11, 135)),
    "summer": ((0.5, 0.1, 135), (0.44, 0.09, 140), (0.56, 0.1, 125), (0.4, 0.08, 145)),
    "autumn": ((0.62, 0.15, 58), (0.55, 0.17, 40), (0.72, 0.14, 78), (0.48, 0.14, 32)),
    "winter": ((0.42, 0.03, 150), (0.5, 0.02, 200), (0.38, 0.03, 120), (0.85, 0.01, 240)),
}
_GRASS: dict[str, Lch] = {
    "spring": (0.56, 0.11, 128),
    "summer": (0.5, 0.09, 125),
    "autumn": (0.52, 0.08, 88),
    "winter": (0.86, 0.012, 245),
}
_CLOTHS: tuple[Lch, ...] = (
    (0.38, 0.1, 25),
    (0.36, 0.06, 255),
    (0.38, 0.05, 140),
    (0.42, 0.05, 60),
    (0.34, 0.06, 310),
    (0.5, 0.05, 80),
)


def _sand(named: Lch | None) -> Lch:
    light, chroma, hue = named or (0.68, 0.085, 70)
    return (min(light, 0.82), chroma, hue) if chroma > 0.03 else (min(light, 0.82), 0.045, 82)


def stuffs_of(scene: Scene) -> Stuffs:
    land = scene.tint("land")
    leaf = scene.tint("leaf")
    named = [colour for colour in (scene.tint("cloak"), *scene.accents) if colour]
    water = scene.tint("water")
    grass = _GRASS[scene.season]
    if scene.land == "swamp" and scene.season != "winter":
        grass = (0.42, 0.06, 115)
    if scene.land == "volcano":
        grass = (0.3, 0.015, 40)
    return Stuffs(
        grass=lch(land or grass),
        earth=lch((0.46, 0.05, 68)),
        rock=lch((0.32, 0.02, 40) if scene.land == "volcano" else (0.56, 0.022, 70)),
        # Sand is never as white as snow.
        sand=lch(_sand(land)),
        snow=lch((0.94, 0.012, 245)),
        leaves=tuple(lch(colour) for colour in ((leaf,) * 3 if leaf else _LEAVES[scene.season])),
        bark=lch((0.36, 0.03, 60)),
        stone=lch((0.6, 0.025, 75)),
        wood=lch((0.42, 0.06, 58)),
        roof=lch(scene.tint("roof") or (0.42, 0.075, 38)),
        plaster=lch((0.78, 0.035, 82)),
        cloth=tuple(lch(colour) for colour in (*named, *named, *_CLOTHS)),
        metal=lch((0.68, 0.015, 250)),
        skin=lch((0.66, 0.06, 55)),
        dark=lch((0.22, 0.012, 270)),
        water=lch(water or (0.4, 0.06, 225)),
    )
