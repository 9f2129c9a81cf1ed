"""Smoke and steam that rise into the picture."""

from dataclasses import dataclass

import numpy as np

from painter.art.canvas import Canvas
from painter.art.colour import Array
from painter.art.noise import field, resized, smoothstep, stream
from painter.scene.scene import Scene

# Smoke is soft and is painted this many times smaller.
_STEP = 4


@dataclass(frozen=True)
class Plume:
    """Smoke that rises from (x, y, z), metres; `lean` is how far the wind takes it for each metre up."""

    x: float
    y: float
    z: float
    high: float
    wide: float
    lean: float
    thick: float = 0.8


def add_smoke(
    canvas: Canvas, lit: Array, scene: Scene, plumes: list[Plume], colour: Array, glow: Array
) -> Array:
    """Smoke before the finished light: `colour` above, lit by `glow` near its foot."""
    view = canvas.view
    height, width = -(-view.height // _STEP), -(-view.width // _STEP)
    rng = stream(scene.seed, "smoke")
    billow, swirl = field(rng, (height, width), 7, 4), field(rng, (height, width), 4, 3) - 0.5
    depth = canvas.depth[_STEP // 2 :: _STEP, _STEP // 2 :: _STEP][:height, :width]
    depth = np.pad(depth, ((0, height - depth.shape[0]), (0, width - depth.shape[1])), mode="edge")
    # What is left of the light behind, and what all plumes add to it.
    left, added = np.ones((height, width), np.float32), np.zeros((height, width, 3), np.float32)
    for plume in plumes:
        share, alpha = _body(canvas, plume, billow, swirl)
        alpha = np.clip(alpha * (depth > plume.z * 0.93), 0, 1)
        light = colour + glow * (np.exp(-share * 5) * (0.6 + 0.9 * billow))[..., None]
        added += (light - added) * alpha[..., None]
        left *= 1 - alpha
    lit *= resized(left, canvas.shape, smooth=False)[..., None]
    lit += resized(added, canvas.shape, smooth=False)
    return lit


def _body(canvas: Canvas, plume: Plume, billow: Array, swirl: Array) -> tuple[Array, Array]:
    """How high up the plume each point is, 0..1, and how thick it is there."""
    view, (height, width) = canvas.view, billow.shape
    rows = (np.arange(height, dtype=np.float32)[:, None] + 0.5) * _STEP
    columns = (np.arange(width, dtype=np.float32)[None, :] + 0.5) * _STEP
    pixels = view.focal / plume.z
    up = (view.row(plume.y, plume.z) - rows) / pixels
    share = np.clip(up / plume.high, 0, 1)
    middle = plume.x + plume.lean * up + swirl * plume.wide * 3.2 * share
    across = (columns - view.width / 2) / pixels - middle
    reach = plume.wide * (0.35 + 1.5 * share)
    ends = smoothstep(-0.5, plume.wide * 0.7, up) * smoothstep(1.0, 0.35, share)
    body = np.exp(-((across / reach) ** 2)) * ends
    return share, np.clip(body * smoothstep(0.28, 0.62, billow) * 1.5, 0, 1) * np.float32(plume.thick)
