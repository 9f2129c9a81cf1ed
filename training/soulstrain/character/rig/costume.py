"""Her costume: ink cape with its hood down, parchment blouse, ember ribbon, dark dress.

All coordinates have x from the axis; most shapes are given for the picture's right and mirrored.
"""

import numpy as np
import skia

from soulstrain.character.rig import lantern, palette
from soulstrain.character.rig.curve import Runs, about_axis, along, brush, mirror, oval, path, sided, whole
from soulstrain.character.rig.layer import LINE_WIDTH, clipped, fill, form, line
from soulstrain.character.rig.measures import AXIS

HOOD_BACK: Runs = ([(0, 190), (52, 194), (90, 208), (105, 232), (92, 262), (0, 268)],)
BUTTONS_Y = (338.0, 366.0)
DRESS: Runs = (
    [(0, 250), (44, 258), (50, 320), (42, 394)],
    [(42, 394), (56, 430), (84, 474), (112, 520)],
    [(112, 520), (0, 520)],
)
SLEEVE: Runs = (
    [(52, 330), (46, 374), (34, 390), (15, 396)],
    [(15, 396), (11, 412), (17, 430), (29, 444)],
    [(29, 444), (62, 452), (96, 438), (110, 396), (106, 330)],
)
SLEEVE_SHADE: Runs = (
    [(94, 340), (92, 392), (72, 424), (20, 436)],
    [(20, 436), (30, 470), (130, 450), (120, 330), (94, 340)],
)
UNDER_CAPE: Runs = ([(20, 330), (130, 330)], [(130, 330), (122, 372), (94, 387), (62, 385), (20, 404)])
# Creases run from where they start, at an edge or a knot, and fade.
SLEEVE_CREASES: Runs = (
    [(24, 406), (36, 404), (50, 410)],
    [(31, 437), (44, 434), (56, 424)],
)
RIBBON_CREASES: Runs = ([(6, 267), (15, 262), (22, 262)], [(7, 270), (15, 271), (20, 270)])
SKIRT_FOLDS: tuple[Runs, ...] = (
    ([(30, 410), (34, 470), (50, 524)], [(50, 524), (64, 524)], [(64, 524), (44, 460), (30, 410)]),
    ([(54, 436), (74, 480), (92, 524)], [(92, 524), (130, 524)], [(130, 524), (80, 460), (54, 436)]),
)
CUFF: Runs = (
    [(15, 396), (11, 412), (17, 430), (29, 444)],
    [(29, 444), (36, 445)],
    [(36, 445), (25, 430), (20, 412), (23, 394)],
)
CAPE: Runs = (
    [(20, 240), (62, 244), (94, 270), (112, 314), (122, 360)],
    [(122, 360), (94, 374), (62, 372), (32, 388)],
    [(32, 388), (34, 350), (22, 304), (2, 266)],
)
CAPE_HEM = [(32, 388), (62, 372), (94, 374), (122, 360)]
CAPE_FRONT = [(2, 266), (22, 304), (34, 350), (32, 388)]
CAPE_SHADES: tuple[Runs, ...] = (
    ([(88, 262), (98, 320), (92, 390)], [(92, 390), (140, 380), (120, 300), (88, 262)]),
    ([(48, 272), (56, 320), (50, 390)], [(50, 390), (66, 390), (66, 330), (48, 272)]),
    ([(0, 262), (40, 286), (84, 262)], [(84, 262), (60, 240), (0, 240)]),
)
HOOD_FRONT: Runs = (
    [(0, 262), (16, 246), (30, 226)],
    [(30, 226), (56, 238), (88, 226)],
    [(88, 226), (92, 244), (72, 264), (40, 277), (0, 277)],
)
HOOD_SHADE: Runs = ([(0, 264), (40, 264), (72, 250), (88, 226)], [(88, 226), (120, 250), (60, 290), (0, 290)])
BLOUSE: Runs = ([(0, 250), (36, 226)], [(36, 226), (20, 252), (0, 270)])
COLLAR: Runs = (
    [(14, 214), (27, 221), (36, 238)],
    [(36, 238), (24, 250), (14, 266)],
    [(14, 266), (8, 257), (0, 251)],
    [(0, 251), (11, 238), (14, 214)],
)
RIBBON_LOOP: Runs = (
    [(4, 266), (16, 252), (32, 254)],
    [(32, 254), (34, 266), (30, 278)],
    [(30, 278), (16, 278), (4, 270)],
)
RIBBON_TAIL: Runs = (
    [(0, 270), (6, 288), (20, 312)],
    [(20, 312), (12, 312), (5, 318)],
    [(5, 318), (-2, 296), (-3, 272)],
)


