"""Light on everything painted: sky, sun or moon, lamps; then the air between, and what shines through it."""

import numpy as np

from painter.art.canvas import FAR, Canvas, Light
from painter.art.colour import Array
from painter.art.noise import resized, smoothstep

# Lamps light softly and are painted this many times smaller, more than a few smaller still.
_STEP = 2
_FEW = 10
# Share of a surface's light that does not depend on where it faces.
_WRAP = 0.3


def shade(canvas: Canvas, ambient: Array, bounce: Array, key: Array, toward: Array) -> Array:
    """Linear light of every pixel: what lamps and sky give its surface, and its own glow."""
    up = canvas.normal[..., 1:2] * 0.5 + 0.5
    light = bounce + (ambient - bounce) * up
    facing = canvas.normal @ toward
    direct = np.clip((facing + _WRAP * 0.5) / (1 + _WRAP * 0.5), 0, 1)
    light += (direct * canvas.sunlit)[..., None] * key
    if canvas.lights:
        light += lamplight(canvas)
    lit: Array = canvas.albedo * light
    lit += canvas.glow
    return lit


def lamplight(canvas: Canvas) -> Array:
    """What the lamps give each pixel's surface, with distance and facing in space."""
    view, step = canvas.view, _STEP if len(canvas.lights) <= _FEW else _STEP + 1
    across, rise = view.rays(step)
    depth = np.minimum(canvas.depth[::step, ::step], 4000)
    across, rise = across[:, : depth.shape[1]], rise[: depth.shape[0]]
    normal = canvas.normal[::step, ::step]
    x, y = across * depth, view.eye + rise * depth
    total = np.zeros((*depth.shape, 3), np.float32)
    for lamp in canvas.lights:
        dx, dy, dz = lamp.x - x, lamp.y - y, depth - lamp.z
        square = dx * dx + dy * dy + dz * dz
        away = np.sqrt(square) + 1e-3
        facing = (normal[..., 0] * dx + normal[..., 1] * dy + normal[..., 2] * dz) / away
        strength = np.clip(facing * (1 - _WRAP) + _WRAP, 0, 1) / (1 + square / np.float32(lamp.reach**2))
        strength *= smoothstep(lamp.reach * 9, lamp.reach * 3, away)
        total += strength[..., None] * lamp.colour
    return resized(total, canvas.shape, smooth=False)


def halos(canvas: Canvas, thickness: float) -> Array:
    """The shine of the air around each lamp, for the whole picture; `thickness` of the air, about 0 to 1."""
    view = canvas.view
    step = 4
    height, width = -(-view.height // step), -(-view.width // step)
    rows = (np.arange(height, dtype=np.float32)[:, None] + 0.5) * step
    columns = (np.arange(width, dtype=np.float32)[None, :] + 0.5) * step
    total = np.zeros((height, width, 3), np.float32)
    for lamp in canvas.lights:
        seen = _visible(canvas, lamp)
        if not lamp.halo or not seen:
            continue
        radius = view.focal * lamp.reach / lamp.z
        away = np.hypot(rows - view.row(lamp.y, lamp.z), columns - view.column(lamp.x, lamp.z)) / radius
        shine = np.exp(-away * 2.2) * 0.32 + np.exp(-((away * 3.2) ** 2)) * 0.45
        total += shine[..., None] * lamp.colour * np.float32(lamp.halo * thickness * seen * 0.3)
    return resized(total, canvas.shape, smooth=False)


def _visible(canvas: Canvas, lamp: Light) -> float:
    """1 for a lamp in the open, less behind something nearer."""
    view = canvas.view
    row, column = int(view.row(lamp.y, lamp.z)), int(view.column(lamp.x, lamp.z))
    if not (0 <= row < view.height and 0 <= column < view.width):
        return 0.6
    return 1.0 if canvas.depth[row, column] >= lamp.z * 0.9 else 0.45


def hazed(canvas: Canvas, lit: Array, sky: Array, haze: float, air: Array | None = None) -> Array:
    """Aerial perspective: with distance everything takes the colour of the sky behind it, low down."""
    view = canvas.view
    share = 1 - np.exp(-np.minimum(canvas.depth, FAR) * np.float32(haze))
    share[canvas.depth >= FAR] = 0
    if air is None:
        air = horizon_light(sky, view.horizon)
    lit += (air - lit) * share[..., None]
    return lit


def horizon_light(sky: Array, horizon: float) -> Array:
    """Colour of far air by column, (1, W, 3): the sky just above the horizon, softened along it."""
    row = int(np.clip(horizon, 4, sky.shape[0] - 1))
    band = sky[max(0, row - max(6, sky.shape[0] // 14)) : row].mean(axis=0, keepdims=True)
    width = band.shape[1]
    small = resized(band, (1, max(2, width // 64)), smooth=False)
    return resized(small, (1, width))


def ground_fog(canvas: Canvas, lit: Array, air: Array, thick: float, high: float, drift: Array) -> Array:
    """Fog that lies on the ground.

    thick: per metre at y = 0, falling to 1/e at `high` metres. drift: (H, W) around 1, makes it uneven.
    """
    view = canvas.view
    _, rise = view.rays()
    depth = np.minimum(canvas.depth, 900)
    top = rise * depth
    # The integral of exp(-y / high) along the ray from the eye.
    climb = np.where(np.abs(top) < 1e-3, np.float32(1e-3), top) / np.float32(high)
    column = depth * np.float32(np.exp(-view.eye / high)) * (1 - np.exp(-np.clip(climb, -12, 40))) / climb
    share = 1 - np.exp(-column * np.float32(thick) * drift)
    lit += (air - lit) * np.clip(share, 0, 0.97)[..., None]
    return lit


def rays(lit: Array, mask: Array, at: tuple[float, float], strength: float, colour: Array) -> Array:
    """Shafts of light from `at` (row, column): the bright part of the picture drawn out away from it."""
    step = 4
    height, width = mask.shape
    shaft = resized(mask, (max(2, height // step), max(2, width // step)), smooth=False)
    rows = np.arange(shaft.shape[0], dtype=np.float32)[:, None] - np.float32(at[0] / step)
    columns = np.arange(shaft.shape[1], dtype=np.float32)[None, :] - np.float32(at[1] / step)
    # Each round doubles how far a pixel looks back towards the light.
    for share in (0.985, 0.97, 0.94, 0.885, 0.78, 0.6):
        back_rows = np.clip(rows * share + at[0] / step, 0, shaft.shape[0] - 1).astype(np.int32)
        back_columns = np.clip(columns * share + at[1] / step, 0, shaft.shape[1] - 1).astype(np.int32)
        shaft = (shaft + shaft[back_rows, back_columns]) * np.float32(0.5)
    reach = np.exp(-np.hypot(rows, columns) / np.float32(0.75 * shaft.shape[1]))
    lit += resized(shaft * reach, (height, width), smooth=False)[..., None] * (colour * np.float32(strength))
    return lit
