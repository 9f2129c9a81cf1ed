"""The shell of a room: floor, walls, ceiling or vault, arcades and windows, in one-point perspective."""

from dataclasses import dataclass, field

import numpy as np

from painter.art.canvas import FAR, Canvas, View
from painter.art.colour import Array
from painter.art.noise import Lattice, smoothstep
from painter.art.rooms import surfaces
from painter.art.rooms.surfaces import Surface


@dataclass(frozen=True)
class Room:
    """Metres. spring: height at which a round vault begins, or None for a flat ceiling.

    arcade: metres between the piers of open arches in the side walls, 0 for closed walls; `aisle` is how far
    the wall behind them is. open_roof: broken, with the sky above `spring`.
    """

    wide: float
    high: float
    deep: float
    floor: Surface
    walls: Surface
    floor_colour: Array
    wall_colour: Array
    ceiling_colour: Array
    ceiling: Surface = surfaces.planks
    spring: float | None = None
    arcade: float = 0.0
    aisle: float = 4.0
    open_roof: bool = False
    windows: tuple["Opening", ...] = field(default=())


@dataclass(frozen=True)
class Opening:
    """A window on the wall "back", or on both "side" walls every `repeat` metres.

    at, sill: its middle and its foot. light: what shines in, linear. tracery: metres between bars.
    """

    wall: str
    at: float
    sill: float
    wide: float
    high: float
    light: Array
    pointed: bool = True
    repeat: float = 0.0
    tracery: float = 0.0
    stained: bool = False


def paint_shell(canvas: Canvas, room: Room, lattice: Lattice) -> None:
    view = canvas.view
    across, rise = view.rays()
    half = room.wide / 2
    shape = canvas.shape
    side = np.broadcast_to(half / np.maximum(np.abs(across), 1e-4), shape)
    down = np.broadcast_to(view.eye / np.maximum(-rise, 1e-4), shape)
    up = np.full(shape, FAR, np.float32) if room.open_roof else _overhead(room, view, across, rise, shape)
    depth = np.minimum(np.minimum(side, down), np.minimum(up, np.float32(room.deep))).astype(np.float32)
    x, y = across * depth, view.eye + rise * depth
    sign = np.sign(across) + np.zeros(shape, np.float32)
    is_floor, is_up = depth >= down, depth >= up
    is_side = (depth >= side) & ~is_floor & ~is_up
    is_back = ~is_floor & ~is_side & ~is_up
    albedo, normal, glow = (
        np.zeros((*shape, 3), np.float32),
        np.zeros((*shape, 3), np.float32),
        np.zeros((*shape, 3), np.float32),
    )
    sky = np.zeros(shape, bool)
    if room.arcade:
        depth, is_side = _aisles(room, albedo, normal, glow, lattice, is_side, depth, across, rise, view)
        x, y = across * depth, view.eye + rise * depth
    if room.open_roof:
        sky = y > room.high * _standing(lattice, x, depth, is_back)
    for mask, u, v, surface, colour, facing in (
        (is_floor, x, depth, room.floor, room.floor_colour, (0, 1, 0)),
        (is_side, depth, y, room.walls, room.wall_colour, None),
        (is_back, x, y, room.walls, room.wall_colour, (0, 0, 1)),
        (is_up, x, depth, room.ceiling, room.ceiling_colour, (0, -1, 0)),
    ):
        if not mask.any():
            continue
        us, vs = u[mask], v[mask]
        factor = surface(lattice, us, vs)
        albedo[mask] = colour * (factor if factor.ndim == 2 else factor[:, None])
        if facing is not None:
            normal[mask] = facing
        else:
            normal[mask, 0] = -sign[mask]
    if room.spring is not None:
        _turn_vault(room, normal, x, y, is_up)
        ribs = np.abs(((depth + 1.0) % 4.0) - 2.0)
        albedo *= (1 - 0.45 * (is_up * smoothstep(0.5, 0.3, ribs)))[..., None]
    for window in room.windows:
        _paint_window(window, glow, albedo, x, y, depth, is_back, is_side)
    canvas.albedo[:], canvas.normal[:], canvas.glow[:], canvas.depth[:] = albedo, normal, glow, depth
    canvas.depth[sky], canvas.glow[sky], canvas.albedo[sky] = FAR, 0, 0


def _standing(lattice: Lattice, x: Array, depth: Array, is_back: Array) -> Array:
    """How much of a ruin's walls still stands, as a share of their height: in steps, as stones fall."""
    along = np.where(is_back, x * 1.1 + 60, depth + np.sign(x) * 31)
    broken = lattice.fbm(along / 5.5, along * 0 + 3, 4)
    share = 0.2 + 1.25 * smoothstep(0.25, 0.75, broken)
    return (np.round(share * 22) / 22).astype(np.float32)


def _overhead(room: Room, view: View, across: Array, rise: Array, shape: tuple[int, int]) -> Array:
    """Distance of the ceiling or the vault along each ray."""
    if room.spring is None:
        return np.broadcast_to((room.high - view.eye) / np.maximum(rise, 1e-4), shape)
    # A half cylinder (squeezed to the room's height) over the springing line.
    half, rise_of = room.wide / 2, room.high - room.spring
    a = (across / half) ** 2 + (rise / rise_of) ** 2
    b = (view.eye - room.spring) / rise_of * rise / rise_of
    c = ((view.eye - room.spring) / rise_of) ** 2 - 1
    root = np.sqrt(np.maximum(b * b - a * c, 0))
    z = (-b + root) / np.maximum(a, 1e-6)
    above = view.eye + rise * z > room.spring
    return np.where(above, z, np.float32(FAR)).astype(np.float32)


