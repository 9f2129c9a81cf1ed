"""Effects: what hangs around the posed head. Each moves through one cycle as its phase goes from 0 to 1."""

from collections.abc import Callable

import numpy as np
import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import about_axis, brush, oval
from soulstrain.character.rig.layer import Layer, draw, fill, form
from soulstrain.character.rig.mark import blossom, cloud, drop, heart, spark, stroke
from soulstrain.character.rig.measures import AXIS

# Places are x from the axis and y. Her quill has the upper right, so most marks hang at the upper left.
BESIDE = (-104.0, 74.0)
SPARKS = ((-104, 60, 15), (-122, 118, 9), (-70, 22, 10), (126, 132, 12), (70, 24, 8), (142, 186, 9))
BLOSSOMS = (  # and size, colour
    (-112, 62, 17, 0),
    (-128, 128, 12, 1),
    (-84, 26, 12, 2),
    (124, 136, 14, 0),
    (140, 188, 11, 1),
    (62, 26, 11, 2),
)
HEARTS = ((-104, 92, 17, -14), (-126, 132, 10, -26), (-84, 46, 12, 6))


def draw_effect(name: str, phase: float) -> Layer:
    """[512, 512, 4]: one effect on nothing; `phase` counts cycles, so 1 looks as 0.

    Raises ValueError for an unknown name.
    """
    if name not in NAMES:
        raise ValueError(f"no effect is called {name!r}; there are {', '.join(NAMES)}")
    return draw(lambda canvas: _PAINTERS[name](canvas, phase % 1.0))


def _swing(phase: float, shift: float = 0.0) -> float:
    return float(np.sin(2 * np.pi * (phase + shift)))


def _anger_vein(canvas: skia.Canvas, phase: float) -> None:
    size = 17 * (1 + 0.13 * _swing(phase))
    place = about_axis([(-56, 84)])[0]
    for quarter in range(4):
        turn = np.deg2rad(90 * quarter + 12)
        out, side = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        bend = [(1.25, 0.32), (0.55, 0.36), (0.36, 0.55), (0.32, 1.25)]
        run = [place + size * (a * out + b * side) for a, b in bend]
        stroke(canvas, run, (6.5, 6.5), palette.ANGER, palette.ANGER_LINE)


def _sweat_drop(canvas: skia.Canvas, phase: float) -> None:
    drop(canvas, about_axis([(-76, 92 + 12 * _ease(phase))]), 21)


def _small_sweat_drop(canvas: skia.Canvas, phase: float) -> None:
    for x, y, size, shift in ((-62, 96, 11, 0.0), (-84, 128, 8, 0.35)):
        slide = (phase + shift) % 1.0
        drop(canvas, about_axis([(x, y + 14 * slide)]), size, _fade(slide))


def _heart(canvas: skia.Canvas, phase: float) -> None:
    for number, (x, y, size, turn) in enumerate(HEARTS):
        beat = 1 + 0.12 * _swing(phase, number / 3)
        heart(canvas, about_axis([(x, y - 5 * _swing(phase, number / 3 + 0.25))]), size * beat, turn)


def _black_cloud(canvas: skia.Canvas, phase: float) -> None:
    cloud(canvas, about_axis([(-96, 56 + 2 * _swing(phase))]), 30, 7, 2 * np.pi * phase)


def _flowers(canvas: skia.Canvas, phase: float) -> None:
    for number, (x, y, size, colour) in enumerate(BLOSSOMS):
        lift = 4 * _swing(phase, number / len(BLOSSOMS))
        turn = 18 * _swing(phase, number / len(BLOSSOMS)) - 90
        blossom(canvas, about_axis([(x, y - lift)]), size, turn, palette.BLOSSOM[colour])


def _shock(canvas: skia.Canvas, phase: float) -> None:
    for number, x in enumerate(range(-72, 73, 12)):
        flicker = 5 * _swing(phase, number * 0.37)
        top = 40 + 34 * (x / 84) ** 2
        length = 48 - 16 * abs(x) / 72 + 14 * (number % 2) + flicker
        fall = about_axis([(x, top), (x, top + length)])
        fill(canvas, brush(fall, (4.4, 1.0)), palette.GLOOM, 0.85)


def _notice(canvas: skia.Canvas, phase: float) -> None:
    """Three strokes that dart from the head."""
    reach = 6 * _ease(phase)
    for degrees, start, length in ((204, 104, 26), (222, 110, 34), (240, 110, 26)):
        way = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
        middle = about_axis([(0, 130)])[0]
        run = [middle + way * (start + reach), middle + way * (start + reach + length)]
        stroke(canvas, run, (3.5, 8.5), palette.EMBER_HOT, palette.LINE_CLOTH)


def _beaming(canvas: skia.Canvas, phase: float) -> None:
    for number, (x, y, size) in enumerate(SPARKS):
        twinkle = 0.7 + 0.3 * _swing(phase, number * 0.29)
        spark(canvas, about_axis([(x, y)]), 1.5 * size * twinkle)


def _question(canvas: skia.Canvas, phase: float) -> None:
    x, y = BESIDE
    sway = 4 * _swing(phase)
    bow = [(-15, -22), (-9, -35), (5, -38), (15, -27), (10, -14), (0, -5), (-1, 7)]
    run = about_axis([(x + a + sway * (10 - b) / 40, y + b) for a, b in bow])
    stroke(canvas, run, (8, 9), palette.INK_LIGHT, palette.LINE_CLOTH)
    form(canvas, oval((AXIS + x - 1, y + 21), 5.6, 5.6), palette.INK_LIGHT, (), palette.LINE_CLOTH)


def _exclaim(canvas: skia.Canvas, phase: float) -> None:
    x, y = BESIDE
    jump = 5 * abs(_swing(phase / 2))
    run = about_axis([(x - 7, y - 40 - jump), (x, y + 4 - jump / 2)])
    stroke(canvas, run, (15, 7), palette.EMBER, palette.LINE_CLOTH)
    form(canvas, oval((AXIS + x + 3, y + 20), 6, 6), palette.EMBER, (), palette.LINE_CLOTH)


def _ease(phase: float) -> float:
    """0 at the cycle's ends, 1 in its middle."""
    return (1 - float(np.cos(2 * np.pi * phase))) / 2


def _fade(phase: float) -> float:
    """Full for most of the cycle, nothing at its ends."""
    return min(1.0, 4 * _ease(phase))


_PAINTERS: dict[str, Callable[[skia.Canvas, float], None]] = {
    "angervein": _anger_vein,
    "sweatdrop": _sweat_drop,
    "smallsweatdrop": _small_sweat_drop,
    "heart": _heart,
    "blackcloud": _black_cloud,
    "flowers": _flowers,
    "shock": _shock,
    "notice": _notice,
    "beaming": _beaming,
    "question": _question,
    "exclaim": _exclaim,
}
NAMES = tuple(_PAINTERS)
