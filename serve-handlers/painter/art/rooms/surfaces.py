"""What floors and walls are made of: colour factors and relief at points of a plane, in metres."""

from collections.abc import Callable

import numpy as np

from painter.art.colour import Array, vector
from painter.art.noise import Lattice, smoothstep

# (u, v) in metres to a factor around 1 for the colour, (h, w).
Surface = Callable[[Lattice, Array, Array], Array]


def _hash(row: Array, column: Array) -> Array:
    """0..1, the same for the same pair."""
    mixed = np.sin(row * np.float32(12.9898) + column * np.float32(78.233)) * np.float32(43758.547)
    return mixed - np.floor(mixed)


def planks(lattice: Lattice, u: Array, v: Array, wide: float = 0.26, long: float = 2.6) -> Array:
    """Boards that run along v."""
    board = np.floor(u / wide)
    shifted = v / long + _hash(board, board * 0 + 3)
    shade = 0.7 + 0.6 * _hash(board, np.floor(shifted))
    within, end = u / wide - board, shifted - np.floor(shifted)
    gap = smoothstep(0.0, 0.07, within) * smoothstep(1.0, 0.93, within) * smoothstep(0.0, 0.012, end)
    grain = lattice.fbm(u * 26, v * 2.2, 2)
    return shade * (0.25 + 0.75 * gap) * (0.72 + 0.56 * grain)


def blocks(lattice: Lattice, u: Array, v: Array, wide: float = 0.9, high: float = 0.42) -> Array:
    """Courses of stone, each shifted against the one below."""
    course = np.floor(v / high)
    across = u / wide + 0.5 * (course % 2) + 0.2 * _hash(course, course * 0 + 1)
    stone = np.floor(across)
    shade = 0.68 + 0.64 * _hash(course, stone)
    left, low = across - stone, v / high - course
    joint = (
        smoothstep(0.0, 0.05, left)
        * smoothstep(1.0, 0.95, left)
        * smoothstep(0.0, 0.1, low)
        * smoothstep(1.0, 0.9, low)
    )
    # The upper edge of a stone catches the light.
    bevel = 1 + 0.25 * smoothstep(0.7, 0.88, low) - 0.2 * smoothstep(0.3, 0.1, low)
    wear = lattice.fbm(u * 5, v * 5, 3)
    return shade * bevel * (0.3 + 0.7 * joint) * (0.65 + 0.7 * wear)


def flags(lattice: Lattice, u: Array, v: Array) -> Array:
    """A floor of large worn flagstones."""
    return blocks(lattice, u, v, 1.15, 0.95)


def checks(lattice: Lattice, u: Array, v: Array, size: float = 1.0) -> Array:
    """Polished squares, dark and light by turns."""
    odd = (np.floor(u / size) + np.floor(v / size)) % 2
    edge = np.minimum(np.abs(u / size - np.round(u / size)), np.abs(v / size - np.round(v / size)))
    vein = 1 - np.abs(2 * lattice.fbm(u * 1.4, v * 1.4, 4) - 1)
    return (
        (0.45 + 0.75 * odd)
        * (0.6 + 0.4 * smoothstep(0.0, 0.02, edge))
        * (0.75 + 0.4 * smoothstep(0.8, 1.0, vein))
    )


def plaster(lattice: Lattice, u: Array, v: Array) -> Array:
    """Uneven, darker and sooty towards the floor."""
    stain = lattice.fbm(u * 0.9, v * 0.9, 4)
    return (0.72 + 0.5 * stain) * (0.75 + 0.25 * smoothstep(0.0, 1.2, v))


def rough(lattice: Lattice, u: Array, v: Array) -> Array:
    """Hewn rock."""
    crack = 1 - np.abs(2 * lattice.fbm(u * 0.8, v * 0.8, 4) - 1)
    return (0.55 + 0.8 * lattice.fbm(u * 2.4, v * 2.4, 4)) * (1 - 0.5 * smoothstep(0.93, 1.0, crack))


def books(u: Array, v: Array) -> Array:
    """Shelves full of spines: (h, w, 3) factors, coloured."""
    shelf = np.floor(v / 0.42)
    low = v / 0.42 - shelf
    column = np.floor(u / 0.075 + 0.6 * _hash(shelf, shelf * 0 + 5))
    first, second = _hash(shelf, column), _hash(column, shelf + 9)
    tall = 0.62 + 0.3 * first
    is_book = (low > 0.1) & (low < tall) & (second > 0.06)
    hue = second * 2 * np.pi
    light = 0.35 + 0.65 * _hash(column + 4, shelf)
    colour = np.stack(
        [
            light * (0.9 + 0.5 * np.cos(hue)),
            light * (0.62 + 0.32 * np.cos(hue - 1.6)),
            light * (0.5 + 0.42 * np.cos(hue - 3.4)),
        ],
        -1,
    )
    band = np.where(np.abs(low - tall * 0.75) < 0.02, 1.8, 1.0)
    wood = np.where(low < 0.1, 0.75, 0.12)
    return np.where(
        is_book[..., None], colour * band[..., None], wood[..., None] * vector(1.0, 0.8, 0.6)
    ).astype(np.float32)
