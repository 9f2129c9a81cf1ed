"""Chance with structure: smooth noise on the picture's plane, at points of the world, and along a line."""

import zlib

import numpy as np
from PIL import Image

from painter.art.colour import Array


def stream(seed: int, name: str) -> np.random.Generator:
    """Random numbers for one purpose: drawing more for one thing moves no other."""
    return np.random.default_rng([seed & 0xFFFFFFFFFFFFFFFF, zlib.crc32(name.encode())])


def resized(field: Array, shape: tuple[int, int], smooth: bool = True) -> Array:
    """`field` (h, w) or (h, w, n) at another (height, width)."""
    if field.ndim == 3:
        return np.stack([resized(field[..., n], shape, smooth) for n in range(field.shape[2])], axis=-1)
    kind = Image.Resampling.BICUBIC if smooth else Image.Resampling.BILINEAR
    image = Image.fromarray(np.ascontiguousarray(field, np.float32))
    return np.asarray(image.resize((shape[1], shape[0]), kind), np.float32)


def field(
    rng: np.random.Generator,
    shape: tuple[int, int],
    cells: float,
    octaves: int = 4,
    stretch: float = 1.0,
    gain: float = 0.5,
) -> Array:
    """Noise 0..1 over a picture of `shape`, about `cells` blobs high and `stretch` times as wide."""
    height, width = shape
    total = np.zeros(shape, np.float32)
    weight, reach = 1.0, 0.0
    for octave in range(octaves):
        rows = max(2, round(cells * 2**octave) + 1)
        columns = max(2, round(rows * width / height / stretch) + 1)
        grid = rng.random((min(rows, height), min(columns, width)), np.float32)
        total += np.float32(weight) * resized(grid, shape)
        reach += weight
        weight *= gain
    total *= np.float32(1 / reach)
    return total


class Lattice:
    """Noise at any point of an endless plane, from one table of random numbers."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._table = rng.random((256, 256), np.float32)

    def at(self, x: Array, y: Array) -> Array:
        """0..1, smooth, one cell a unit."""
        left, top = np.floor(x), np.floor(y)
        u, v = x - left, y - top
        u *= u * (3 - 2 * u)
        v *= v * (3 - 2 * v)
        column = left.astype(np.int32) & 255
        row = top.astype(np.int32) & 255
        flat: Array = self._table.ravel()
        right = (column + 1) & 255
        row, below = row << 8, ((row + 1) & 255) << 8
        upper = flat[row + column]
        upper += (flat[row + right] - upper) * u
        lower = flat[below + column]
        lower += (flat[below + right] - lower) * u
        made: Array = upper + (lower - upper) * v
        return made

    def fbm(self, x: Array, y: Array, octaves: int, gain: float = 0.5) -> Array:
        """0..1, the sum of octaves that double in frequency and weigh `gain` less."""
        total, weight, reach = np.zeros_like(x), 1.0, 0.0
        for octave in range(octaves):
            scale = np.float32(2.03**octave)
            total += np.float32(weight) * self.at(x * scale + np.float32(17.3 * octave), y * scale)
            reach += weight
            weight *= gain
        return total * np.float32(1 / reach)

    def ridged(self, x: Array, y: Array, octaves: int) -> Array:
        """0..1 with sharp crests; each octave is strong only where the one before it was high.

        Source: F. K. Musgrave's ridged multifractal, in Ebert et al., "Texturing and Modeling", 1994.
        """
        total, weight, before, reach = np.zeros_like(x), 1.0, np.float32(1), 0.0
        for octave in range(octaves):
            scale = np.float32(2.07**octave)
            crest = 1 - np.abs(2 * self.at(x * scale + np.float32(11.7 * octave), y * scale) - 1)
            crest *= crest
            total += np.float32(weight) * crest * before
            before = np.clip(crest * 1.6, 0, 1)
            reach += weight
            weight *= 0.5
        return total * np.float32(1 / reach)


def curve(rng: np.random.Generator, count: int, cells: int, octaves: int = 4) -> Array:
    """`count` values around 0 (about -1..1) along a line."""
    total = np.zeros(count, np.float64)
    for octave in range(octaves):
        knots = rng.uniform(-1, 1, cells * 2**octave + 2)
        place = np.linspace(0, len(knots) - 1.001, count)
        left = place.astype(int)
        share = place - left
        share = share * share * (3 - 2 * share)
        total += (knots[left] * (1 - share) + knots[left + 1] * share) * 0.5**octave
    return total.astype(np.float32)


def smoothstep(low: float, high: float, value: Array) -> Array:
    """0 up to `low`, 1 from `high` on, an S between; `low` may be the greater."""
    share = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    made: Array = share * share * (3 - 2 * share)
    return made
