"""A layer: a picture as an array, and what draws on one.

Layers are [height, width, 4] uint8, straight alpha, sRGB; a pixel without cover is (0, 0, 0, 0).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import skia
from numpy.typing import NDArray

from soulstrain.character.rig.measures import SIZE

Layer = NDArray[np.uint8]
# (left, top, right, bottom) in pixels of the whole picture
Box = tuple[int, int, int, int]
WHOLE: Box = (0, 0, SIZE, SIZE)
LINE_WIDTH = 2.4


def draw(painter: Callable[[skia.Canvas], None], box: Box = WHOLE) -> Layer:
    """What `painter` draws in the picture's coordinates, as the layer of `box`."""
    surface = _surface(painter, box)
    return np.ascontiguousarray(surface.toarray(colorType=skia.ColorType.kRGBA_8888_ColorType))


def keep(painter: Callable[[skia.Canvas], None], box: Box = WHOLE) -> skia.Image:
    """As `draw`, as a picture that canvases can stamp again and again."""
    return _surface(painter, box).makeImageSnapshot()


def fill(canvas: skia.Canvas, shape: skia.Path, colour: int, alpha: float = 1.0) -> None:
    canvas.drawPath(shape, _paint(colour, alpha))


def line(
    canvas: skia.Canvas, shape: skia.Path, colour: int, width: float = LINE_WIDTH, alpha: float = 1.0
) -> None:
    paint = _paint(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    canvas.drawPath(shape, paint)


def form(
    canvas: skia.Canvas,
    shape: skia.Path,
    base: int,
    inside: Iterable[tuple[skia.Path, int]] = (),
    outline: int | None = None,
    width: float = LINE_WIDTH,
) -> None:
    """A flat shape, the tones that lie inside it, and its line on top."""
    fill(canvas, shape, base)
    with clipped(canvas, shape):
        for tone, colour in inside:
            fill(canvas, tone, colour)
    if outline is not None:
        line(canvas, shape, outline, width)


@contextmanager
def clipped(canvas: skia.Canvas, shape: skia.Path) -> Iterator[None]:
    canvas.save()
    canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
    try:
        yield
    finally:
        canvas.restore()


def _paint(colour: int, alpha: float) -> skia.Paint:
    return skia.Paint(Color=(round(alpha * 255) << 24) | colour, AntiAlias=True)


def _surface(painter: Callable[[skia.Canvas], None], box: Box) -> skia.Surface:
    left, top, right, bottom = box
    surface = skia.Surface.MakeRasterN32Premul(right - left, bottom - top)
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorTRANSPARENT)
    canvas.translate(-left, -top)
    painter(canvas)
    return surface
