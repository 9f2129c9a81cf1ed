"""Still and running water: what stands above it, upside down and rippled; the light's path on it."""

import numpy as np

from painter.art.canvas import Canvas
from painter.art.colour import Array
from painter.art.noise import Lattice, smoothstep, stream
from painter.art.palette import Air
from painter.scene.scene import Scene


def reflected(
    canvas: Canvas, lit: Array, sky: Array, scene: Scene, air: Air, body: Array, toward: Array
) -> Array:
    """`lit` with its water painted; `body` is the water's own colour (linear)."""
    view = canvas.view
    rows = np.flatnonzero((canvas.water > 0.01).any(axis=1))
    if not len(rows):
        return lit
    first = int(rows[0])
    wet = canvas.water[first:]
    _, rise = view.rays()
    down = np.maximum(-rise[first:], 1e-3)
    depth = np.minimum(view.eye / down, 4000).astype(np.float32)
    ripple_down, ripple_across = _ripples(canvas, scene, first, depth)
    mirror = _mirror(canvas, lit, sky, first, depth, ripple_down, ripple_across)
    cosine = down / np.sqrt(1 + down**2)
    fresnel = 0.06 + 0.94 * (1 - cosine) ** 3.2
    fresnel = np.clip(fresnel + ripple_down / (view.height * 0.5), 0.05, 0.96)
    light = (air.ambient + air.key * 0.3) * 0.6
    surface = body * light + (mirror - body * light) * fresnel[..., None]
    surface += _glitter(canvas, first, depth, air, toward, scene)
    if scene.weather == "storm":
        surface += _whitecaps(canvas, depth, scene, light)
    lit[first:] += (surface - lit[first:]) * wet[..., None]
    return lit


def _ripples(canvas: Canvas, scene: Scene, first: int, depth: Array) -> tuple[Array, Array]:
    """By how many rows and columns the mirror image is shaken, (h, W): more, the nearer."""
    view = canvas.view
    lattice = Lattice(stream(scene.seed, "ripples"))
    across, _ = view.rays(2)
    near = depth[::2]
    x, z = across * near, np.broadcast_to(near, (len(near), across.shape[1]))
    calm = {"storm": 3.4, "rain": 1.5, "fog": 0.5, "snow": 0.6}.get(scene.weather, 0.9)
    if scene.land in ("swamp",) or scene.has("frozen"):
        calm *= 0.35
    fine = lattice.fbm(x / 1.1, z / 0.55, 2) - 0.5
    broad = lattice.fbm(x / 7, z / 3, 2) - 0.5
    amount = np.clip(view.focal / (near * 26 + 60), 0, 9) * np.float32(calm * view.height / 1024)
    small = (fine * 26 * amount + broad * 30 * amount).astype(np.float32)
    wide = np.repeat(np.repeat(small, 2, 0), 2, 1)[: view.height - first, : view.width]
    return wide, wide * np.float32(0.3)


def _mirror(
    canvas: Canvas, lit: Array, sky: Array, first: int, depth: Array, down: Array, across: Array
) -> Array:
    """What the water shows: the picture above each column's shore, upside down; the sky beyond the top.

    depth: of the water, metres, by row.
    """
    view = canvas.view
    height = view.height
    wet = canvas.water > 0.5
    index = np.arange(height, dtype=np.float32)[:, None]
    # The far shore of the water that each pixel lies in: the last dry row above it.
    dry = np.where(wet, np.float32(-1), np.broadcast_to(index, wet.shape))
    shore = np.maximum.accumulate(dry, axis=0)[first:]
    rows = index[first:]
    columns = np.arange(view.width, dtype=np.float32)[None, :] + across
    column = np.clip(columns, 0, view.width - 1).astype(np.int32)
    # About the shore, for what stands at it; about the horizon, for what is far behind.
    source = 2 * np.maximum(shore, view.horizon - 2) - rows + down
    flat = np.clip(source, 0, height - 1).astype(np.int32) * np.int32(view.width) + column
    stands = np.clip(shore, 0, height - 1).astype(np.int32) * np.int32(view.width) + column
    there = np.take(canvas.depth.ravel(), flat)
    at_shore = there < np.take(canvas.depth.ravel(), stands) * 1.8 + 4
    source = np.where(at_shore, source, 2 * view.horizon - rows + down)
    flat = np.clip(source, 0, height - 1).astype(np.int32) * np.int32(view.width) + column
    picture = np.take(lit.reshape(-1, 3), flat, axis=0)
    # Water mirrors neither water nor what stands on this side of it: there, and beyond the picture's top,
    # it mirrors the sky.
    lost = np.take(wet.ravel(), flat) | (source < 0) | (np.take(canvas.depth.ravel(), flat) < 0.75 * depth)
    if lost.any():
        above = np.clip(2 * view.horizon - rows + down, 0, height - 1).astype(np.int32)
        heaven = np.take(sky.reshape(-1, 3), above * np.int32(view.width) + column, axis=0)
        picture = np.where(lost[..., None], heaven, picture)
    return picture


def _whitecaps(canvas: Canvas, depth: Array, scene: Scene, light: Array) -> Array:
    """Crests that the wind breaks, in ragged lines across it."""
    lattice = Lattice(stream(scene.seed, "whitecaps"))
    across, _ = canvas.view.rays()
    x, z = across * depth, np.broadcast_to(depth, (len(depth), canvas.view.width))
    crest = 1 - np.abs(2 * lattice.fbm(x / 9, z / 3.2, 3) - 1)
    lace = lattice.at(x / 0.8, z / 0.5)
    foam = smoothstep(0.8, 0.97, crest) * smoothstep(0.3, 0.7, lace) * smoothstep(260, 30, z)
    return foam[..., None] * (light + 0.04) * np.float32(1.1)


def _glitter(canvas: Canvas, first: int, depth: Array, air: Air, toward: Array, scene: Scene) -> Array:
    """Sparks of the low sun or the moon on the wave tops, in a path towards the viewer."""
    view = canvas.view
    if toward[2] > 0 or air.cover > 0.9 or (scene.hour == "night" and not scene.has("moon")):
        return np.zeros((view.height - first, view.width, 3), np.float32)
    lattice = Lattice(stream(scene.seed, "glitter"))
    across, _ = view.rays()
    x, z = across * depth, np.broadcast_to(depth, (len(depth), view.width))
    aside = across - np.float32(-toward[0] / toward[2])
    wide = 0.03 + 0.16 * smoothstep(400, 4, depth)
    path = np.exp(-((aside / wide) ** 2))
    sparks = smoothstep(0.52, 0.8, lattice.at(x * 5 + 9, z * 1.4 + 31))
    strength = 2.2 if scene.hour != "night" else 4.0
    colour = air.key + air.glow * 0.3
    return (path * (sparks + 0.12))[..., None] * colour * np.float32(strength * 0.5)
