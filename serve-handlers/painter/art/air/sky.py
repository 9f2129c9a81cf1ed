"""The sky: its gradient, the sun or the moon, clouds on a plane overhead, stars, aurora."""

import math

import numpy as np

from painter.art.canvas import View
from painter.art.colour import Array, lch
from painter.art.noise import Lattice, field, resized, smoothstep, stream
from painter.art.palette import Air
from painter.scene.scene import Scene

# Clouds vary slowly and are painted this many times smaller.
_STEP = 2
# Heights of rays below which clouds are lost in the haze.
_LEAST_RISE = 0.015


def key_direction(view: View, air: Air, focus: float) -> Array:
    """Unit vector (right, up, towards the viewer) to the sun or the moon.

    Low suns stand above the focus (a share of the width), high ones behind the viewer's shoulder.
    """
    height = math.radians(air.height)
    across = (focus - 0.5) * view.width / view.focal
    if air.height < 35:
        # In the picture, whatever its shape: no higher than most of the sky that is seen.
        rise = min(math.tan(height), 0.72 * view.horizon / view.focal)
        away = np.array([across, rise, -1.0], np.float32)
    else:
        side = -1.0 if across > 0 else 1.0
        away = np.array([side * 0.85, math.sin(height), 0.22], np.float32)
    return away / np.float32(np.linalg.norm(away))


def paint_sky(view: View, scene: Scene, air: Air, toward: Array) -> Array:
    """Light of the sky behind everything, (H, W, 3); below the horizon it mirrors itself."""
    across, rise = view.rays(_STEP)
    rise = np.abs(rise)
    length = np.sqrt(across**2 + rise**2 + 1)
    cosine = (across * toward[0] + rise * toward[1] - toward[2]) / length
    sky = _gradient(air, rise / length)
    sky += _glow(air, cosine, rise / length)
    seen = -toward[2] > 0
    if scene.hour == "night":
        _add_stars(sky, scene)
        if scene.has("aurora"):
            _add_aurora(sky, view, scene)
    if seen and (scene.hour != "night" or scene.has("moon")):
        _add_disc(sky, view, scene, air, toward)
    _add_clouds(sky, scene, air, across, rise, cosine)
    return resized(sky, (view.height, view.width), smooth=False)


def _gradient(air: Air, rise: Array) -> Array:
    share = (1 - np.exp(-rise * 3.4))[..., None]
    sky: Array = air.horizon + (air.zenith - air.horizon) * share
    return sky


def _glow(air: Air, cosine: Array, rise: Array) -> Array:
    """Light around the key: a wide one that hugs the horizon and a close one."""
    angle = np.arccos(np.clip(cosine, -1, 1))
    low = 1.0 if air.height < 10 else 0.5
    wide = np.exp(-angle * 1.9) * np.exp(-rise * 2.5 * low) * 0.7
    close = np.exp(-((angle / 0.16) ** 1.2)) * 1.1
    made: Array = (wide + close)[..., None] * air.glow
    return made


def _add_disc(sky: Array, view: View, scene: Scene, air: Air, toward: Array) -> None:
    """The sun, or a moon with its seas."""
    if air.cover > 0.75:
        return
    night = scene.hour == "night"
    radius = (0.05 if night else 0.03) * view.focal / _STEP
    x = (view.column(-toward[0] / toward[2], 1.0)) / _STEP
    y = (view.horizon + view.focal * toward[1] / toward[2]) / _STEP
    rows = np.arange(sky.shape[0], dtype=np.float32)[:, None] + 0.5 - y
    columns = np.arange(sky.shape[1], dtype=np.float32)[None, :] + 0.5 - x
    away = np.hypot(rows, columns)
    disc = np.clip(radius - away + 0.5, 0, 1)
    colour = air.key / max(float(air.key.max()), 1e-3)
    if not night:
        sky += disc[..., None] * colour * 6
        return
    seas = field(stream(scene.seed, "moon"), (48, 48), 4, 3)
    across = np.clip((columns / radius * 0.5 + 0.5) * 47, 0, 47).astype(int)
    down = np.clip((rows / radius * 0.5 + 0.5) * 47, 0, 47).astype(int)
    face = 0.8 + 0.75 * smoothstep(0.38, 0.58, seas[down, across])
    sky *= 1 - disc[..., None]
    sky += (disc * face)[..., None] * colour * 1.15


