"""A bridge over a chasm that opens at the viewer's feet, and water that falls into it."""

from itertools import pairwise

import numpy as np

from painter.art.built.falls import cascade
from painter.art.built.masonry import Mason, mason_of, stones
from painter.art.drawing import Drawing, place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.art.palette import Stuffs
from painter.scene.scene import Scene

# How far off the bridge hangs, and the water falls, metres.
_BRIDGE, _FALL = 30.0, 62.0


def span(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """From rim to rim; whoever there is, is on it."""
    left, right = _rims(stage, _BRIDGE)
    long, middle = (right - left) / 2 + 1.5, (left + right) / 2
    top = stage.ground(right + 3, _BRIDGE) + 0.2
    mason = mason_of(scene, stuffs, "span")
    rope = scene.has("ropebridge")
    drawing = _ropes(mason, long) if rope else _arch(mason, long)
    place(stage.canvas, drawing, middle, top, _BRIDGE, round_by=0.002)
    for share in (0.1, -0.12, 0.28, -0.3, 0.46, -0.5, 0.6):
        sag = _sag(share) if rope else 0.0
        stage.places.append((middle + share * long * 0.8, top - sag, _BRIDGE + (0.0 if rope else -0.3)))


def fall(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    """Down the wall on the side that is seen best."""
    rng, side = stream(scene.seed, "fall"), -1 if stage.azimuth > 0 else 1
    left, right = _rims(stage, _FALL)
    x = (left if side < 0 else right) - side * 2.0
    high, water = stage.ground(x + side * 8, _FALL), Drawing()
    cascade(water, rng, high, 9.0, stuffs.snow * 0.9)
    place(stage.canvas, water, x, 0.0, _FALL - 4, round_by=0.0)


def _rims(stage: Stage, z: float) -> tuple[float, float]:
    """x of the chasm's two edges at z: where the ground falls away."""
    xs = np.linspace(-60, 60, 481, dtype=np.float32)
    deep = stage.land.height(xs, np.full_like(xs, z)) < stage.canvas.view.eye - 12
    inside = xs[deep]
    return (float(inside.min()), float(inside.max())) if len(inside) else (-12.0, 12.0)


def _sag(share: float) -> float:
    """How far ropes hang down at `share` of the way from the middle to an end, metres."""
    return 2.6 * (1 - share * share)


def _ropes(mason: Mason, long: float) -> Drawing:
    s, rng, drawing = mason.stuffs, mason.rng, Drawing()
    shares = np.linspace(-1, 1, 61)
    far = [(x * long, 1.05 - _sag(x) * 0.9) for x in shares]
    drawing.tube(far, (0.07, 0.07), s.sand * 0.35)
    for n, x in enumerate(shares[:-1].tolist()):
        y = -_sag(x)
        if rng.random() < 0.07:
            continue
        tone = s.wood * np.float32(rng.uniform(0.5, 0.9))
        drawing.box(x * long, y - 0.14, x * long + long / 36, y + 0.02, tone, facing=(0.0, 0.5, 0.85))
        if n % 3 == 0:
            drawing.tube(
                [(x * long, y), (x * long, 1.1 + y * 0.93)], (0.035, 0.035), s.sand * 0.4, smooth=False
            )
    for low, thick in ((-0.1, 0.1), (1.1, 0.1)):
        drawing.tube([(x * long, low - _sag(x)) for x in shares], (thick, thick), s.sand * 0.55)
    for side in (-1, 1):
        for lean in (0.0, 0.5):
            drawing.tube(
                [(side * (long + lean), -1.5), (side * (long + lean * 0.6), 2.2)],
                (0.36, 0.3),
                s.wood * 0.45,
                smooth=False,
            )
    return drawing


def _arch(mason: Mason, long: float) -> Drawing:
    """One great span of stone."""
    s, drawing = mason.stuffs, Drawing()
    under = [
        (long * 0.9 * float(np.cos(a)), -12 + 10.2 * float(np.sin(a))) for a in np.linspace(0, np.pi, 19)
    ]
    drawing.add([(-long - 3, 0.1), (long + 3, 0.1), (long + 3, -14), *under, (-long - 3, -14)], s.stone * 0.9)
    stones(drawing, mason, -long, -1.6, long, 0.0, 0.9, s.stone * 0.9)
    for one, other in pairwise(under):
        edge = [one, other, (other[0] * 1.04, other[1] + 0.9), (one[0] * 1.04, one[1] + 0.9)]
        drawing.add(edge, mason.shade(s.stone * 0.75, 0.2))
    for x in np.arange(-long, long, 1.7):
        drawing.box(float(x), 0.0, float(x) + 1.1, 0.7, mason.shade(s.stone, 0.2))
    return drawing
