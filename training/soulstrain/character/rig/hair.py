"""Her hair, ash that still glows at its ends: back, the cap with its fringe, long locks, the wick on top."""

from itertools import pairwise

import numpy as np
import skia
from numpy.typing import ArrayLike

from soulstrain.character.rig import locks, palette
from soulstrain.character.rig.curve import (
    Points,
    about_axis,
    along,
    brush,
    mirror,
    path,
    points,
    sided,
    whole,
)
from soulstrain.character.rig.layer import LINE_WIDTH, clipped, fill, form, line

# Tongues of an ember's edge: pixels across the lock, height as a share of the reach.
TONGUES_ACROSS = (-26, -13, -9, -4, 1, 6, 10, 14, 26)
TONGUES_UP = (-0.6, 0.5, 1.0, 0.62, 1.25, 0.66, 1.0, 0.5, -0.6)
HOT_SHARE = 0.52


def cap_shape() -> skia.Path:
    """Crown, fringe and the locks beside the cheeks as one shape."""
    outside = about_axis(locks.OUTSIDE)
    over = np.concatenate([outside, mirror(outside)[1:]])
    fringe, beside = ([about_axis(run) for run in runs] for runs in (locks.FRINGE, locks.BESIDE))
    return path(*fringe, *beside, over, *(mirror(run) for run in reversed(beside)))


def draw_cap(canvas: skia.Canvas) -> None:
    shape = cap_shape()
    shades = [sided(locks.SIDE_SHADE), sided(locks.SIDE_SHADE, left=True), *map(sided, locks.OVERLAPS)]
    tones = [(shade, palette.HAIR_SHADE) for shade in shades]
    tones += [(sided(runs), palette.HAIR_LIGHT) for runs in locks.LIGHTS]
    form(canvas, shape, palette.HAIR, tones)
    with clipped(canvas, shape):
        for embers in locks.SIDE_EMBERS:
            _both_embers(canvas, embers)
    line(canvas, shape, palette.LINE)
    for run in locks.STRANDS:
        _strand(canvas, run, np.linspace(2.6, 0.6, 13))
    for run in locks.LOOSE:
        _strand(canvas, run, 0.5 + 2.0 * np.sin(np.linspace(0, np.pi, 13)))


def draw_back(canvas: skia.Canvas) -> None:
    shape = whole((locks.BACK_OUTSIDE, *locks.BACK_ENDS))
    fill(canvas, shape, palette.HAIR_SHADE)
    with clipped(canvas, shape):
        _both_embers(canvas, locks.BACK_EMBERS)
    line(canvas, shape, palette.LINE)


def draw_locks(canvas: skia.Canvas) -> None:
    """The two long locks before the shoulders, each in a brass ring."""
    for left in (False, True):
        shape = sided(locks.LOCK, left)
        form(canvas, shape, palette.HAIR, [(sided(locks.LOCK_SHADE, left), palette.HAIR_SHADE)])
        with clipped(canvas, shape):
            _both_embers(canvas, locks.LOCK_EMBERS)
        line(canvas, shape, palette.LINE)
        ring = about_axis(locks.LOCK_RING)
        for colour, width in ((palette.LINE, 11.5), (palette.BRASS, 7.0)):
            line(canvas, path(mirror(ring) if left else ring, closed=False), colour, width)


def draw_wick(canvas: skia.Canvas) -> None:
    """The tuft on the crown: a wick that never quite goes out. Its roots fade into the cap."""
    shape = sided(locks.WICK)
    fill(canvas, shape, palette.HAIR)
    with clipped(canvas, shape):
        _embers(canvas, *locks.WICK_EMBERS)
    left, right = (along(about_axis(run), 25) for run in locks.WICK)
    line(canvas, path(left[7:], right[:-7], closed=False), palette.LINE)
    for root in (left[:9], right[:-10:-1]):
        fill(canvas, brush(root, np.linspace(0.4, LINE_WIDTH, 9)), palette.LINE)


def _both_embers(canvas: skia.Canvas, embers: tuple[ArrayLike, ArrayLike, float]) -> None:
    root, tip, reach = embers
    for side in (1, -1):
        _embers(canvas, points(root) * (side, 1), points(tip) * (side, 1), reach)


def _embers(canvas: skia.Canvas, root: ArrayLike, tip: ArrayLike, reach: float) -> None:
    """A lock's glowing end, drawn under the lock's clip: two flat tones with tongues towards the root."""
    end = about_axis(tip)[0]
    up = about_axis(root)[0] - end
    up /= np.hypot(*up)
    side = np.array([-up[1], up[0]])
    across, height = np.array([TONGUES_ACROSS, TONGUES_UP])[..., None]
    for share, colour in ((1.0, palette.EMBER), (HOT_SHARE, palette.EMBER_HOT)):
        edge = end + across * side + height * reach * share * up
        # The middle of each flank sags a little, as flames do.
        flanks = ([start, (start + stop) / 2 - up, stop] for start, stop in pairwise(edge))
        fill(canvas, path(*flanks, [edge[-1] - 20 * up, edge[0] - 20 * up]), colour)


def _strand(canvas: skia.Canvas, run: ArrayLike, widths: Points) -> None:
    fill(canvas, brush(along(about_axis(run), 13), widths), palette.LINE)
