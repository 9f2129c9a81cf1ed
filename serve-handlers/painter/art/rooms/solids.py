"""Flat-sided things in a room: facets in space, each with its own distance at every pixel."""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from painter.art.canvas import Canvas
from painter.art.colour import Array, vector
from painter.art.noise import Lattice
from painter.art.rooms.surfaces import blocks, planks

Corner = tuple[float, float, float]
# Colour factor at points (x, y, z) of the facet.
Texture = Callable[[Array, Array, Array], Array]
_NEAREST = 0.35
_FINE = 2


def facet(
    canvas: Canvas,
    corners: Sequence[Corner],
    colour: Array,
    glow: Array | None = None,
    texture: Texture | None = None,
) -> None:
    """A flat polygon of corners (x, y, z) in metres."""
    view = canvas.view
    points = np.array(corners, np.float64)
    if points[:, 2].min() < _NEAREST:
        points = _cut(points)
        if len(points) < 3:
            return
    columns = view.width / 2 + view.focal * points[:, 0] / points[:, 2]
    rows = view.horizon + view.focal * (view.eye - points[:, 1]) / points[:, 2]
    left, right = max(0, int(columns.min())), min(view.width, int(columns.max()) + 2)
    top, bottom = max(0, int(rows.min())), min(view.height, int(rows.max()) + 2)
    if right <= left or bottom <= top:
        return
    normal = np.cross(points[1] - points[0], points[2] - points[0])
    size = np.linalg.norm(normal)
    if size < 1e-9:
        return
    normal /= size
    if normal @ (points[0] - (0, view.eye, 0)) > 0:
        normal = -normal
    sheet = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    outline = ((np.stack([columns, rows], 1) - (left, top)) * _FINE).ravel().tolist()
    ImageDraw.Draw(sheet).polygon(outline, fill=255)
    alpha = np.asarray(sheet.reduce(_FINE), np.float32) / 255
    across = ((np.arange(left, right, dtype=np.float32) + 0.5 - view.width / 2) / view.focal)[None, :]
    rise = ((view.horizon - np.arange(top, bottom, dtype=np.float32) - 0.5) / view.focal)[:, None]
    slope = normal[0] * across + normal[1] * rise + normal[2]
    offset = float(normal @ (points[0] - (0, view.eye, 0)))
    depth = offset / np.where(np.abs(slope) < 1e-6, np.float32(1e-6), slope)
    depth = np.clip(depth, points[:, 2].min(), points[:, 2].max()).astype(np.float32)
    albedo: Array = colour * np.ones((*alpha.shape, 1), np.float32)
    if texture is not None:
        factor = texture(across * depth, view.eye + rise * depth, depth)
        albedo = albedo * (factor if factor.ndim == 3 else factor[..., None])
    facing = vector(normal[0], normal[1], -normal[2])
    own = None if glow is None else np.broadcast_to(glow, albedo.shape)
    canvas.put((top, left), alpha, albedo, np.broadcast_to(facing, albedo.shape), depth, own)


def _cut(points: np.ndarray) -> np.ndarray:
    """What of a polygon lies in front of the eye."""
    kept = []
    for one, other in zip(points, np.roll(points, -1, axis=0), strict=True):
        if one[2] >= _NEAREST:
            kept.append(one)
        if (one[2] >= _NEAREST) != (other[2] >= _NEAREST):
            kept.append(one + (other - one) * (_NEAREST - one[2]) / (other[2] - one[2]))
    return np.array(kept)


def wall(one: tuple[float, float], other: tuple[float, float], low: float, high: float) -> list[Corner]:
    """Corners of an upright facet between two points (x, z) of the ground, from `low` to `high`."""
    (x0, z0), (x1, z1) = one, other
    return [(x0, low, z0), (x1, low, z1), (x1, high, z1), (x0, high, z0)]


def box(
    canvas: Canvas,
    low: Corner,
    high: Corner,
    colour: Array,
    glow: Array | None = None,
    texture: Texture | None = None,
) -> None:
    """An upright box between two opposite corners; only the sides that the eye can see."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    eye = canvas.view.eye
    sides: list[tuple[list[Corner], float]] = []
    if x0 > 0:
        sides.append(([(x0, y0, z0), (x0, y0, z1), (x0, y1, z1), (x0, y1, z0)], 0.85))
    if x1 < 0:
        sides.append(([(x1, y0, z0), (x1, y0, z1), (x1, y1, z1), (x1, y1, z0)], 0.85))
    if y1 < eye:
        sides.append(([(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)], 1.1))
    if y0 > eye:
        sides.append(([(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)], 0.8))
    sides.append(([(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0)], 1.0))
    for corners, shade in sides:
        facet(canvas, corners, colour * np.float32(shade), glow, texture)


def pillar(
    canvas: Canvas,
    x: float,
    z: float,
    foot: float,
    top: float,
    wide: float,
    colour: Array,
    texture: Texture | None = None,
) -> None:
    """A round column with base and capital."""
    angles = np.linspace(np.pi, 2 * np.pi, 9) - np.arctan2(x, z)
    xs, zs = x + wide / 2 * np.cos(angles), z + wide / 2 * np.sin(angles)
    for n in range(8):
        facet(
            canvas,
            [
                (xs[n], foot, zs[n]),
                (xs[n + 1], foot, zs[n + 1]),
                (xs[n + 1], top, zs[n + 1]),
                (xs[n], top, zs[n]),
            ],
            colour,
            texture=texture,
        )
    for y, high, spread in ((foot, wide * 0.45, 0.72), (top - wide * 0.5, wide * 0.5, 0.75)):
        s = wide * spread
        box(canvas, (x - s, y, z - s), (x + s, y + high, z + s), colour * 0.95)


def grain(lattice: Lattice) -> Texture:
    return lambda x, y, z: planks(lattice, x + y * 0.7, z, 0.22, 1.7)


def ashlar(lattice: Lattice) -> Texture:
    return lambda x, y, z: blocks(lattice, x + z, y, 0.7, 0.36)
