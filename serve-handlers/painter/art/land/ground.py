"""What the ground is covered with: grass, sand, litter, rock, snow, paths, lava; each where the land says."""

from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array, lch
from painter.art.land.landform import Land, Samples
from painter.art.noise import smoothstep
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

_MEADOWS = ("plains", "hills", "mountains", "town")
_WOODED = ("mountains", "hills", "plains", "forest", "coast")


@dataclass(frozen=True)
class Soil:
    """The ground's samples with their facing, and noise (0..1) in small and in broad patches."""

    ground: Samples
    normal: Array
    patches: Array
    broad: Array


def materials(
    scene: Scene, stuffs: Stuffs, land: Land, ground: Samples, normal: Array
) -> tuple[Array, Array | None]:
    """Albedo, and own light where the ground glows."""
    x, z, y = ground.x, ground.z, ground.y
    patches = land.noise.fbm(x / 7, z / 7, 3)
    soil = Soil(ground, normal, patches, land.noise.fbm(x / 90 + 5, z / 90, 3))
    albedo = _rocky(scene, stuffs, land, soil, _covered(scene, stuffs, soil))
    snow = _snow_cover(scene, y, normal, patches, soil.broad)
    albedo = _over(albedo, stuffs.snow, snow)
    if scene.has("path") or scene.land == "forest":
        trodden = _blend(stuffs.earth * 1.1, stuffs.sand * 0.75, patches)
        albedo = _over(albedo, trodden, _path(scene, land, x, z, patches))
    if scene.land not in ("sea", "desert"):
        # Wet earth at the water's edge.
        albedo = _over(albedo, stuffs.earth * 0.5, smoothstep(0.5, 0.0, y) * 0.8)
    return albedo, _lava(land, ground, patches) if scene.has("lava") else None


def _covered(scene: Scene, stuffs: Stuffs, soil: Soil) -> Array:
    """Grass, and what lies on it."""
    y, patches = soil.ground.y, soil.patches
    albedo = _blend(stuffs.grass * 0.8, stuffs.grass * 1.2, patches)
    if scene.land in ("desert", "coast"):
        sand = _blend(stuffs.sand * 0.88, stuffs.sand * 1.06, patches)
        albedo = _over(albedo, sand, np.ones_like(y) if scene.land == "desert" else smoothstep(2.6, 1.2, y))
    elif scene.land in ("forest", "swamp"):
        litter = _blend(stuffs.earth * 0.7, stuffs.leaves[0] * 0.75, patches)
        albedo = _over(albedo, litter, 0.35 + 0.5 * smoothstep(0.4, 0.62, soil.broad))
        fallen = smoothstep(0.5, 0.62, patches) * np.float32(0.8 * (scene.season == "autumn"))
        albedo = _over(albedo, stuffs.leaves[1] * 0.8, fallen)
    elif scene.land == "town":
        albedo = _blend(stuffs.stone * 0.45, stuffs.earth * 1.0, patches)
    if scene.has("flowers") and scene.season != "winter" and scene.land in _MEADOWS:
        # A field in bloom, in bands as the wind sows.
        petals = lch(scene.accents[0]) if scene.accents else lch((0.78, 0.13, 85))
        bloom = smoothstep(0.5, 0.62, patches * 0.6 + soil.broad * 0.5) * (0.75 if scene.accents else 0.3)
        albedo = _over(albedo, petals * 0.8, bloom)
    if scene.land in _WOODED and scene.season != "winter":
        # Far woods are a colour, not trees.
        woods = smoothstep(0.5, 0.57, soil.broad + patches * 0.08) * smoothstep(120, 500, soil.ground.z)
        canopy = _blend(stuffs.leaves[-1] * 0.55, stuffs.leaves[0] * 0.8, patches)
        albedo = _over(albedo, canopy, woods * smoothstep(900, 300, y))
    return albedo


def _rocky(scene: Scene, stuffs: Stuffs, land: Land, soil: Soil, albedo: Array) -> Array:
    """Bare rock where it is steep, in bands."""
    y, up = soil.ground.y, soil.normal[..., 1]
    steep = smoothstep(0.62, 0.5, up) if scene.land == "desert" else smoothstep(0.8, 0.62, up)
    bands = land.noise.fbm(soil.ground.x / 60, y / 9 + soil.ground.z / 900, 3)
    rock = _blend(stuffs.rock * 0.7, stuffs.rock * 1.25, bands)
    if scene.land == "canyon":
        layers = np.sin(y / 3.1 + soil.broad * 6) * 0.5 + 0.5
        rock = _blend(lch((0.5, 0.1, 42)), lch((0.72, 0.09, 62)), layers)
        steep = np.maximum(steep, smoothstep(3, 8, y))
    return _over(albedo, rock, steep)


def _snow_cover(scene: Scene, y: Array, normal: Array, patches: Array, broad: Array) -> Array:
    lying = smoothstep(0.5, 0.72, normal[..., 1] + (patches - 0.5) * 0.35)
    if scene.land in ("desert", "volcano", "sea", "canyon"):
        return lying * 0
    line = 0.0 if scene.season == "winter" or scene.land == "tundra" else 620.0
    high = smoothstep(line - 160, line + 160, y + (broad - 0.5) * 360) if line else np.ones_like(y)
    return lying * high * (1.0 if line else 0.96)


def _path(scene: Scene, land: Land, x: Array, z: Array, patches: Array) -> Array:
    wide = np.float32(1.7 if scene.land == "forest" else 2.3)
    away = np.abs(x - land.way(z)) + (patches - 0.5) * 1.4
    strength = 0.8 if scene.season != "winter" else 0.45
    return (
        smoothstep(float(wide) + 0.6, float(wide) - 0.5, away)
        * smoothstep(700, 250, z)
        * np.float32(strength)
    )


def _lava(land: Land, ground: Samples, patches: Array) -> Array:
    """Molten rock in the cracks of the ground and down the mountain."""
    cracks = 1 - np.abs(2 * land.noise.fbm(ground.x / 16 + 3, ground.z / 16, 3) - 1)
    away = np.abs(ground.x - land.way(ground.z)) / (1 + ground.z / 200)
    hot = smoothstep(0.9, 0.985, cracks) + smoothstep(3.4, 1.2, away + patches * 2)
    streams = 1 - np.abs(2 * land.noise.fbm(ground.x / 190 + 9, ground.z / 520, 4) - 1)
    summit = smoothstep(420, 900, ground.y) * smoothstep(0.9, 0.97, streams) + smoothstep(800, 900, ground.y)
    hot *= smoothstep(900, 200, ground.z)
    heat = np.clip(hot + summit, 0, 1)[..., None]
    glow: Array = heat * (lch((0.62, 0.22, 35)) * 2.2 + heat**3 * lch((0.88, 0.15, 80)) * 2.5)
    return glow


def _blend(one: Array, other: Array, share: Array) -> Array:
    return one + (other - one) * np.clip((share - 0.5) * 2.2 + 0.5, 0, 1)[..., None]


def _over(albedo: Array, layer: Array, share: Array) -> Array:
    return albedo + (layer - albedo) * np.asarray(share, np.float32)[..., None]
