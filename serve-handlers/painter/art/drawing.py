"""Shapes drawn in metres and set into the picture at their distance: people, trees, houses, ships, flames."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageDraw, ImageFilter

from painter.art.canvas import Canvas
from painter.art.colour import Array, decoded, vector

Facing = tuple[float, float, float]
Codes = tuple[int, int, int]
AHEAD: Facing = (0.0, 0.25, 0.97)
# Own light is kept in 8 bits as a square root, up to this.
_MOST_GLOW = 16.0


@dataclass(frozen=True)
class _Shape:
    points: Array
    colour: Codes
    facing: Facing
    glow: Codes | None


class Drawing:
    """Polygons from back to front; x to the right and y up, in metres from the foot of the thing."""

    def __init__(self) -> None:
        self.shapes: list[_Shape] = []

    def add(
        self, points: ArrayLike, colour: Array, facing: Facing = AHEAD, glow: Array | None = None
    ) -> None:
        """A filled polygon of (n, 2) points; `glow` is linear light of its own."""
        outline = np.asarray(points, np.float32)
        own = None if glow is None else _codes(glow, lambda light: (light / _MOST_GLOW) ** 0.5)
        self.shapes.append(_Shape(outline, codes_of(colour), facing, own))

    def box(self, left: float, foot: float, right: float, top: float, colour: Array, **how: object) -> None:
        self.add([(left, foot), (right, foot), (right, top), (left, top)], colour, **how)  # type: ignore[arg-type]

    def disc(
        self, x: float, y: float, width: float, height: float, colour: Array, turn: float = 0.0, **how: object
    ) -> None:
        """An ellipse of half-axes `width` and `height`, turned by `turn` radians."""
        angle = np.linspace(0, 2 * math.pi, 18, endpoint=False)
        u, v = width * np.cos(angle), height * np.sin(angle)
        cos, sin = math.cos(turn), math.sin(turn)
        self.add(np.stack([x + u * cos - v * sin, y + u * sin + v * cos], 1), colour, **how)  # type: ignore[arg-type]

    def tube(
        self, spine: ArrayLike, widths: Sequence[float], colour: Array, smooth: bool = True, **how: object
    ) -> None:
        """A limb along `spine`, `widths` thick at each of its points (full width)."""
        knots = np.asarray(spine, np.float32)
        thick = np.interp(np.linspace(0, 1, len(knots)), np.linspace(0, 1, len(widths)), widths)
        line = np.column_stack([knots, thick])
        line = spline(line, 6, closed=False) if smooth else line
        step = np.gradient(line[:, :2], axis=0)
        step /= np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-6)[:, None]
        side = np.stack([-step[:, 1], step[:, 0]], 1) * np.maximum(line[:, 2:3], 0) / 2
        self.add(np.concatenate([line[:, :2] + side, (line[:, :2] - side)[::-1]]), colour, **how)  # type: ignore[arg-type]

    def include(
        self,
        other: "Drawing",
        x: float = 0.0,
        y: float = 0.0,
        scale: float = 1.0,
        flip: bool = False,
        turn: float = 0.0,
    ) -> None:
        """Take over another drawing's shapes: mirrored, then scaled, turned (radians) and moved."""
        cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
        sign = -1.0 if flip else 1.0
        turned = np.array([[cos * sign, sin * sign], [-sin, cos]], np.float32)
        for shape in other.shapes:
            facing = (shape.facing[0] * sign, shape.facing[1], shape.facing[2])
            points = shape.points @ turned + vector(x, y)
            self.shapes.append(_Shape(points, shape.colour, facing, shape.glow))

    def bounds(self) -> tuple[float, float, float, float]:
        """Least x, least y, greatest x, greatest y."""
        points = np.concatenate([shape.points for shape in self.shapes])
        low, high = points.min(0), points.max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _codes(colour: Array, curve: Callable[[float], float]) -> Codes:
    """8-bit codes; plain numbers, because thousands of shapes have one colour each."""
    red, green, blue = (round(255 * curve(min(max(value, 0.0), _MOST_GLOW))) for value in colour.tolist())
    return min(red, 255), min(green, 255), min(blue, 255)


def codes_of(colour: Array) -> Codes:
    """8-bit sRGB of a linear colour."""
    return _codes(colour, _srgb)


