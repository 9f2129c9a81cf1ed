"""Helmets; metres about the middle of the head."""

from painter.art.colour import lch
from painter.art.drawing import Drawing, spline
from painter.art.people.clothes import Wear
from painter.art.people.faces import beard, face


def helm(head: Drawing, wear: Wear) -> None:
    metal = wear.stuffs.metal * 0.8
    plume = [(-0.04, 0.17), (-0.16, 0.29), (-0.32, 0.16), (-0.33, 0.02)]
    head.tube(plume, (0.04, 0.12, 0.1, 0.03), wear.cloth * 1.1)
    head.tube([(-0.03, -0.24), (-0.01, -0.1)], (0.16, 0.14), metal * 0.6, smooth=False)
    shell = [
        (-0.12, -0.13),
        (-0.15, 0.05),
        (-0.03, 0.17),
        (0.1, 0.1),
        (0.145, -0.01),
        (0.11, -0.15),
        (0.0, -0.17),
    ]
    head.add(spline(shell, 4), metal, (0.1, 0.3, 0.94))
    head.add(spline([(0.0, 0.14), (0.08, 0.1), (0.12, 0.03), (0.05, 0.05)], 3), metal * 1.9, (0.4, 0.6, 0.7))
    head.add([(0.0, 0.02), (0.142, 0.02), (0.14, -0.006), (0.0, -0.012)], wear.stuffs.dark * 0.3)
    for y in (-0.05, -0.08, -0.11):
        head.box(0.07, y, 0.12, y + 0.01, wear.stuffs.dark * 0.4)


def kettle(head: Drawing, wear: Wear) -> None:
    metal = wear.stuffs.metal * 0.75
    face(head, wear)
    head.add(
        spline([(-0.1, 0.05), (-0.13, -0.12), (-0.02, -0.2), (0.03, -0.14), (-0.04, 0.0)], 4), metal * 0.45
    )
    head.add(spline([(-0.13, 0.05), (-0.09, 0.17), (0.07, 0.17), (0.13, 0.05)], 4), metal)
    head.add(spline([(0.0, 0.16), (0.07, 0.15), (0.1, 0.07), (0.04, 0.07)], 3), metal * 1.7, (0.4, 0.6, 0.7))
    head.add(
        spline([(-0.2, 0.04), (0.0, 0.085), (0.21, 0.035), (0.0, 0.03)], 4), metal * 1.15, (0.0, 0.6, 0.8)
    )


def horned(head: Drawing, wear: Wear) -> None:
    face(head, wear, fierce=True)
    beard(head, wear, 0.3)
    _open_helm(head, wear)
    for side in (-1, 1):
        horn = [(side * 0.1, 0.1), (side * 0.22, 0.14), (side * 0.24, 0.3)]
        head.tube(horn, (0.06, 0.05, 0.01), wear.stuffs.plaster)


def _open_helm(head: Drawing, wear: Wear) -> None:
    metal = wear.stuffs.metal * 0.7
    head.add(spline([(-0.15, 0.04), (-0.11, 0.17), (0.07, 0.18), (0.13, 0.05)], 4), metal)
    head.tube([(-0.15, 0.05), (0.0, 0.065), (0.14, 0.05)], (0.03, 0.035, 0.03), lch((0.62, 0.1, 70)))
    head.box(0.095, -0.02, 0.12, 0.06, metal * 1.2)