def _add_stars(sky: Array, scene: Scene) -> None:
    if not scene.has("stars"):
        return
    rng = stream(scene.seed, "stars")
    height, width = sky.shape[:2]
    count = int(height * width / 420)
    rows, columns = rng.integers(0, height, count), rng.integers(0, width, count)
    bright = rng.random(count).astype(np.float32) ** 7 * 1.6 + 0.05
    tint = np.stack([1 + 0.2 * (n := rng.uniform(-1, 1, count)), np.ones(count), 1 - 0.25 * n], 1)
    band = field(rng, (height, width), 3, 4, stretch=3)
    lane = np.exp(
        -((np.arange(width) / width * 0.7 - np.arange(height)[:, None] / height + 0.15) ** 2) / 0.02
    )
    sky += (0.02 * lane * band**2)[..., None].astype(np.float32) * lch((0.8, 0.04, 280))
    sky[rows, columns] += bright[:, None] * tint.astype(np.float32) * 0.7


def _add_aurora(sky: Array, view: View, scene: Scene) -> None:
    """Curtains: bright lower edges that fade upwards."""
    rng = stream(scene.seed, "aurora")
    height, width = sky.shape[:2]
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    colours = (lch(scene.tint("light") or (0.8, 0.2, 155)), lch((0.7, 0.15, 190)), lch((0.6, 0.18, 320)))
    top = view.horizon / view.height
    for number, colour in enumerate(colours):
        sway = field(rng, (2, width), 1, 5)[0]
        folds = field(rng, (2, width), 12, 3)[0] ** 2
        edge = top * (0.3 + 0.5 * sway) + 0.03 * number
        above = edge - rows
        curtain = np.where(above > 0, np.exp(-above / (0.28 * top)), np.exp(above / 0.02)) * folds
        sky += curtain[..., None] * colour * np.float32(0.55)


def _add_clouds(sky: Array, scene: Scene, air: Air, across: Array, rise: Array, cosine: Array) -> None:
    """Noise on a plane overhead, lit by how little cloud there is on the way to the light."""
    rng = stream(scene.seed, "clouds")
    lattice = Lattice(rng)
    top = int((rise[:, 0] > _LEAST_RISE).cumprod().sum())
    if top < 4:
        return
    rise, across = rise[:top], across
    far = 1 / (rise + 0.06)
    scale = rng.uniform(0.8, 1.25)
    x, z = across * far * np.float32(scale) + np.float32(rng.uniform(0, 99)), far * np.float32(scale * 1.25)
    z = np.broadcast_to(z, x.shape)
    warp = lattice.at(x * 0.7, z * 0.7)
    x, z = x + warp * 0.9, z + warp * 0.5
    low = 1 - air.cover
    body = lattice.fbm(x, z, 5, 0.55)
    threshold = 0.28 + 0.3 * low
    density = smoothstep(threshold, threshold + 0.2, body)
    # A step towards the light, on the plane: towards the horizon where the key is low.
    toward = lattice.fbm(x + np.float32(0.05), z + np.float32(0.28), 3, 0.55)
    lit = np.exp(-3.2 * np.clip(toward - threshold, 0, 1) / 0.3)
    lit = lit * (0.55 + 0.45 * np.clip(1.4 - density, 0, 1))
    silver = np.exp(-((1 - cosine[:top]) / 0.12)) * (1 - density)
    light = air.glow * 0.65 + air.key * 0.22 + air.horizon * 0.35
    shade = (air.zenith * 0.55 + air.horizon * 0.25) * (0.62 if scene.weather == "storm" else 0.9)
    cloud = shade + (light - shade) * lit[..., None]
    cloud += silver[..., None] * air.glow * 1.2
    fade = smoothstep(_LEAST_RISE, 0.11, rise)
    alpha = (density * fade * np.float32(0.55 + 0.42 * min(1.0, air.cover + 0.2)))[..., None]
    sky[:top] += (cloud - sky[:top]) * alpha
