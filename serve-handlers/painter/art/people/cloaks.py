"""Cloaks, as they are seen from the side: behind the body, and closed over it."""

from painter.art.drawing import Drawing, spline
from painter.art.people.clothes import Wear, pleats


def behind(figure: Drawing, wear: Wear, sweep: float, foot: float) -> None:
    """Hangs from the shoulders at the back. sweep: metres that it is blown; foot: its hem's height."""
    colour = wear.cloth * 0.6
    hem = (-0.3 - sweep, 0.2 - sweep * 0.3, foot + sweep * 0.25)
    pleats(figure, (-0.22, 0.14, 1.42), hem, colour, wear.rng, 6)


def closed(figure: Drawing, wear: Wear, sweep: float, foot: float) -> None:
    """Over the shoulders and most of the body, open in front, its edge folded back."""
    colour, rng = wear.cloth, wear.rng
    pleats(figure, (-0.24, 0.1, 1.3), (-0.32 - sweep, 0.14 - sweep * 0.2, foot), colour, rng, 6)
    edge = [(0.09, 1.38), (0.14, 1.36), (0.19 - sweep * 0.2, foot + 0.04), (0.1 - sweep * 0.2, foot)]
    figure.add(edge, colour * 1.25, (0.6, 0.2, 0.75))
    mantle = [
        (-0.27, 1.28),
        (-0.2, 1.42),
        (-0.07, 1.51),
        (0.12, 1.5),
        (0.22, 1.38),
        (0.2, 1.2),
        (0.05, 1.13),
        (-0.1, 1.16),
    ]
    figure.add(spline(mantle, 4), colour * 0.95, (0.15, 0.25, 0.95))
    figure.add(
        spline([(-0.27, 1.28), (-0.2, 1.42), (-0.1, 1.48), (-0.08, 1.18)], 4),
        colour * 0.72,
        (-0.6, 0.3, 0.75),
    )
    figure.disc(0.14, 1.41, 0.03, 0.03, wear.stuffs.sand * 1.2)