def _srgb(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def spline(points: ArrayLike, steps: int = 6, closed: bool = True) -> Array:
    """A smooth line through `points` (n, k): Catmull-Rom."""
    knots = np.asarray(points, np.float32)
    if closed:
        padded = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    a, b, c, d = (padded[n : len(padded) - 3 + n, None, :] for n in range(4))
    t = np.linspace(0, 1, steps, endpoint=False, dtype=np.float32)[None, :, None]
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    line = curve.reshape(-1, knots.shape[1])
    return line if closed else np.concatenate([line, knots[-1:]])


@dataclass(frozen=True)
class Layers:
    """A rendered drawing, (h, w): alpha 0..1, linear albedo, facing, own light or None."""

    alpha: Array
    albedo: Array
    normal: Array
    glow: Array | None


def place(
    canvas: Canvas,
    drawing: Drawing,
    x: float,
    y: float,
    z: float,
    scale: float = 1.0,
    flip: bool = False,
    round_by: float = 0.06,
    shadow: float = 0.0,
    fine: bool = False,
) -> None:
    """Set `drawing` into the picture with its foot at (x, y, z) metres.

    round_by: how far from its outline inwards the thing curves away from the viewer, as a share of its size.
    shadow: half the width of the dark it throws on the ground about its foot, metres. fine: painted with a
    fine brush.
    """
    view = canvas.view
    pixels = view.focal / z * scale
    at = view.column(x, z), view.row(y, z)
    corner, layers = rendered(drawing, pixels, at, (view.width, view.height), flip, round_by)
    if layers and shadow:
        canvas.ground_shadow(x, y, z, shadow * scale)
    if layers:
        canvas.put(corner, layers.alpha, layers.albedo, layers.normal, z, layers.glow, fine)


def rendered(
    drawing: Drawing,
    pixels: float,
    at: tuple[float, float],
    limit: tuple[int, int],
    flip: bool = False,
    round_by: float = 0.06,
) -> tuple[tuple[int, int], Layers | None]:
    """The part of a drawing that lies in (width, height) `limit`, and its (row, column) there.

    pixels: a metre. at: column and row of the drawing's foot.
    """
    if not drawing.shapes:
        return (0, 0), None
    sign = -1.0 if flip else 1.0
    counts = [len(shape.points) for shape in drawing.shapes]
    every = np.concatenate([shape.points for shape in drawing.shapes])
    every = every * vector(sign * pixels, -pixels) + vector(*at)
    low, high = every.min(0), every.max(0)
    left, top = max(0, math.floor(low[0]) - 1), max(0, math.floor(low[1]) - 1)
    right, bottom = min(limit[0], math.ceil(high[0]) + 1), min(limit[1], math.ceil(high[1]) + 1)
    if right <= left or bottom <= top:
        return (0, 0), None
    size = (right - left, bottom - top)
    fine = 4 if max(size) < 160 else 3 if max(size) < 500 else 2
    sheets = _Sheets((size[0] * fine, size[1] * fine), any(shape.glow for shape in drawing.shapes))
    flat = ((every - vector(left, top)) * np.float32(fine)).ravel().tolist()
    start = 0
    for shape, count in zip(drawing.shapes, counts, strict=True):
        if count > 2:
            sheets.draw(shape, flat[2 * start : 2 * (start + count)], sign)
        start += count
    return (top, left), sheets.layers(fine, float(max(high - low)) * round_by)


class _Sheets:
    """The images a drawing is filled into, some times finer than the picture."""

    def __init__(self, size: tuple[int, int], glows: bool) -> None:
        self.images = [Image.new("RGB", size), Image.new("RGB", size)]
        self.alpha = Image.new("L", size)
        if glows:
            self.images.append(Image.new("RGB", size))
        self.draws = [ImageDraw.Draw(image) for image in self.images]
        self.draw_alpha = ImageDraw.Draw(self.alpha)

    def draw(self, shape: _Shape, outline: list[float], sign: float) -> None:
        right, up, toward = shape.facing
        facing = (int(sign * right * 127 + 128), int(up * 127 + 128), int(toward * 127 + 128))
        self.draws[0].polygon(outline, fill=shape.colour)
        self.draws[1].polygon(outline, fill=facing)
        if len(self.draws) > 2:
            self.draws[2].polygon(outline, fill=shape.glow or (0, 0, 0))
        self.draw_alpha.polygon(outline, fill=255)

    def layers(self, fine: int, reach: float) -> Layers:
        """At the picture's size; colours are taken back out of their half-covered edges."""
        small = self.alpha.reduce(fine)
        alpha = np.asarray(small, np.float32) / 255
        colours = [np.asarray(image.reduce(fine), np.float32) for image in self.images]
        whole = np.maximum(alpha, 1 / 255)[..., None]
        albedo = decoded(np.clip(colours[0] / whole, 0, 255).astype(np.uint8))
        normal = (colours[1] / whole - 128) / 127
        if reach >= 1 and min(alpha.shape) > 1:
            soft = np.asarray(small.filter(ImageFilter.BoxBlur(min(reach, 60))), np.float32) / 255
            down, across = np.gradient(soft)
            normal[..., 0] -= across * np.float32(2.2 * reach)
            normal[..., 1] += down * np.float32(2.2 * reach)
        normal /= np.maximum(np.sqrt((normal**2).sum(-1, keepdims=True)), 1e-3)
        glow = (colours[2] / whole / 255) ** 2 * np.float32(_MOST_GLOW) if len(colours) > 2 else None
        return Layers(alpha, albedo, normal, glow)
