"""Where things stand in a landscape: the camera, the point of interest, and feet on visible ground."""

from dataclasses import dataclass, field

import numpy as np

from painter.art.canvas import Canvas, View
from painter.art.colour import Array, vector
from painter.art.land.landform import Land
from painter.art.noise import stream
from painter.scene.scene import Scene

# Horizon (share of the height, from the top) and eye (metres) for each land.
_VIEWS: dict[str, tuple[float, float]] = {
    "mountains": (0.62, 3.4),
    "hills": (0.58, 3.6),
    "plains": (0.6, 3.2),
    "forest": (0.58, 2.1),
    "desert": (0.6, 3.4),
    "swamp": (0.55, 2.6),
    "coast": (0.52, 5.0),
    "sea": (0.52, 5.5),
    "tundra": (0.62, 3.0),
    "canyon": (0.64, 3.0),
    "volcano": (0.62, 3.2),
    "town": (0.6, 2.8),
}
FLYING = ("dragon", "griffin", "angel")


@dataclass(frozen=True)
class Stage:
    """`focus` is the share of the width at which the point of interest stands; `azimuth` its x / z."""

    canvas: Canvas
    land: Land
    focus: float
    azimuth: float
    nearest: float
    # Where people are to stand (x, y, z), metres, if what is built has such places: a bridge, a jetty.
    places: list[tuple[float, float, float]] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene, width: int, height: int) -> "Stage":
        rng = stream(scene.seed, "stage")
        horizon, eye = _VIEWS.get(scene.land, (0.6, 3.2))
        horizon += rng.uniform(-0.025, 0.025)
        if any(scene.counts(kind) for kind in FLYING):
            horizon = min(0.72, horizon + 0.07)
        crowd = [group for group in scene.figures if group.kind not in FLYING]
        if crowd and scene.land not in ("sea", "coast"):
            eye = min(eye, 2.4)
        central = scene.in_street or any(group.count > 24 for group in scene.figures)
        far_off = 0.04 if central else 0.14
        focus = 0.5 - far_off if rng.random() < 0.5 else 0.5 + far_off
        view = View.of(width, height, horizon, eye)
        azimuth = (focus - 0.5) * width / view.focal
        land = Land(scene, azimuth)
        ground = land.height(vector(0, azimuth * 8), vector(5, 8))
        # The eye is so high above the ground, not above the water.
        view = View.of(width, height, horizon, eye + max(0.0, float(ground.mean())))
        # Feet here stand a little above the picture's lower edge.
        nearest = view.focal * eye / ((0.955 - horizon) * height)
        return cls(Canvas(view), land, focus, azimuth, nearest)

    def ground(self, x: float, z: float) -> float:
        """Height of the ground, or of the water over it."""
        return max(0.0, float(self.land.height(np.array([x], np.float32), np.array([z], np.float32))[0]))

    def grounds(self, xs: Array, z: float) -> Array:
        """As `ground`, of many points in a row; below 0 where there is water."""
        return self.land.height(xs.astype(np.float32), np.full(len(xs), z, np.float32))

    def dry(self, x: float, z: float) -> bool:
        return float(self.land.height(np.array([x], np.float32), np.array([z], np.float32))[0]) > 0.1

    def seen_from(self, x: float, z: float, span: float = 0.0) -> float:
        """Height at which a foot at (x, z) is seen: on the ground, or above what hides it.

        span: metres to each side that must be seen too.
        """
        view = self.canvas.view
        left = int(np.clip(view.column(x - span, z), 0, view.width - 1))
        right = int(np.clip(view.column(x + span, z), left + 1, view.width))
        nearer = self.canvas.depth[:, left:right] < z * 0.97
        tops = np.where(nearer.any(axis=0), nearer.argmax(axis=0), view.height)
        top = float(np.median(tops))
        lowest = view.eye + (view.horizon - top) * z / view.focal
        return max(self.ground(x, z), lowest - 0.004 * z)

    def depth_for(self, metres: float, share: float, of_width: bool = True) -> float:
        """Distance at which a thing of so many metres takes up `share` of the picture's width (or height)."""
        view = self.canvas.view
        return view.focal * metres / (share * (view.width if of_width else view.height))