def draw_hood(canvas: skia.Canvas) -> None:
    form(canvas, whole(HOOD_BACK), palette.INK_SHADE, [], palette.LINE_CLOTH)


def draw(canvas: skia.Canvas) -> None:
    _dress(canvas)
    lantern.draw(canvas)
    for left in (False, True):
        _sleeve(canvas, left)
    form(canvas, whole(BLOUSE), palette.PARCHMENT_SHADE)
    for left in (False, True):
        form(canvas, sided(COLLAR, left), palette.PARCHMENT, [], palette.LINE_CLOTH)
    for left in (False, True):
        _cape(canvas, left)
    for left in (False, True):
        shade = [(sided(HOOD_SHADE, left), palette.INK_SHADE)]
        form(canvas, sided(HOOD_FRONT, left), palette.INK, shade, palette.LINE_CLOTH)
    _ribbon(canvas)


def _dress(canvas: skia.Canvas) -> None:
    shape = whole(DRESS)
    folds = [(sided(fold, left), palette.INK_DEEP) for fold in SKIRT_FOLDS for left in (False, True)]
    form(canvas, shape, palette.INK_SHADE, folds)
    lantern.draw_light(canvas, shape)
    line(canvas, shape, palette.LINE_CLOTH)
    for y in BUTTONS_Y:
        form(canvas, oval((AXIS, y), 4.6, 4.6), palette.BRASS, [], palette.LINE_CLOTH, 2)


def _sleeve(canvas: skia.Canvas, left: bool) -> None:
    tones = (
        (SLEEVE_SHADE, palette.PARCHMENT_SHADE),
        (UNDER_CAPE, palette.PARCHMENT_SHADE),
        (CUFF, palette.EMBER),
    )
    shade = [(sided(runs, left), colour) for runs, colour in tones]
    form(canvas, sided(SLEEVE, left), palette.PARCHMENT, shade, palette.LINE_CLOTH)
    _creases(canvas, SLEEVE_CREASES, left)


def _cape(canvas: skia.Canvas, left: bool) -> None:
    shape = sided(CAPE, left)
    form(canvas, shape, palette.INK, [(sided(shade, left), palette.INK_SHADE) for shade in CAPE_SHADES])
    with clipped(canvas, shape):
        for edge in (CAPE_HEM, CAPE_FRONT):
            run = mirror(about_axis(edge)) if left else about_axis(edge)
            line(canvas, path(run, closed=False), palette.EMBER, 14)
    line(canvas, shape, palette.LINE_CLOTH)


def _ribbon(canvas: skia.Canvas) -> None:
    for shape in (RIBBON_TAIL, RIBBON_LOOP):
        for left in (False, True):
            form(canvas, sided(shape, left), palette.EMBER, [], palette.LINE_CLOTH)
    for left in (False, True):
        _creases(canvas, RIBBON_CREASES, left)
    form(canvas, oval((AXIS, 268), 6.5, 6.5), palette.BRASS, [], palette.LINE_CLOTH)


def _creases(canvas: skia.Canvas, creases: Runs, left: bool) -> None:
    for crease in creases:
        run = along(about_axis(crease), 13)
        shape = brush(mirror(run)[::-1] if left else run, np.linspace(LINE_WIDTH, 0.6, 13))
        fill(canvas, shape, palette.LINE_CLOTH)
