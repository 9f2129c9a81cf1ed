"""The quill behind her ear."""

import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Runs, about_axis, path, sided
from soulstrain.character.rig.layer import form, line

VANE: Runs = (
    [(60, 136), (92, 122), (116, 96), (130, 62)],
    [(130, 62), (135, 53), (134, 44)],
    [(134, 44), (122, 50), (113, 61)],
    [(113, 61), (111, 56), (107, 54)],
    [(107, 54), (99, 68), (92, 79)],
    [(92, 79), (89, 74), (84, 74)],
    [(84, 74), (70, 98), (60, 118), (60, 136)],
)
SHADE: Runs = ([(54, 146), (92, 106), (134, 44)], [(134, 44), (156, 80), (104, 146), (60, 150)])
SHAFT = [(56, 144), (90, 108), (118, 68)]


def draw(canvas: skia.Canvas) -> None:
    form(canvas, sided(VANE), palette.INK_LIGHT, [(sided(SHADE), palette.INK)], palette.LINE_CLOTH)
    line(canvas, path(about_axis(SHAFT), closed=False), palette.PARCHMENT, 2.6)
