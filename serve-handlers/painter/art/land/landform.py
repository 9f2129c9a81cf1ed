"""The lie of the land: the height of the ground at any point, for each kind of land."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array
from painter.art.noise import Lattice, smoothstep, stream
from painter.scene.scene import Scene

Heights = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Samples:
    """Points of the ground, (slices, columns): metres, and the slopes dy/dx and dy/dz."""

    x: Array
    z: Array
    y: Array
    slope_x: Array
    slope_z: Array


class Land:
    """Height in metres at (x, z). Water lies at 0; dry ground by the eye is a little above.

    `focus`: x / z of the point of interest, towards which valleys, rivers and paths lead.
    """

    def __init__(self, scene: Scene, focus: float) -> None:
        self.scene = scene
        self.focus = focus
        self.noise = Lattice(stream(scene.seed, "land"))
        rng = stream(scene.seed, "lie")
        self.side = -1.0 if focus > 0 else 1.0
        self.bends = rng.uniform(-1, 1, 6)
        # A canyon with a bridge is looked at from its rim, others from their floor.
        self.chasm = scene.land == "canyon" and scene.counts("bridge") > 0
        # A flood reaches the viewer's feet and the far hills; a jetty begins at the shore.
        self.shore = (
            8.0 if scene.counts("pier") else 17.0 if scene.has("drowned", "offshore", "water") else 19.0
        )
        self.flood = 2.0 if scene.has("drowned", "offshore") else 1.0
        self.shift = np.float32(rng.uniform(0, 200))
        self._form: Heights = getattr(self, f"_{scene.land}", self._plains)

    def height(self, x: Array, z: Array) -> Array:
        ground = self._form(x, z)
        if self.chasm:
            return ground
        if self.scene.has("lake") and self.scene.land not in ("coast", "sea"):
            ground = self._carved(ground, self._lake(x, z), -1.5)
        if self.scene.has("river", "waterfall") and self.scene.land not in ("coast", "sea", "canyon"):
            if self.scene.in_street:
                return ground
            away = np.abs(x - self.way(z, 0.55))
            ground = self._carved(ground, smoothstep(9, 3.2, away / (1 + z / 160)), -0.8)
        return ground

    def way(self, z: Array, share: float = 1.0) -> Array:
        """x of the path (of a river, nearer the middle) at z: from the picture's foot to the focus."""
        bend = self.bends
        wave = bend[0] * np.sin(z / 23 + bend[1] * 3) * 3.2 + bend[2] * np.sin(z / 71 + bend[3] * 3) * 9
        settle = smoothstep(0, 60, z) * share
        to_focus: Array = np.float32(self.focus) * z * settle * 0.92
        made: Array = to_focus + (wave * smoothstep(3, 40, z)).astype(np.float32)
        return made

    def _carved(self, ground: Array, mask: Array, floor: float) -> Array:
        return ground + (np.float32(floor) - ground) * mask

    def _lake(self, x: Array, z: Array) -> Array:
        near, far = np.log(self.shore), np.log(280 * self.flood)
        u = (x - np.float32(self.focus) * z * 0.7) / (26 + z * 0.62) / np.float32(self.flood**0.5)
        v = (np.log(np.maximum(z, 1)) - (near + far) / 2) / ((far - near) / 2)
        ragged = self.noise.fbm(x / 24 + self.shift, z / 40, 3) * 0.7
        return smoothstep(1.25, 0.95, u * u + v * v + ragged - 0.35)

    def _n(self, x: Array, z: Array, size: float, octaves: int) -> Array:
        return self.noise.fbm(x / np.float32(size) + self.shift, z / np.float32(size), octaves)

    def _far_range(
        self, x: Array, z: Array, high: float, near: float, far: float, gap: float = 0.35
    ) -> Array:
        """A mountain range that leaves a gap at the focus."""
        aside = np.abs(x / z - np.float32(self.focus))
        open_ = (1 - gap) + gap * smoothstep(0.04, 0.42, aside)
        size = np.float32(high * 1.35)
        peaks = self.noise.ridged(x / size + self.shift, z / size, 7)
        return (peaks**1.15 * 1.25) * open_ * smoothstep(near, far, z) * np.float32(high)

    def _meadow(self, x: Array, z: Array, rough: float = 1.0) -> Array:
        small = self._n(x, z, 9, 3) - 0.5
        return 0.8 + small * 0.5 * rough + (self._n(x, z, 70, 3) - 0.45) * 7 * rough * smoothstep(18, 110, z)

    def _plains(self, x: Array, z: Array) -> Array:
        rolling = (self._n(x, z, 420, 4) - 0.4) * 70 * smoothstep(120, 1500, z)
        return self._meadow(x, z, 0.6) + rolling + self._far_range(x, z, 420, 2200, 5200)

    def _hills(self, x: Array, z: Array) -> Array:
        rolling = (self._n(x, z, 300, 4) - 0.36) * 190 * smoothstep(30, 700, z)
        return self._meadow(x, z) + rolling + self._far_range(x, z, 500, 2600, 5600)

    def _mountains(self, x: Array, z: Array) -> Array:
        walls = smoothstep(0.1, 0.75, np.abs(x / z - np.float32(self.focus))) * smoothstep(25, 240, z)
        crags = self.noise.ridged(x / 210 + self.shift, z / 210, 6) * 150 * walls
        made: Array = self._meadow(x, z, 1.2) + crags + self._far_range(x, z, 2100, 450, 3000, 0.62)
        return made

    def _forest(self, x: Array, z: Array) -> Array:
        banks = smoothstep(2, 14, np.abs(x - self.way(z))) * (self._n(x, z, 14, 3)) * 1.6
        rolling = (self._n(x, z, 300, 4) - 0.4) * 150 * smoothstep(90, 900, z)
        return 0.6 + banks + rolling + (self._n(x, z, 3.2, 2) - 0.5) * 0.25

    def _desert(self, x: Array, z: Array) -> Array:
        warp = self._n(x, z, 160, 2) * 130
        crest = 1 - np.abs(2 * self.noise.at((x + warp) / 105 + self.shift, (z * 1.2 + warp) / 105) - 1)
        dunes = crest**1.5 * 26 * smoothstep(16, 150, z)
        near = (1 - np.abs(2 * self.noise.at((x + warp * 0.3) / 24, z / 17 + self.shift) - 1)) ** 1.4 * 1.5
        ripples = np.sin((x * 0.5 + z * 1.6 + self._n(x, z, 6, 2) * 9) * 1.9) * 0.06
        made: Array = 0.4 + dunes + near + ripples + self._mesas(x, z) * 380
        return made

    def _mesas(self, x: Array, z: Array) -> Array:
        return smoothstep(0.56, 0.62, self._n(x, z, 1500, 4)) * smoothstep(1400, 2600, z)

    def _swamp(self, x: Array, z: Array) -> Array:
        tussocks = (self._n(x, z, 7, 4) - 0.56) * 2.0 + (self._n(x, z, 26, 3) - 0.54) * 3.2
        return np.minimum(tussocks, 0.5) + self._far_range(x, z, 160, 900, 3000)

    def _coast(self, x: Array, z: Array) -> Array:
        bays = (self.noise.fbm(z / 55 + self.shift, z * 0 + 7, 4) - 0.5) * (6 + z * 0.55)
        # The land comes in from one side and runs out towards the horizon.
        inland = (x * np.float32(self.side) - bays - 0.1 * z - 0.6) / (3 + z * 0.16)
        cliff = 60.0 if self.scene.has("cliff") else 14.0
        rise = smoothstep(0.25, 1.1, inland) * smoothstep(40, 420, z) * cliff * (0.6 + self._n(x, z, 120, 4))
        beach = np.clip(inland * 2.2, -2.5, 1.4)
        headland = self._far_range(x, z, 260, 900, 2600) * smoothstep(0.05, 0.5, inland / 4)
        made: Array = beach + rise + headland + (self._n(x, z, 5, 3) - 0.5) * 0.4
        return made

    def _sea(self, x: Array, z: Array) -> Array:
        wild = np.float32({"storm": 1.0, "rain": 0.5, "overcast": 0.4}.get(self.scene.weather, 0.2))
        near = smoothstep(3, 34, z)
        bend = self.noise.at(x / 70, z / 70) * 1.4
        swell = 1 - np.abs(2 * self.noise.at(x / 44 + bend, z / 21 + self.shift + x / 150) - 1)
        chop = 1 - np.abs(2 * self.noise.at(x / 11 + 7, z / 6.5) - 1)
        small = 1 - np.abs(2 * self.noise.fbm(x / 3.6 + 3, z / 2.2, 3) - 1)
        chop *= smoothstep(500, 90, z)
        small *= smoothstep(160, 30, z)
        lump = swell**1.6 * 6.5 * (0.25 + 0.75 * near) + chop**1.4 * 1.5 + small * 0.55
        waves: Array = (lump - 2.6) * wild
        return waves

    def _tundra(self, x: Array, z: Array) -> Array:
        drifts = (1 - np.abs(2 * self._n(x, z, 34, 3) - 1)) * 2.2 * smoothstep(10, 80, z)
        made: Array = 0.5 + drifts + self._far_range(x, z, 900, 1800, 5000)
        return made

    def _gorge(self, x: Array, z: Array) -> Array:
        """Seen from above: 64 m deep, its rim a few steps before the viewer."""
        wild = (self._n(x, z, 9, 4) - 0.5) * 5 + (self._n(x, z, 40, 3) - 0.5) * 16
        edge = 12 + z * 0.16 + wild
        inside = smoothstep(1.5, -3.5, np.abs(x - np.float32(self.focus) * z * 0.45) - edge)
        deep = inside * smoothstep(12.5, 17.0, z + (self._n(x, z, 4, 3) - 0.5) * 4)
        ledges = np.float32(1) - 0.12 * smoothstep(0.45, 0.6, self._n(x, z, 14, 3))
        floor = np.where(np.abs(x - self.way(z, 0.45)) < 5 + z * 0.02, np.float32(-1), np.float32(2))
        rim = 64 + (self._n(x, z, 12, 3) - 0.5) * 1.6 + self._far_range(x, z, 900, 700, 2600)
        made: Array = rim + (floor - rim) * np.clip(deep * ledges * 1.14, 0, 1)
        return made

    def _canyon(self, x: Array, z: Array) -> Array:
        if self.chasm:
            return self._gorge(x, z)
        away = np.abs(x - self.way(z, 0.8)) / (1 + z / 300)
        step = away + (self._n(x, z, 26, 5) - 0.5) * 26
        terraces = sum(
            smoothstep(edge, edge + 3.5, step) * rise
            for edge, rise in ((13, 16), (24, 22), (38, 34), (60, 30))
        )
        floor = self._meadow(x, z, 0.5)
        if self.scene.has("river"):
            floor = self._carved(floor, smoothstep(6, 3, away), -0.8)
        made: Array = floor + terraces * smoothstep(10, 50, z)
        return made

    def _volcano(self, x: Array, z: Array) -> Array:
        away = np.hypot(x - np.float32(self.focus * 2600), (z - 2600) * 0.8)
        cone = np.clip(1050 - away * 0.78, 0, 900) * 1.05
        crags = self.noise.ridged(x / 70 + self.shift, z / 70, 6) * 26 * smoothstep(14, 160, z)
        ribs = self._n(x, z, 160, 5) * 130 * smoothstep(900, 1800, z)
        crater = smoothstep(150, 60, away) * 110
        made: Array = 0.4 + crags * smoothstep(3, 14, np.abs(x - self.way(z))) + cone + ribs - crater
        return made

    def _town(self, x: Array, z: Array) -> Array:
        rolling = (self._n(x, z, 500, 4) - 0.4) * 120 * smoothstep(160, 1500, z)
        return 0.5 + rolling + self._far_range(x, z, 700, 2600, 5600)
