"""What heads wear, over a face or instead of it: hoods, hats, helmets, crowns, horns; metres about (0, 0)."""

from collections.abc import Callable

from painter.art.colour import lch
from painter.art.drawing import Drawing, spline
from painter.art.people import helms, others
from painter.art.people.clothes import Wear
from painter.art.people.crowns import circlet
from painter.art.people.faces import beard, face, hair


def head(figure: Drawing, kind: str, wear: Wear, x: float, y: float, tilt: float = 0.0) -> None:
    """A head and what covers it, centred at (x, y); `tilt` radians is a bow forwards."""
    drawing = Drawing()
    HEADS[kind](drawing, wear)
    figure.include(drawing, x, y, turn=-tilt)


def _bare(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    style = str(wear.rng.choice(("short", "short", "tail", "bald", "long")))
    if wear.rng.random() < 0.4 or style == "bald":
        beard(head, wear, wear.rng.uniform(0.0, 0.12))
    hair(head, wear, style)


def _youth(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, str(wear.rng.choice(("short", "tail"))))


def _woman(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, str(wear.rng.choice(("long", "bun", "tail"))))


def _long(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, "long")
    if wear.rng.random() < 0.5:
        return
    head.add([(-0.05, 0.01), (-0.15, 0.1), (-0.03, -0.04)], wear.skin)


def _elf(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, "long")
    head.add([(-0.055, 0.03), (-0.17, 0.11), (-0.02, -0.03)], wear.skin * 1.05)


def _hood(head: Drawing, wear: Wear) -> None:
    """In shade, a nose and a chin at its edge."""
    face(head, wear)
    dark = wear.stuffs.dark * 0.5
    head.add(
        spline([(0.08, 0.1), (0.09, 0.03), (0.055, -0.05), (0.06, -0.12), (-0.05, -0.14), (-0.08, 0.1)], 4),
        dark,
    )
    cowl = [
        (0.1, 0.09),
        (0.08, 0.16),
        (-0.03, 0.2),
        (-0.16, 0.12),
        (-0.2, -0.04),
        (-0.24, -0.22),
        (0.14, -0.24),
    ]
    head.add(spline([*cowl, (0.09, -0.15), (0.045, -0.08), (0.05, 0.04)], 4), wear.cloth, (-0.2, 0.35, 0.9))
    edge = [
        (0.1, 0.09),
        (0.055, 0.04),
        (0.045, -0.08),
        (0.09, -0.15),
        (0.07, -0.08),
        (0.075, 0.03),
        (0.115, 0.07),
    ]
    head.add(spline(edge, 3), wear.cloth * 1.35, (0.6, 0.3, 0.7))
    for x in (-0.15, -0.1):
        head.tube(
            [(x + 0.05, 0.14), (x - 0.01, 0.0), (x - 0.02, -0.2)], (0.008, 0.03, 0.02), wear.cloth * 0.62
        )


def _shadow(head: Drawing, wear: Wear) -> None:
    """A hood with nothing in it but dark."""
    _hood(head, wear)
    inside = [(0.1, 0.07), (0.11, 0.0), (0.1, -0.1), (0.06, -0.13), (0.05, 0.02)]
    head.add(spline(inside, 3), wear.stuffs.dark * 0.25)


def _wizard(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    beard(head, wear, 0.26)
    hair(head, wear, "long")
    _brim(head, wear, [(-0.15, 0.07), (-0.1, 0.28), (-0.2, 0.46), (-0.04, 0.38), (0.12, 0.08)])


def _witch(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    head.add([(0.1, 0.01), (0.165, -0.05), (0.11, -0.05)], wear.skin)
    hair(head, wear, "long")
    _brim(head, wear, [(-0.14, 0.06), (-0.08, 0.3), (-0.25, 0.5), (-0.02, 0.4), (0.12, 0.07)])


def _brim(head: Drawing, wear: Wear, peak: list[tuple[float, float]]) -> None:
    brim = [(-0.3, 0.04), (-0.02, 0.09), (0.28, 0.02), (0.24, 0.0), (0.0, 0.04), (-0.27, 0.01)]
    head.add(spline(brim, 4), wear.cloth * 0.75, (0.0, 0.5, 0.85))
    head.add(spline(peak, 4), wear.cloth, (-0.2, 0.3, 0.92))
    head.add(
        spline([(0.02, 0.1), (0.02, 0.28), (0.0, 0.36), (0.12, 0.08)], 3), wear.cloth * 1.3, (0.6, 0.3, 0.7)
    )
    head.tube([(-0.14, 0.09), (0.0, 0.11), (0.12, 0.09)], (0.03, 0.035, 0.03), lch((0.62, 0.1, 78)))


def _cap(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, "tail")
    head.add(spline([(-0.15, 0.07), (-0.07, 0.2), (0.1, 0.16), (0.17, 0.07), (0.0, 0.06)], 4), wear.cloth)
    feather = [(-0.08, 0.13), (-0.2, 0.27), (-0.36, 0.26)]
    head.tube(feather, (0.02, 0.06, 0.01), lch((0.75, 0.14, 30)))


def _straw(head: Drawing, wear: Wear) -> None:
    _bare(head, wear)
    straw = wear.stuffs.sand * 1.15
    head.add(spline([(-0.26, 0.05), (0.0, 0.08), (0.26, 0.05), (0.0, 0.025)], 4), straw * 0.8)
    head.add(spline([(-0.12, 0.06), (-0.09, 0.17), (0.07, 0.17), (0.12, 0.06)], 4), straw)


def _crown(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    beard(head, wear, 0.12)
    hair(head, wear, "long")
    circlet(head)


def _queen(head: Drawing, wear: Wear) -> None:
    face(head, wear)
    hair(head, wear, "long")
    circlet(head)


HEADS: dict[str, Callable[[Drawing, Wear], None]] = {
    "bare": _bare,
    "youth": _youth,
    "woman": _woman,
    "long": _long,
    "elf": _elf,
    "hood": _hood,
    "shadow": _shadow,
    "wizard": _wizard,
    "witch": _witch,
    "cap": _cap,
    "straw": _straw,
    "crown": _crown,
    "queen": _queen,
    "lich": others.lich,
    "helm": helms.helm,
    "kettle": helms.kettle,
    "dwarf": helms.horned,
    "skull": others.skeleton,
    "goblin": others.goblin,
    "orc": others.orc,
    "demon": others.demon,
    "halo": others.halo,
}
