"""A cave: rings of rock, one behind the other, around a hollow; a pool, dripstones, what glows."""

import numpy as np

from painter.art import light, treasures, vessels
from painter.art.beasts import BUILDS
from painter.art.canvas import Canvas, Light, View
from painter.art.cast import coat, figure_of, pose_of
from painter.art.colour import Array, lch, vector
from painter.art.dragons import dragon
from painter.art.drawing import Drawing, place
from painter.art.fire import campfire, torch
from painter.art.noise import Lattice, curve, resized, smoothstep, stream
from painter.art.palette import Air, Stuffs, air_of, stuffs_of
from painter.art.people import KITS
from painter.art.water import reflected
from painter.art.weather import add_sparks
from painter.scene.scene import Scene

# Distances of the rings, metres, and how far the hollow is open there.
_RINGS = ((60.0, 11.0), (38.0, 10.5), (24.0, 9.0), (15.0, 7.2), (9.5, 5.8), (6.0, 5.2))
_STEP = 2


def paint_cave(scene: Scene, width: int, height: int) -> Array:
    """Linear light of the whole picture, (height, width, 3)."""
    view = View.of(width, height, 0.6, 2.4)
    canvas = Canvas(view)
    air, stuffs = air_of(scene), stuffs_of(scene)
    rng = stream(scene.seed, "cave")
    rock = stuffs.rock * 0.8 if not scene.has("frozen") else lch((0.75, 0.04, 225))
    _hollow(canvas, scene, rng, rock)
    _dripstones(canvas, rng, rock)
    focus = -0.25 if rng.random() < 0.5 else 0.25
    _lights(canvas, scene, stuffs, rng, focus)
    _inhabit(canvas, scene, stuffs, rng, focus)
    dim = vector(0.012, 0.014, 0.02) + air.ambient * np.float32(0.02)
    lit = light.shade(canvas, dim, dim * 0.5, np.zeros(3, np.float32), vector(0, 1, 0))
    deep = _far_light(scene, air)
    lit = light.hazed(canvas, lit, np.broadcast_to(deep, lit.shape), 1 / 75, deep[None, None, :])
    night = np.broadcast_to(deep * 0.4, lit.shape)
    calm = air if not air.key.any() else _without_key(air)
    lit = reflected(canvas, lit, night, scene, calm, stuffs.water * 0.2, vector(0, 0.5, 0.5))
    lit += light.halos(canvas, 0.45)
    colour = canvas.lights[0].colour * 0.05 if canvas.lights else deep
    return add_sparks(lit, rng, (height * 0.5, width * 0.5), (height * 0.2, width * 0.25), 60, colour, 1.3)


def _without_key(air: Air) -> Air:
    from dataclasses import replace

    dark = np.zeros(3, np.float32)
    return replace(air, key=dark, glow=dark, ambient=air.ambient * 0.05, cover=1.0)


def _far_light(scene: Scene, air: Air) -> Array:
    """What shines in from the far end: daylight, or the cave's own glow."""
    tint = scene.tint("light")
    if tint:
        return lch(tint) * np.float32(0.16)
    if scene.has("lava"):
        return lch((0.55, 0.19, 38)) * np.float32(0.35)
    if scene.has("crystals", "mushrooms"):
        return lch((0.5, 0.11, 250)) * np.float32(0.13)
    return (air.horizon * 0.6 + air.zenith * 0.2) * np.float32(0.1 if air.dark else 0.35)


def _hollow(canvas: Canvas, scene: Scene, rng: np.random.Generator, rock: Array) -> None:
    """Floor and walls; each ring is as a tunnel that narrows to its rim."""
    view = canvas.view
    across, rise = view.rays(_STEP)
    shape = (rise.shape[0], across.shape[1])
    depth = np.full(shape, 90.0, np.float32)
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = 1
    tone = np.full(shape, 0.4, np.float32)
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
        outside = ratio > 1
        there = np.float32(z) / np.maximum(ratio, 1) ** 0.8
        mask = outside & (there < depth)
        depth = np.where(mask, there, depth)
        inwards = np.stack([-np.cos(angle), -np.sin(angle), np.full(shape, 0.35, np.float32)], -1)
        normal = np.where(mask[..., None], inwards, normal)
        tone = np.where(mask, np.float32(0.75 + 0.07 * number), tone)
    _floor(canvas, scene, rng, depth, normal, tone, across, rise, rock)