def _turn_vault(room: Room, normal: Array, x: Array, y: Array, mask: Array) -> None:
    turn = np.stack(
        [
            -x / (room.wide / 2),
            -(y - (room.spring or 0)) / (room.high - (room.spring or 0)),
            np.zeros_like(x),
        ],
        -1,
    )
    turn /= np.maximum(np.sqrt((turn**2).sum(-1, keepdims=True)), 1e-3)
    normal[mask] = turn[mask]


def pointed(u: Array, v: Array, wide: float, high: float) -> Array:
    """Whether (u, v), from the middle of the foot, lies in a pointed arch."""
    top = v - high * 0.6
    reach = np.where(top > 0, wide / 2 * (1 - np.clip(top / (high * 0.4), 0, 1) ** 1.6), wide / 2)
    inside: Array = (np.abs(u) < reach) & (v > 0) & (v < high)
    return inside


def _aisles(
    room: Room,
    albedo: Array,
    normal: Array,
    glow: Array,
    lattice: Lattice,
    is_side: Array,
    depth: Array,
    across: Array,
    rise: Array,
    view: View,
) -> tuple[Array, Array]:
    """Through the arches of a side wall the aisle's own wall is seen, with its windows."""
    y = view.eye + rise * depth
    along = (depth + room.arcade / 2) % room.arcade - room.arcade / 2
    opening = is_side & pointed(along, y, room.arcade * 0.66, room.high * 0.48)
    far = np.broadcast_to((room.wide / 2 + room.aisle) / np.maximum(np.abs(across), 1e-4), depth.shape)
    floor = np.broadcast_to(view.eye / np.maximum(-rise, 1e-4), depth.shape)
    beyond = np.minimum(np.minimum(far, floor), np.float32(room.deep)).astype(np.float32)
    z = beyond[opening]
    x_, y_ = (across * beyond)[opening], (view.eye + rise * beyond)[opening]
    ground = floor[opening] <= z
    factor = np.where(ground, room.floor(lattice, x_, z), room.walls(lattice, z, y_))
    albedo[opening] = room.wall_colour * (factor * 0.8)[:, None]
    facing = np.stack([-np.sign(x_) * ~ground, ground.astype(np.float32), np.zeros_like(z)], -1)
    normal[opening] = facing
    light = next((window.light for window in room.windows if window.wall == "side"), None)
    if light is not None:
        pane = (
            pointed((z + room.arcade / 2) % room.arcade - room.arcade / 2, y_ - 1.2, 1.1, room.high * 0.3)
            & ~ground
        )
        glow[opening] += pane[:, None] * light
    return np.where(opening, beyond, depth), is_side & ~opening


# Ruby, sapphire, gold, emerald, rose, pale: what glass lets through.
_GLASS = np.array(
    [
        (1.7, 0.16, 0.12),
        (0.16, 0.34, 1.8),
        (1.6, 1.0, 0.2),
        (0.2, 1.0, 0.34),
        (1.4, 0.45, 0.7),
        (1.2, 1.15, 1.0),
    ],
    np.float32,
)


def _stained(u: Array, v: Array, window: "Opening", bars: float) -> Array:
    """Colour factors of a window's panes: a rose above, a pattern of lozenges below, alike on both sides."""
    middle = window.high * 0.66
    away, turn = np.hypot(u, v - middle), np.arctan2(np.abs(u), v - middle)
    petal = np.floor(turn / np.pi * 6) + np.floor(away / (window.wide * 0.13)) * 2
    lozenge = np.floor((np.abs(u) + v * 0.6) / bars) + 2 * np.floor((v * 0.6 - np.abs(u)) / bars)
    pane = np.where(away < window.wide * 0.46, petal, lozenge + 3)
    glass: Array = _GLASS[pane.astype(np.int32) % len(_GLASS)]
    return glass


def _paint_window(
    window: Opening,
    glow: Array,
    albedo: Array,
    x: Array,
    y: Array,
    depth: Array,
    is_back: Array,
    is_side: Array,
) -> None:
    mask = is_back if window.wall == "back" else is_side
    u = x if window.wall == "back" else depth
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return
    area = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    u, v, here = u[area] - window.at, y[area] - window.sill, mask[area]
    if window.repeat:
        u = (u + window.repeat / 2) % window.repeat - window.repeat / 2
    if window.pointed:
        pane = pointed(u, v, window.wide, window.high)
        rim = pointed(u, v + 0.12, window.wide + 0.35, window.high + 0.3)
    else:
        pane = (np.abs(u) < window.wide / 2) & (v > 0) & (v < window.high)
        rim = (np.abs(u) < window.wide / 2 + 0.14) & (v > -0.14) & (v < window.high + 0.14)
    bars = window.tracery or window.wide / 2
    lead = (np.abs(u - np.round(u / bars) * bars) < 0.035) | (
        np.abs(v - np.round(v / (bars * 1.2)) * bars * 1.2) < 0.03
    )
    light = np.broadcast_to(window.light, (*u.shape, 3))
    if window.stained:
        light = light * _stained(u, v, window, bars)
    albedo[area][here & rim] *= 0.45
    shown = here & pane & ~lead
    glow[area][shown] = light[shown]
    albedo[area][here & pane] = 0.02
