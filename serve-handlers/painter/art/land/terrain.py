"""The ground, seen in perspective: slices of it from near to far, each hiding what is behind and below."""

import numpy as np

from painter.art.canvas import Canvas, View
from painter.art.colour import Array, vector
from painter.art.land.ground import materials
from painter.art.land.landform import Land, Samples
from painter.art.land.sea import open_sea
from painter.art.noise import resized, smoothstep
from painter.art.palette import Air, Stuffs
from painter.scene.scene import Scene

_FARTHEST = 7500.0
# Each far slice lies this much farther than the one before.
_FAR_STEP = 1.009
# Rows of the picture between near slices.
_NEAR_ROWS = 2.0
_FIRST_FAR_ROW = 7.0


def paint_ground(canvas: Canvas, scene: Scene, stuffs: Stuffs, land: Land, air: Air, toward: Array) -> None:
    """Ground and water of `land`, from the foot of the picture to the mountains at the horizon."""
    view = canvas.view
    depths = _depths(view, view.eye - float(land.height(vector(0.0), vector(6.0))[0]))
    ground = _samples(view, land, depths)
    wet = ground.y < 0
    flat = np.where(wet, np.float32(0), ground.y)
    normal = np.stack([-ground.slope_x, np.ones_like(flat), ground.slope_z], -1)
    normal /= np.sqrt((normal**2).sum(-1, keepdims=True))
    if scene.land == "sea":
        flat, wet = ground.y, wet & False
    else:
        normal[wet] = (0, 1, 0)
    albedo, glow = materials(scene, stuffs, land, ground, normal)
    if scene.land == "sea":
        albedo, glow = open_sea(view, scene, stuffs, land.noise, ground, normal, air, toward)
    rows = np.float32(view.horizon) + np.float32(view.focal) * (np.float32(view.eye) - flat) / depths[:, None]
    rows = resized(rows, (len(depths), view.width), smooth=False)
    _lay(canvas, rows, depths, albedo, normal, glow, wet, _cloud_shadows(land, ground))


def _depths(view: View, clear: float) -> Array:
    """Near slices a few rows apart on level ground, far ones in proportion to their distance.

    clear: how high the eye is above the ground at its feet, metres.
    """
    scale = view.height / 1024
    below = np.arange(view.height - view.horizon + 40 * scale, _FIRST_FAR_ROW * scale, -_NEAR_ROWS * scale)
    near = view.focal * max(1.0, clear) / below
    # Ground that is higher than y = 0 is seen nearer than that at the picture's foot.
    nearest = near[0] * np.geomspace(0.3, 0.98, 60)
    count = int(np.log(_FARTHEST / near[-1]) / np.log(_FAR_STEP))
    far = near[-1] * _FAR_STEP ** np.arange(1, max(2, count))
    return np.concatenate([nearest, near, far]).astype(np.float32)


def _samples(view: View, land: Land, depths: Array) -> Samples:
    columns = max(8, view.width // 2)
    across = (np.arange(columns, dtype=np.float32) + 0.5) / columns - 0.5
    across *= np.float32(view.width / view.focal)
    z = np.broadcast_to(depths[:, None], (len(depths), columns))
    x = across[None, :] * z
    y = land.height(x, z).astype(np.float32)
    along = np.gradient(y, axis=1) / np.maximum(np.gradient(x, axis=1), 1e-6)
    step = np.gradient(depths)[:, None]
    deep = (np.gradient(y, axis=0) - along * across[None, :] * step) / step
    return Samples(x, z, y, along.astype(np.float32), deep.astype(np.float32))


def _cloud_shadows(land: Land, ground: Samples) -> Array:
    """Share of the sun: patches of shade; the foreground lies in it, so that the eye goes to the light."""
    drift = land.noise.fbm(ground.x / (60 + ground.z * 0.3) + 8, np.log(ground.z) * 1.9, 3)
    shade = smoothstep(0.42, 0.56, drift + 0.16 * smoothstep(8, 26, ground.z) - 0.05)
    return 0.22 + 0.78 * shade


def _first_hits(view: View, horizon: Array) -> Array:
    """Which slice each pixel sees, (H, W); the number of slices for the sky.

    horizon: the row up to which each slice and those before it hide what is behind, (slices, W).
    """
    # A slice's ground fills all rows below its own: count for each pixel the slices that end below it.
    first = np.clip(np.ceil(horizon - 0.5), 0, view.height).astype(np.int32)
    columns = np.arange(view.width, dtype=np.int32)
    counts = np.bincount((first * view.width + columns).ravel(), minlength=(view.height + 1) * view.width)
    ends = counts.reshape(view.height + 1, view.width)
    return ends[::-1].cumsum(axis=0, dtype=np.int32)[::-1][1:]


def _lay(
    canvas: Canvas,
    rows: Array,
    depths: Array,
    albedo: Array,
    normal: Array,
    glow: Array | None,
    wet: Array,
    sunlit: Array,
) -> None:
    """rows: what rows the slices reach, (slices, W). The other arrays are (slices, columns, ...)."""
    view = canvas.view
    last, columns = len(depths) - 1, albedo.shape[1]
    horizon = np.minimum.accumulate(rows, axis=0)
    top = horizon[-1]
    first = max(0, int(np.floor(top.min())))
    hit = _first_hits(view, horizon)[first:]
    row = np.arange(first, view.height, dtype=np.float32)[:, None]
    sky = hit > last
    alpha = np.where(sky, np.clip(row + 1 - top[None, :], 0, 1), np.float32(1))
    hit = np.minimum(hit, last)
    across = (np.arange(view.width) * columns // view.width).astype(np.int32)
    index = hit * np.int32(columns) + across
    before = np.maximum(hit - 1, 0) * np.int32(columns) + across
    # Between two slices the ground is level enough to go straight from one to the other.
    here: Array = hit * np.int32(view.width) + np.arange(view.width, dtype=np.int32)
    upper = np.take(rows.ravel(), here)
    lower = np.take(horizon.ravel(), np.maximum(here - np.int32(view.width), 0).astype(np.int32))
    share = np.clip((row + 0.5 - upper) / np.maximum(lower - upper, 0.5), 0, 1)

    def seen(values: Array) -> Array:
        flat = values.reshape(len(depths) * columns, *values.shape[2:])
        later = np.take(flat, index, axis=0)
        part = share if values.ndim == 2 else share[..., None]
        later += (np.take(flat, before, axis=0) - later) * part
        made: Array = later
        return made

    depth = depths[hit]
    canvas.put((first, 0), alpha, seen(albedo), seen(normal), depth, seen(glow) if glow is not None else None)
    # The last row of water under a shore is still water.
    canvas.water[first:] = np.where(sky, 0, np.take(wet.ravel(), index))
    canvas.sunlit[first:] = np.where(sky, 1, seen(sunlit))
