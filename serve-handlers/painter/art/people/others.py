"""The heads of those who are no men: skulls, goblins, orcs, demons, angels; metres about their middle."""

import numpy as np

from painter.art.colour import lch
from painter.art.drawing import Drawing, spline
from painter.art.people.clothes import Wear
from painter.art.people.crowns import circlet
from painter.art.people.faces import face, hair, skull


def lich(head: Drawing, wear: Wear) -> None:
    skull(head, wear, lch((0.82, 0.2, 150)))
    cowl = [
        (0.05, 0.12),
        (-0.02, 0.17),
        (-0.14, 0.1),
        (-0.19, -0.06),
        (-0.24, -0.24),
        (0.0, -0.24),
        (-0.03, -0.02),
    ]
    head.add(spline(cowl, 4), wear.cloth * 0.8, (-0.3, 0.3, 0.9))
    circlet(head)


def skeleton(head: Drawing, wear: Wear) -> None:
    skull(head, wear, lch((0.7, 0.2, 35)) if wear.rng.random() < 0.6 else None)


def goblin(head: Drawing, wear: Wear) -> None:
    face(head, wear, fierce=True)
    head.add([(0.1, 0.01), (0.19, -0.06), (0.1, -0.05)], wear.skin * 0.95)
    head.add([(-0.04, 0.05), (-0.34, 0.13), (-0.04, -0.06)], wear.skin * 0.9)
    head.add([(-0.07, 0.04), (-0.24, 0.1), (-0.06, -0.02)], wear.skin * 0.65)
    yellow = lch((0.85, 0.17, 95))
    head.disc(0.068, 0.018, 0.016, 0.012, yellow, glow=yellow * np.float32(1.5))


def orc(head: Drawing, wear: Wear) -> None:
    face(head, wear, fierce=True)
    head.add(spline([(-0.02, 0.12), (-0.05, 0.24), (-0.22, 0.14), (-0.13, 0.03)], 4), wear.stuffs.dark)
    head.add([(-0.05, 0.0), (-0.15, 0.06), (-0.03, -0.05)], wear.skin * 0.85)
    for x in (0.07, 0.11):
        head.add([(x, -0.1), (x + 0.025, -0.1), (x + 0.02, -0.03)], wear.stuffs.snow * 0.8)


def demon(head: Drawing, wear: Wear) -> None:
    face(head, wear, fierce=True)
    for side in (-0.06, 0.07):
        horn = [(side, 0.09), (side * 2.6, 0.2), (side * 2.2, 0.42)]
        head.tube(horn, (0.09, 0.07, 0.01), wear.stuffs.dark * 1.3)
    fire = lch((0.75, 0.2, 55))
    for x in (0.03, 0.082):
        head.disc(x, 0.018, 0.018, 0.012, fire, glow=fire * np.float32(8))


def halo(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, "long")
    gold = lch((0.9, 0.12, 92))
    ring = [(-0.17, 0.22), (0, 0.19), (0.17, 0.22), (0, 0.26), (-0.17, 0.22)]
    head.tube(ring, (0.025, 0.025), gold, glow=gold * np.float32(5))
