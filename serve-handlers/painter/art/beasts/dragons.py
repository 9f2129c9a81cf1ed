"""A dragon on the wing, and its breath; in metres."""

from itertools import pairwise

import numpy as np

from painter.art.colour import Array, lch
from painter.art.drawing import Drawing, spline

Rng = np.random.Generator
Point = tuple[float, float]


def dragon(rng: Rng, colour: Array, breathing: bool = False, eye: Array | None = None) -> Drawing:
    """In flight, about 16 m from nose to tail and 20 m from wing to wing."""
    drawing = Drawing()
    belly, dark = colour * 1.5, colour * 0.6
    # The far wing is raised forwards, so that the two stand apart.
    far_tips = [(8.0, 8.3), (7.0, 5.2), (4.6, 2.9), (2.6, 1.3)]
    _dragon_wing(drawing, [(1.2, 1.0), (3.0, 4.6), (3.4, 9.6)], far_tips, dark)
    drawing.tube(
        [(-0.5, 0.2), (-3.6, -0.7), (-6.4, 0.3), (-8.8, -0.4), (-10.6, 1.0)],
        (1.5, 1.15, 0.7, 0.4, 0.08),
        colour,
    )
    drawing.add([(-10.3, 0.75), (-11.7, 1.15), (-10.9, 2.0)], colour)
    for x, y in ((-1.2, -0.5), (1.2, -0.6)):
        drawing.tube([(x, y + 0.4), (x + 0.5, y - 0.9), (x - 0.35, y - 1.6)], (0.85, 0.45, 0.22), dark)
        for toe in (-0.3, 0.0, 0.3):
            drawing.tube(
                [(x - 0.35, y - 1.55), (x - 0.5 + toe, y - 2.0)], (0.16, 0.03), dark * 0.7, smooth=False
            )
    drawing.tube(
        [(-2.2, 0.0), (-0.4, 0.05), (1.5, 0.35), (3.2, 1.7), (4.5, 2.9), (5.9, 2.8)],
        (1.3, 1.9, 1.7, 1.0, 0.66, 0.7),
        colour,
    )
    drawing.tube(
        [(-1.4, -0.5), (0.4, -0.5), (2.0, 0.2), (3.5, 1.6), (4.7, 2.6)],
        (0.2, 0.6, 0.6, 0.34, 0.15),
        belly * 0.8,
    )
    for share in np.linspace(0, 1, 12):
        x, y = (
            np.interp(share, (0, 0.25, 0.5, 0.75, 1), (-5, -0.8, 1.2, 3.0, 4.6)),
            np.interp(share, (0, 0.25, 0.5, 0.75, 1), (0.35, 1.0, 1.15, 2.1, 3.2)),
        )
        drawing.add([(x - 0.24, y - 0.15), (x + 0.2, y - 0.1), (x - 0.25, y + 0.42)], dark)
    _dragon_head(drawing, colour, dark, eye, breathing)
    near_tips = [(-5.0, 10.4), (-8.8, 7.6), (-8.6, 3.9), (-5.2, 1.5), (-1.4, 0.4)]
    _dragon_wing(drawing, [(0.9, 0.9), (1.5, 4.8), (-0.4, 9.4)], near_tips, colour * 0.85)
    if breathing:
        breath = Drawing()
        flame_jet(breath, rng, 9.0)
        drawing.include(breath, 7.6, 2.35, turn=-0.62)
    return drawing


def _dragon_wing(
    drawing: Drawing, arm: list[tuple[float, float]], tips: list[tuple[float, float]], colour: Array
) -> None:
    """Arm from the shoulder over the elbow to the wrist, then the fingers' tips towards the body."""
    wrist, shoulder = arm[-1], arm[0]
    edge: list[tuple[float, float]] = [shoulder, arm[1], wrist]
    fingers = [*tips, shoulder]
    previous = wrist
    for number, tip in enumerate(fingers):
        if number:
            # Between two fingers the skin hangs in towards the wrist.
            middle = (
                (previous[0] + tip[0]) / 2 * 0.78 + wrist[0] * 0.22,
                (previous[1] + tip[1]) / 2 * 0.78 + wrist[1] * 0.22,
            )
            edge += [
                tuple(point) for point in spline([previous, middle, tip], 5, closed=False)[1:-1].tolist()
            ]
        edge.append(tip)
        previous = tip
    drawing.add(edge, colour * 0.8, (-0.3, 0.3, 0.9))
    for tip in tips:
        drawing.tube(
            [wrist, ((wrist[0] + tip[0]) / 2 - 0.1, (wrist[1] + tip[1]) / 2 + 0.15), tip],
            (0.24, 0.14, 0.03),
            colour * 0.5,
        )
    for one, other in pairwise(fingers):
        middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        drawing.add(
            [wrist, ((one[0] * 3 + middle[0]) / 4, (one[1] * 3 + middle[1]) / 4), middle],
            colour * 0.95,
            (0.3, 0.4, 0.85),
        )
    drawing.tube(arm, (0.75, 0.5, 0.3), colour * 0.6)
    drawing.add([wrist, (wrist[0] + 0.25, wrist[1] + 0.9), (wrist[0] + 0.35, wrist[1] - 0.1)], colour * 0.4)


def _dragon_head(drawing: Drawing, colour: Array, dark: Array, eye: Array | None, open_: bool) -> None:
    for turn in (0.0, 0.35):
        drawing.tube([(5.7, 3.1), (4.7, 3.8 + turn), (3.9, 4.0 + turn)], (0.28, 0.2, 0.03), dark)
    upper = [
        (5.3, 2.55),
        (5.4, 3.15),
        (6.1, 3.3),
        (6.9, 3.0),
        (7.8, 2.85),
        (7.95, 2.55),
        (7.5, 2.42),
        (6.4, 2.4),
    ]
    drawing.add(spline(upper, 4), colour * 1.1)
    drop = 0.75 if open_ else 0.28
    lower = [
        (5.5, 2.6),
        (6.3, 2.4),
        (7.5, 2.42 - drop),
        (7.4, 2.25 - drop),
        (6.2, 2.0 - drop * 0.3),
        (5.4, 2.15),
    ]
    drawing.add(spline(lower, 4), colour * 0.9)
    for x in (6.7, 7.1, 7.5):
        drawing.add([(x, 2.46), (x + 0.12, 2.46), (x + 0.05, 2.18)], lch((0.9, 0.03, 90)))
    light = lch((0.85, 0.17, 80)) if eye is None else eye
    drawing.disc(6.25, 2.95, 0.14, 0.08, light, 0.2, glow=light * np.float32(6))


def flame_jet(drawing: Drawing, rng: Rng, length: float) -> None:
    """A cone of fire to the right of (0, 0)."""
    for share, colour, strength in (
        (1.0, (0.6, 0.21, 36), 1.1),
        (0.85, (0.72, 0.18, 55), 2.0),
        (0.62, (0.86, 0.14, 82), 4.0),
    ):
        light = lch(colour)
        for _ in range(9):
            # Tongues that fan out and curl upwards at their ends.
            turn, reach = rng.normal(0, 0.16), length * share * rng.uniform(0.6, 1.1)
            spread = length * 0.085 * share * rng.uniform(0.6, 1.2)
            ends = [
                (reach * s, reach * s * turn + 0.25 * reach * s**3 * rng.uniform(-0.2, 0.9))
                for s in (0, 0.3, 0.6, 0.85, 1)
            ]
            drawing.tube(
                ends,
                (0.25, spread, spread * 2.1, spread * 1.5, 0.02),
                light,
                glow=light * np.float32(strength),
            )
