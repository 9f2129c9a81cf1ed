"""The open sea: waves that mirror the sky, foam on their crests, light through their tops."""

import numpy as np

from painter.art.canvas import View
from painter.art.colour import Array, vector
from painter.art.land.landform import Samples
from painter.art.noise import Lattice, smoothstep
from painter.art.palette import Air, Stuffs
from painter.scene.scene import Scene


def open_sea(
    view: View,
    scene: Scene,
    stuffs: Stuffs,
    noise: Lattice,
    waves: Samples,
    normal: Array,
    air: Air,
    toward: Array,
) -> tuple[Array, Array]:
    """Albedo and own light of each sample; the mirrored sky counts as own light."""
    distance = np.sqrt(waves.x**2 + (view.eye - waves.y) ** 2 + waves.z**2)
    seen = np.stack([waves.x, waves.y - view.eye, -waves.z], -1) / distance[..., None]
    facing = -(seen * normal).sum(-1)
    mirrored = seen + 2 * np.clip(facing, 0, 1)[..., None] * normal
    rise = np.clip(mirrored[..., 1], 0, 1)
    sky = air.horizon + (air.zenith - air.horizon) * (1 - np.exp(-rise * 3.4))[..., None]
    angle = np.clip(mirrored @ toward, 0, 1)
    glint = angle**60 * 2.0 + angle**8 * 0.22 if toward[2] < 0 and air.cover < 0.9 else angle * 0
    fresnel = 0.04 + 0.96 * (1 - np.clip(facing, 0, 1)) ** 4
    fresnel = np.minimum(fresnel, 0.72)
    wild = {"storm": 1.0, "rain": 0.5, "overcast": 0.4}.get(scene.weather, 0.2)
    crest = smoothstep(0.3 * wild, 3.6 * wild, waves.y)
    light = air.ambient + air.key * 0.25
    body = stuffs.water * 0.32 * light * (0.55 + 0.6 * crest)[..., None]
    # Thin water at the top of a wave lets the light through, green.
    thin = vector(0.05, 0.3, 0.24) * light * (crest**2 * 0.7)[..., None]
    foam = _foam(noise, waves, crest, wild)
    keep = (1 - foam)[..., None]
    glow = (sky * fresnel[..., None] * 0.85 + air.glow * glint[..., None] + body + thin) * keep
    albedo = stuffs.snow * 0.75 * foam[..., None]
    return albedo.astype(np.float32), glow.astype(np.float32)


def _foam(noise: Lattice, waves: Samples, crest: Array, wild: float) -> Array:
    """Broken crests, and streaks that the wind has drawn out down the waves' backs."""
    lace = 1 - np.abs(2 * noise.fbm(waves.x / 2.4, waves.z / 1.5, 3) - 1)
    streaks = 1 - np.abs(2 * noise.fbm(waves.x / 9 + waves.z / 16, waves.z / 3.5, 3) - 1)
    broken = smoothstep(0.62, 0.98, crest) * smoothstep(0.45, 0.8, lace)
    drawn = smoothstep(0.86, 0.97, streaks) * 0.4 * smoothstep(0.15, 0.6, crest)
    return np.clip((broken + drawn) * min(1.0, wild * 1.4), 0, 1).astype(np.float32)
