"""The bonfire lantern and the hands that hold it. Coordinates have x from the axis."""

import skia

from soulstrain.character.rig import palette
from soulstrain.character.rig.curve import Runs, about_axis, loop, mirror, oval, path, sided, whole
from soulstrain.character.rig.layer import clipped, fill, form, line
from soulstrain.character.rig.measures import AXIS

GLASS: Runs = ([(13, 438), (24, 452), (25, 474), (17, 490)], [(17, 490), (0, 490)])
CAP: Runs = ([(0, 418), (7, 420), (11, 429)], [(11, 429), (21, 434), (26, 443)], [(26, 443), (0, 446)])
BASE: Runs = ([(0, 487), (21, 487)], [(21, 487), (24, 494), (20, 501)], [(20, 501), (0, 503)])
SHADE: Runs = ([(6, 410), (12, 460), (8, 510)], [(40, 510), (40, 410)])
HANDLE = [(-19, 436), (-16, 418), (-7, 408), (7, 408), (16, 418), (19, 436)]
FLAME = [(0, 452), (5, 461), (9, 470), (7, 480), (0, 484), (-8, 480), (-9, 471), (-4, 464)]
FLAME_CORE = [(1, 465), (4, 472), (4, 479), (0, 482), (-4, 479), (-3, 473)]
LIGHT_REACHES = ((84, 0.10), (64, 0.14), (44, 0.2))
LIGHT_Y = 470
# The right hand's back and its fingers, from the wrist to the ring they hold.
HAND: Runs = (
    [(30, 400), (16, 397), (6, 398), (-2, 402), (-1, 408)],
    [(-1, 408), (-4, 412), (-1, 415.5)],
    [(-1, 415.5), (-1, 420), (5, 422)],
    [(5, 422), (14, 425), (30, 422)],
)
FINGERS: Runs = ([(-1, 408), (5, 407.5), (10, 405.5)], [(-1, 415.5), (5, 415.5), (11, 413)])


def draw_light(canvas: skia.Canvas, on: skia.Path) -> None:
    """What the flame throws on the cloth `on`: flat rings."""
    with clipped(canvas, on):
        for reach, alpha in LIGHT_REACHES:
            fill(canvas, oval((AXIS, LIGHT_Y), reach, reach), palette.FLAME, alpha)


def draw(canvas: skia.Canvas) -> None:
    for colour, width in ((palette.LINE_CLOTH, 7.5), (palette.BRASS, 3.6)):
        line(canvas, path(about_axis(HANDLE), closed=False), colour, width)
    _glass(canvas)
    for runs in (CAP, BASE):
        form(canvas, whole(runs), palette.BRASS, [(sided(SHADE), palette.BRASS_SHADE)], palette.LINE_CLOTH)
    for left in (True, False):
        _hand(canvas, left)


def _glass(canvas: skia.Canvas) -> None:
    shape = whole(GLASS)
    fill(canvas, shape, palette.EMBER_HOT)
    with clipped(canvas, shape):
        fill(canvas, oval((AXIS, 470), 17, 23), palette.GLOW)
    fill(canvas, loop(about_axis(FLAME)), palette.EMBER)
    fill(canvas, loop(about_axis(FLAME_CORE)), palette.EMBER_HOT)
    line(canvas, shape, palette.LINE_CLOTH)
    for x in (-15.5, 15.5):
        bar = path(about_axis([(x * 0.8, 440), (x * 1.08, 464), (x * 0.86, 488)]), closed=False)
        line(canvas, bar, palette.LINE_CLOTH, 2.4)


def _hand(canvas: skia.Canvas, left: bool) -> None:
    form(canvas, sided(HAND, left), palette.SKIN, [], palette.LINE_SKIN)
    for finger in FINGERS:
        run = about_axis(finger)
        line(canvas, path(mirror(run) if left else run, closed=False), palette.LINE_SKIN, 2)
