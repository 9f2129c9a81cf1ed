"""The shell of a cave: rings of rock, one behind the other; its floor, its pool, dripstones."""

from dataclasses import dataclass

import numpy as np

from painter.art.canvas import Canvas, Light
from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, place
from painter.art.noise import Lattice, curve, resized, smoothstep
from painter.scene.scene import Scene

Rng = np.random.Generator
# Distances of the rings, metres, and how far the hollow is open there.
_RINGS = ((60.0, 11.0), (38.0, 10.5), (24.0, 9.0), (15.0, 7.2), (9.5, 5.8), (6.0, 5.2))
_STEP = 2


@dataclass(frozen=True)
class _Shell:
    """Of every second pixel: distance, facing, and how light the rock is; rays as `View.rays` gives them."""

    depth: Array
    normal: Array
    tone: Array
    across: Array
    rise: Array


def hew(canvas: Canvas, scene: Scene, rng: Rng, rock: Array) -> None:
    """Floor and walls into the empty canvas; lava or a pool on the floor."""
    shell = _rings(canvas, rng)
    _surface(canvas, scene, rng, shell, rock)


def _rings(canvas: Canvas, rng: Rng) -> _Shell:
    """Each is as a tunnel that narrows to its rim."""
    view = canvas.view
    across, rise = view.rays(_STEP)
    shape = (rise.shape[0], across.shape[1])
    depth, tone = np.full(shape, 90.0, np.float32), np.full(shape, 0.4, np.float32)
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = 1
    for number, (z, radius) in enumerate(_RINGS):
        centre_x, centre_y = rng.normal(0, radius * 0.1), 2.6 + rng.normal(0, 0.3)
        dx, dy = across - centre_x / z, rise - (centre_y - view.eye) / z
        angle = np.arctan2(dy, dx * 0.78)
        rim = 1 + 0.32 * curve(rng, 721, 7, 5)
        rim[:60] += (rim[-1] - rim[0]) * np.linspace(1, 0, 60)
        hole = np.interp(angle, np.linspace(-np.pi, np.pi, 721), rim).astype(np.float32) * np.float32(
            radius / z
        )
        ratio = np.hypot(dx * 0.78, dy) / hole
        there = np.float32(z) / np.maximum(ratio, 1) ** 0.8
        mask = (ratio > 1) & (there < depth)
        inwards = np.stack([-np.cos(angle), -np.sin(angle), np.full(shape, 0.35, np.float32)], -1)
        depth = np.where(mask, there, depth)
        normal = np.where(mask[..., None], inwards, normal)
        tone = np.where(mask, np.float32(0.75 + 0.07 * number), tone)
    return _Shell(depth, normal, tone, across, rise)


def _surface(canvas: Canvas, scene: Scene, rng: Rng, shell: _Shell, rock: Array) -> None:
    """Relief and colour of the rock, and what lies on the floor."""
    view, lattice, shape = canvas.view, Lattice(rng), canvas.shape
    down = np.broadcast_to(view.eye / np.maximum(-shell.rise, 1e-4), shell.depth.shape)
    is_floor = down < shell.depth
    depth = np.where(is_floor, down, shell.depth).astype(np.float32)
    x, y = shell.across * depth, view.eye + shell.rise * depth
    where = x * 0.42 + depth * 0.15, y * 0.5 + depth * 0.3
    relief = 0.6 * lattice.ridged(*where, 6) + 0.4 * lattice.fbm(where[0] * 1.7, where[1] * 1.7, 4)
    # Seams of another stone, and growth where water runs down.
    seams = smoothstep(0.45, 0.7, lattice.fbm(x * 0.2 + 9, y * 0.6 + depth * 0.1, 3))[..., None]
    stone = rock + (rock * np.array([0.75, 0.95, 1.1], np.float32) - rock) * seams
    albedo = stone * (shell.tone * (0.25 + 1.7 * relief))[..., None]
    canvas.albedo[:] = resized(albedo.astype(np.float32), shape, smooth=False)
    canvas.normal[:] = resized(
        _bumped(view.focal, shell.normal, is_floor, depth, relief), shape, smooth=False
    )
    canvas.depth[:] = resized(depth, shape, smooth=False)
    if scene.has("lava"):
        _lava(canvas, is_floor, x, depth, relief)
        return
    wide = scene.has("lake", "river", "water")
    level = lattice.fbm(x / 9 + 7, depth / 6, 3) + 0.1 * smoothstep(5, 9, depth)
    edge = 0.5 - 0.35 * smoothstep(7.0, 9.5, depth) if wide else np.float32(0.5)
    pool = smoothstep(0.0, 0.06, level - edge) * is_floor
    canvas.water[:] = np.where(resized(pool.astype(np.float32), shape, smooth=False) > 0.5, 1.0, 0.0)


def _bumped(focal: float, normal: Array, is_floor: Array, depth: Array, relief: Array) -> Array:
    """Facings turned by the slope of the relief, in metres and not in pixels."""
    up, side = np.gradient(relief)
    bump = np.clip(np.float32(1.1 * focal / _STEP) / depth, 10, 200).astype(np.float32)
    turned = normal + np.stack([-side * bump, up * bump, np.zeros_like(up)], -1)
    ground = np.stack([-side * bump * 0.35, np.ones_like(up), up * bump * 0.2], -1)
    turned = np.where(is_floor[..., None], ground, turned)
    turned /= np.maximum(np.sqrt((turned**2).sum(-1, keepdims=True)), 1e-3)
    return turned.astype(np.float32)


def _lava(canvas: Canvas, is_floor: Array, x: Array, depth: Array, relief: Array) -> None:
    hot = smoothstep(2.6, 1.4, np.abs(x + (relief - 0.5) * 7) / (1 + depth / 24)) * is_floor
    colour = hot[..., None] * (lch((0.62, 0.22, 35)) * 1.6 + (hot**4)[..., None] * lch((0.88, 0.15, 80)))
    canvas.glow[:] = resized(colour.astype(np.float32), canvas.shape, smooth=False)
    for z in (9.0, 15.0, 26.0):
        canvas.lights.append(Light(0, 0.6, z, lch((0.65, 0.2, 40)) * np.float32(5), 3.2, 0.5))


def dripstones(canvas: Canvas, rng: Rng, rock: Array) -> None:
    """From the roof, some from the floor at the sides."""
    view = canvas.view
    for _ in range(30):
        z = float(rng.choice((5.5, 8, 12, 18, 28))) * rng.uniform(0.9, 1.2)
        x = rng.uniform(-0.95, 0.95) * view.width / 2 / view.focal * z
        long, wide = rng.uniform(0.8, 3.4), rng.uniform(0.18, 0.5)
        stone = Drawing()
        colour = rock * np.float32(rng.uniform(0.6, 1.0))
        ragged = [(0, 0), (0.05, long * 0.4), (-0.02, long)]
        stone.tube(ragged, (0.02, wide * 0.55, wide * 1.7), colour)
        stone.tube(
            [(0.06, long * 0.1), (0.1, long)], (0.01, wide * 0.5), colour * 1.35, facing=(0.5, 0.1, 0.8)
        )
        top = view.eye + view.horizon / view.focal * z
        if rng.random() < 0.72:
            place(canvas, stone, x, min(top, 7.5 + rng.uniform(-1, 1)) - long + 0.6, z, round_by=0.03)
        elif abs(x) > z * 0.2:
            upright = Drawing()
            upright.include(stone, turn=np.pi, y=long * 0.6)
            place(canvas, upright, x, 0, z, scale=0.8, round_by=0.03)
