"""Crowns; metres about the middle of the head."""

from painter.art.colour import lch
from painter.art.drawing import Drawing

_GOLD = (0.8, 0.13, 86)


def circlet(head: Drawing) -> None:
    points = [
        (-0.13, 0.07),
        (-0.16, 0.21),
        (-0.09, 0.14),
        (-0.02, 0.24),
        (0.05, 0.14),
        (0.12, 0.21),
        (0.11, 0.07),
    ]
    head.add(points, lch(_GOLD), (0.2, 0.3, 0.9))
    for x in (-0.13, -0.02, 0.09):
        head.disc(x + 0.01, 0.11, 0.014, 0.018, lch((0.5, 0.2, 20)))