def _floor(
    canvas: Canvas,
    scene: Scene,
    rng: np.random.Generator,
    depth: Array,
    normal: Array,
    tone: Array,
    across: Array,
    rise: Array,
    rock: Array,
) -> None:
    view = canvas.view
    lattice = Lattice(rng)
    down = np.broadcast_to(view.eye / np.maximum(-rise, 1e-4), depth.shape)
    is_floor = down < depth
    depth = np.where(is_floor, down, depth).astype(np.float32)
    x, y = across * depth, view.eye + rise * depth
    where = x * 0.42 + depth * 0.15, y * 0.5 + depth * 0.3
    relief = 0.6 * lattice.ridged(*where, 6) + 0.4 * lattice.fbm(where[0] * 1.7, where[1] * 1.7, 4)
    up, side = np.gradient(relief)
    # The slope in metres, not in pixels.
    bump = np.clip(np.float32(1.1 * view.focal / _STEP) / depth, 10, 200).astype(np.float32)
    turned = normal + np.stack([-side * bump, up * bump, np.zeros_like(up)], -1)
    ground = np.stack([-side * bump * 0.35, np.ones_like(up), up * bump * 0.2], -1)
    turned = np.where(is_floor[..., None], ground, turned)
    turned /= np.maximum(np.sqrt((turned**2).sum(-1, keepdims=True)), 1e-3)
    albedo = rock * (tone * (0.25 + 1.7 * relief))[..., None]
    shape = canvas.shape
    canvas.albedo[:] = resized(albedo.astype(np.float32), shape, smooth=False)
    canvas.normal[:] = resized(turned.astype(np.float32), shape, smooth=False)
    canvas.depth[:] = resized(depth, shape, smooth=False)
    if scene.has("lava"):
        hot = smoothstep(2.6, 1.4, np.abs(x + (relief - 0.5) * 7) / (1 + depth / 24)) * is_floor
        colour = hot[..., None] * (lch((0.62, 0.22, 35)) * 1.6 + (hot**4)[..., None] * lch((0.88, 0.15, 80)))
        canvas.glow[:] = resized(colour.astype(np.float32), shape, smooth=False)
        for z in (9.0, 15.0, 26.0):
            canvas.lights.append(Light(0, 0.6, z, lch((0.65, 0.2, 40)) * np.float32(5), 3.2, 0.5))
        return
    pool = (
        smoothstep(0.5, 0.56, lattice.fbm(x / 9 + 7, depth / 6, 3) + 0.1 * smoothstep(5, 9, depth)) * is_floor
    )
    canvas.water[:] = np.where(resized(pool.astype(np.float32), shape, smooth=False) > 0.5, 1.0, 0.0)


def _dripstones(canvas: Canvas, rng: np.random.Generator, rock: Array) -> None:
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


def _lights(canvas: Canvas, scene: Scene, stuffs: Stuffs, rng: np.random.Generator, focus: float) -> None:
    glows = scene.has("crystals") or not scene.has(
        "torches", "lanterns", "campfire", "fire", "mushrooms", "lava", "candles"
    )
    if scene.has("mushrooms"):
        _mushrooms(canvas, scene, rng)
    if glows and (scene.has("crystals") or scene.mood == "mystic"):
        hues = [scene.tint("light") or (0.75, 0.15, 300), (0.78, 0.13, 205), (0.72, 0.17, 330)]
        for number, (at, z) in enumerate(
            (
                (focus, 9.5),
                (-0.7, 6.4),
                (0.62, 8.0),
                (-0.35, 15),
                (0.5, 19),
                (-0.85, 11),
                (0.1, 27),
                (0.9, 14),
            )
        ):
            hue = hues[0] if scene.tint("light") else hues[number % 3]
            x = at * canvas.view.width / 2 / canvas.view.focal * z
            size = rng.uniform(0.7, 1.2) * (1.9 if number == 0 else 1)
            place(canvas, vessels.crystal(rng, hue), x, -0.05, z, scale=size, round_by=0)
            canvas.lights.append(
                Light(
                    x,
                    1.2 * size,
                    z - 0.6,
                    lch(hue) * np.float32(4.2 if number == 0 else 2.6),
                    2.2 * size,
                    1.0,
                )
            )
            if number in (1, 4, 6):
                hanging = Drawing()
                hanging.include(vessels.crystal(rng, hue), turn=np.pi)
                place(canvas, hanging, x * 0.6, 6.2, z + 2, round_by=0)
                canvas.lights.append(Light(x * 0.6, 5.0, z + 1, lch(hue) * np.float32(1.8), 1.8, 0.7))
    if scene.has("campfire", "fire"):
        z = 10.0
        x = focus * canvas.view.width / 2 / canvas.view.focal * z
        campfire(canvas, scene, rng, x, 0.0, z, stuffs.wood, stuffs.stone)
    if scene.has("torches", "lanterns", "candles") or not canvas.lights:
        for at, z in ((-0.55, 8.0), (0.45, 12.0), (-0.25, 20.0), (0.2, 30.0)):
            x = at * canvas.view.width / 2 / canvas.view.focal * z
            torch(canvas, scene, rng, x, 1.6, z, stuffs.wood, 3.4)


