"""A whole picture: a scene painted, exposed, graded and brushed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from painter.art import finish
from painter.art.caves.cave import paint_cave
from painter.art.colour import vector
from painter.art.land.landscape import paint_landscape
from painter.art.rooms.interior import paint_interior
from painter.scene.scene import Scene

# Middle lightness (linear) that each hour is exposed for.
_KEYS = {
    "dawn": 0.17,
    "morning": 0.2,
    "noon": 0.22,
    "afternoon": 0.19,
    "sunset": 0.125,
    "dusk": 0.085,
    "night": 0.05,
}


@dataclass(frozen=True)
class Style:
    """How a picture is brushed: dab size in thousandths of the height, paper's tooth, colour, contrast."""

    brush: float = 6
    paper: float = 0.065
    chroma: float = 1.08
    contrast: float = 0.6


STYLES: dict[str, Style] = {
    "oil": Style(),
    "vivid": Style(brush=6, chroma=1.28, contrast=1.0),
    "natural": Style(brush=3, paper=0.04, chroma=0.95, contrast=0.35),
    "watercolour": Style(brush=11, paper=0.2, chroma=0.85, contrast=0.1),
}


def paint(scene: Scene, width: int, height: int, style: str = "oil") -> NDArray[np.uint8]:
    """(height, width, 3) sRGB."""
    look = STYLES[style]
    ways = {"outdoors": paint_landscape, "cave": paint_cave}
    lit, fine = ways.get(scene.place, paint_interior)(scene, width, height)
    lit = finish.bloom(lit, 0.3)
    lit = finish.exposed(lit, _key(scene))
    shadow, light = _leaning(scene)
    lut = finish.grading(shadow, light, look.chroma, look.contrast)
    return finish.painted(finish.toned(lit), fine, scene.seed, lut, look.brush, look.paper)


def _key(scene: Scene) -> float:
    key = _KEYS[scene.hour] if scene.place == "outdoors" else 0.075
    key *= {"storm": 0.55, "rain": 0.8, "overcast": 0.85}.get(scene.weather, 1.0)
    return key * {"ominous": 0.8, "joyful": 1.1, "battle": 0.92}.get(scene.mood, 1.0)


def _leaning(scene: Scene) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Shadows lean cool and lights warm; ominous scenes green, mystic ones violet."""
    shadow = {"ominous": (-0.008, 0.002), "mystic": (0.008, -0.018)}.get(scene.mood, (-0.002, -0.012))
    light = (0.002, 0.006) if scene.hour == "night" else (0.004, 0.014)
    return vector(*shadow), vector(*light)
