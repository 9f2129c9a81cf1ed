"""Spiders' webs, hung in a corner."""

from itertools import pairwise

import numpy as np

from painter.art.drawing import Drawing
from painter.art.palette import Stuffs


def web(stuffs: Stuffs, reach: float = 1.5) -> Drawing:
    """A quarter of a wheel, from its corner at (0, 0) to the right and down, `reach` metres."""
    drawing, silk, thread = Drawing(), stuffs.snow * 0.6, 0.008 * reach
    spokes = np.linspace(-np.pi / 2, 0, 7)
    for angle in spokes:
        end = (reach * float(np.cos(angle)), reach * float(np.sin(angle)))
        drawing.tube([(0, 0), end], (thread, thread), silk, smooth=False)
    for share in (0.25, 0.42, 0.58, 0.74, 0.9):
        ring = []
        for one, other in pairwise(spokes):
            # Between two spokes the thread hangs in towards the corner.
            for angle, slack in ((one, 1.0), ((one + other) / 2, 0.9)):
                away = reach * share * slack
                ring.append((away * float(np.cos(angle)), away * float(np.sin(angle))))
        drawing.tube(ring, (thread * 0.8, thread * 0.8), silk, smooth=False)
    return drawing
