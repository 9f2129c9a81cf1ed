"""What is seen through each pixel (colour, facing, distance, own light), and the camera that sees it.

The world is in metres: x to the right, y up, z away from the viewer, the eye at x = z = 0. Facings are unit
vectors (right, up, towards the viewer).
"""

import math
from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array

# Metres; the depth of the sky.
FAR = 1e5


@dataclass(frozen=True)
class View:
    """A camera that looks straight ahead. horizon: a row; focal: pixels; eye: metres above y = 0."""

    width: int
    height: int
    horizon: float
    eye: float
    focal: float

    @classmethod
    def of(cls, width: int, height: int, horizon: float, eye: float, zoom: float = 0.87) -> "View":
        """`horizon` as a share of the height, from the top; the same field of view by area at any shape."""
        return cls(width, height, horizon * height, eye, zoom * math.sqrt(width * height))

    def column(self, x: float, z: float) -> float:
        return self.width / 2 + self.focal * x / z

    def row(self, y: float, z: float) -> float:
        return self.horizon + self.focal * (self.eye - y) / z

    def across(self, column: float, z: float) -> float:
        """x in metres of a pixel column at depth z."""
        return (column - self.width / 2) * z / self.focal

    def rays(self, step: int = 1) -> tuple[Array, Array]:
        """x / z of columns (1, w) and y / z of rows (h, 1), for every `step`-th pixel."""
        columns = np.arange(0, self.width, step, dtype=np.float32) + step / 2 - self.width / 2
        rows = self.horizon - (np.arange(0, self.height, step, dtype=np.float32) + step / 2)
        focal = np.float32(self.focal)
        return (columns / focal)[None, :], (rows / focal)[:, None]


class Canvas:
    """The picture under way. Layers may be put in any order: the nearer one stays."""

    def __init__(self, view: View) -> None:
        shape = (view.height, view.width)
        self.view = view
        self.albedo = np.zeros((*shape, 3), np.float32)
        self.normal = np.zeros((*shape, 3), np.float32)
        self.normal[..., 2] = 1
        self.depth = np.full(shape, FAR, np.float32)
        self.glow = np.zeros((*shape, 3), np.float32)
        # Share of the sun or moon that reaches the surface.
        self.sunlit = np.ones(shape, np.float32)
        # Share of the pixel that is a mirror lying at y = 0.
        self.water = np.zeros(shape, np.float32)
        # Share of the pixel that is painted with a fine brush: faces, hands, what they hold.
        self.fine = np.zeros(shape, np.float32)
        self.lights: list[Light] = []

    @property
    def shape(self) -> tuple[int, int]:
        return self.view.height, self.view.width

    def put(
        self,
        corner: tuple[int, int],
        alpha: Array,
        albedo: Array,
        normal: Array,
        depth: Array | float,
        glow: Array | None = None,
        fine: bool = False,
    ) -> None:
        """Lay a patch of (h, w) with its top left at `corner` (row, column); it lies inside the canvas."""
        rows = slice(corner[0], corner[0] + alpha.shape[0])
        columns = slice(corner[1], corner[1] + alpha.shape[1])
        behind = self.depth[rows, columns]
        seen = np.where(behind > depth, alpha, np.float32(0))
        share = seen[..., None]
        for mine, layer in ((self.albedo, albedo), (self.normal, normal)):
            part = mine[rows, columns]
            part += (layer - part) * share
        own = self.glow[rows, columns]
        own *= 1 - share
        if glow is not None:
            own += glow * share
        self.water[rows, columns] *= 1 - seen
        self.fine[rows, columns] += (fine - self.fine[rows, columns]) * seen
        self.sunlit[rows, columns] += (1 - self.sunlit[rows, columns]) * seen
        self.depth[rows, columns] = np.where(seen > 0.5, np.float32(depth), behind)

    def put_pixels(
        self,
        rows: Array,
        columns: Array,
        share: Array,
        albedo: Array,
        normal: Array,
        depth: float,
        fine: bool = False,
    ) -> None:
        """As `put`, of single pixels: (n,) rows, columns and shares, (n, 3) albedo and normal.

        Much less work than a patch that is mostly empty. They lie inside the canvas, before what is there.
        """
        at = rows * self.view.width + columns
        part = share[:, None]
        for mine, layer in ((self.albedo, albedo), (self.normal, normal), (self.glow, None)):
            flat = mine.reshape(-1, 3)
            before = np.take(flat, at, axis=0)
            flat[at] = before * (1 - part) if layer is None else before + (layer - before) * part
        self.water.reshape(-1)[at] *= 1 - share
        detail = self.fine.reshape(-1)
        detail[at] += (fine - detail[at]) * share
        sunlit = self.sunlit.reshape(-1)
        sunlit[at] += (1 - sunlit[at]) * share
        self.depth.reshape(-1)[at[share > 0.5]] = depth

    def ground_shadow(self, x: float, y: float, z: float, reach: float) -> None:
        """Darken the ground around (x, y, z), `reach` metres to the sides and half as far along."""
        view = self.view
        wide = view.focal * reach / z
        high = max(1.5, wide * 0.62 * max(0.08, view.eye - y) / z**0.75)
        column, row = view.column(x, z), view.row(y, z)
        rows = slice(max(0, int(row - high)), min(view.height, int(row + high) + 1))
        columns = slice(max(0, int(column - wide)), min(view.width, int(column + wide) + 1))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        down = (np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + 0.5 - row) / high
        across = (np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] + 0.5 - column) / wide
        dark = np.clip(1 - down**2 - across**2, 0, 1) * (self.depth[rows, columns] < z * 1.6)
        self.sunlit[rows, columns] *= 1 - 0.85 * dark
        self.albedo[rows, columns] *= (1 - 0.5 * dark)[..., None]


@dataclass(frozen=True)
class Light:
    """A lamp in the world: `colour` is linear light at its heart, `reach` metres to where it has halved."""

    x: float
    y: float
    z: float
    colour: Array
    reach: float
    # How strongly the air around it shines, 0 for a light that is only felt.
    halo: float = 1.0