def _mushrooms(canvas: Canvas, scene: Scene, rng: np.random.Generator) -> None:
    hue = scene.tint("light") or (0.75, 0.13, 190)
    light_ = lch(hue)
    for at, z in ((-0.6, 6.5), (0.7, 7.5), (-0.3, 10), (0.4, 14), (-0.75, 15), (0.15, 22)):
        x = at * canvas.view.width / 2 / canvas.view.focal * z
        cluster = Drawing()
        for _ in range(5):
            cx, high, wide = rng.normal(0, 0.5), rng.uniform(0.4, 1.7), rng.uniform(0.25, 0.6)
            cluster.tube(
                [(cx, 0), (cx + 0.05, high)],
                (0.14, 0.1),
                lch((0.8, 0.03, 100)),
                glow=light_ * np.float32(0.15),
            )
            cap = [
                (cx - wide, high - 0.05),
                (cx - wide * 0.7, high + wide * 0.45),
                (cx, high + wide * 0.65),
                (cx + wide * 0.7, high + wide * 0.45),
                (cx + wide, high - 0.05),
            ]
            cluster.add(cap, light_, glow=light_ * np.float32(1.1))
            cluster.disc(cx, high - 0.05, wide, wide * 0.14, light_, glow=light_ * np.float32(2.2))
        place(canvas, cluster, x, 0, z)
        canvas.lights.append(Light(x, 1.0, z - 0.5, light_ * np.float32(3), 2.4, 0.9))


def _inhabit(canvas: Canvas, scene: Scene, stuffs: Stuffs, rng: np.random.Generator, focus: float) -> None:
    if scene.has("gold"):
        treasures.hoard(canvas, rng, -focus * 5, 10.0, 6.0)
    if scene.has("bones"):
        treasures.skulls(canvas, rng, stuffs, focus * 4, 0, 7.0, 6)
    for group in scene.figures:
        colour = coat(scene, group)
        if group.kind == "dragon" and colour is not None:
            whole = Drawing()
            whole.include(dragon(rng, colour), turn=0.12)
            place(canvas, whole, -focus * 9, 2.2, 17.0, scale=0.62, flip=focus < 0, round_by=0.02)
            canvas.lights.append(Light(-focus * 9, 5, 12, lch((0.7, 0.14, 60)) * np.float32(3), 4.0, 0.3))
    number = 0
    for group in scene.figures:
        if group.kind not in KITS and group.kind not in BUILDS and group.kind not in ("spider",):
            continue
        for n in range(min(group.count, 5)):
            figure_rng = stream(scene.seed, f"{group.kind}{n}")
            z = 8.2 + 0.9 * number
            x = (
                (-focus * 0.9 + (0.17 * ((number + 1) // 2) * (-1 if number % 2 else 1)))
                * canvas.view.width
                / 2
                / canvas.view.focal
                * z
            )
            place(
                canvas,
                figure_of(scene, stuffs, group, figure_rng, pose_of(scene, group, n)),
                x,
                0,
                z,
                flip=focus < 0,
                round_by=0.035,
            )
            number += 1
