"""Statues: people turned to stone, or to any one stuff."""

from dataclasses import replace

import numpy as np

from painter.art.colour import LUMINANCE, Array, decoded
from painter.art.drawing import Drawing, codes_of


def petrified(drawing: Drawing, stone: Array) -> Drawing:
    """`drawing` carved of `stone`: what was pale is lit stone, what was dark is shade; nothing glows."""
    carved = Drawing()
    for shape in drawing.shapes:
        level = float(decoded(np.array(shape.colour, np.uint8)) @ LUMINANCE)
        shade = np.float32(0.5 + 1.1 * min(level, 0.5))
        carved.shapes.append(replace(shape, colour=codes_of(stone * shade), glow=None))
    return carved
