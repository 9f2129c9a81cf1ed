"""How an avatar's stream looks and moves: the settings that editors write and other programs' files hold.

The keys are those of the original avatar's `animator.json`, and a few of ours; `keys.py` says of each what it
may be, and where in `Settings` it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.motion.manner import Manner
from soulsgen.studio.keys import KEYS, ORDERED
from soulsgen.studio.kinds import TRANSPARENT, number, wrong
from soulsgen.studio.tables import Crop, Filter

_CHAIN = (
    *("bloom", "chromatic_aberration", "vignetting"),
    *("translucent_display", "banding", "scanlines"),
)
# Files from before `crop` cut so much off each side, in halves of the picture.
_CUTS, _CUT = ("crop_left", "crop_right", "crop_top", "crop_bottom"), number(0.0, 2.0)


@dataclass(frozen=True)
class Settings:
    """Of one instance. The defaults are the original's.

    fps: pictures a second. size: side of the whole picture in pixels, before crop and upscale. filters: by
    name with what each is told, in order. metrics: whether timings are logged. backdrop_path, backdrop_blur:
    what a viewer lays behind her; kept for the viewers that do.
    """

    fps: float = 25.0
    size: int = 512
    format: str = "png"
    quality: int = 80
    background: str = TRANSPARENT
    crop: Crop = field(default_factory=Crop)
    upscale: float = 1.0
    upscale_preset: str = "C"
    upscale_quality: str = "bicubic"
    filters: tuple[Filter, ...] = tuple((name, {}) for name in _CHAIN)
    manner: Manner = field(default_factory=lambda: Manner(foresight=False))
    metrics: bool = False
    backdrop_path: str | None = None
    backdrop_blur: bool = True

    def look(self) -> dict[str, Any]:
        """The part of the animator archive's payload that says how a frame is to look."""
        return {
            "size": self.size,
            "format": self.format,
            "quality": self.quality,
            "background": self.background,
            "crop": list(self.crop.edges),
            "upscale": self.upscale,
            "upscale_preset": self.upscale_preset,
            "upscale_quality": self.upscale_quality,
            "filters": [[name, dict(told)] for name, told in self.filters],
        }


# What an instance begins with until it is told otherwise: nothing is done to a picture as it was drawn.
STARTING = Settings(format="webp", filters=())


def read_settings(table: Mapping[str, Any]) -> Settings:
    """The settings of a file or a call; what is left out is as in `Settings()`.

    Raises SoulsgenError naming the key, its value and what is allowed; for an unknown key, those there are.
    """
    if not isinstance(table, Mapping):
        wrong("settings", table, "an object of settings")
    table = _with_crop(table)
    unknown = [str(name) for name in table if name not in KEYS]
    if unknown:
        raise SoulsgenError(f"settings: no {', '.join(unknown)}; there are {', '.join(KEYS)}")
    read = {name: KEYS[name].kind.read(value, f"settings: {name}") for name, value in table.items()}
    settings: Settings = _changed(Settings(), {KEYS[name].path: value for name, value in read.items()})
    for low, high in ORDERED:
        least, most = (_at(settings, KEYS[name].path) for name in (low, high))
        if most < least:
            wrong(f"settings: {high}", most, f"not less than {low}, which is {least:g}")
    return replace(settings, manner=replace(settings.manner, shown_s=1.0 / settings.fps))


def table_of(settings: Settings) -> dict[str, Any]:
    """As `read_settings` reads it, every key, ready for JSON."""
    return {name: key.kind.write(_at(settings, key.path)) for name, key in KEYS.items()}


def metadata() -> dict[str, dict[str, Any]]:
    """For editors, in order: of each key `type`, `default` and `words`, and `range` and `unit` or `choices`.

    What a table may hold is in its `fields`, likewise.
    """
    default = table_of(Settings())
    return {
        name: {"type": key.kind.type, "default": default[name], **key.kind.told, "words": key.words}
        for name, key in KEYS.items()
    }


def _with_crop(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """`table` with `crop` in place of what older files have."""
    cut = {name: table[name] for name in _CUTS if name in table}
    given = {name: _CUT.read(value, f"settings: {name}") / 2 for name, value in cut.items()}
    if not given:
        return table
    if "crop" in table:
        raise SoulsgenError(f"settings: crop and {', '.join(given)} say the same; leave out one of them")
    left, right, top, bottom = (given.get(name, 0.0) for name in _CUTS)
    crop = {"left": left, "top": top, "right": 1.0 - right, "bottom": 1.0 - bottom}
    kept = {name: value for name, value in table.items() if name not in _CUTS}
    return kept | {"crop": {"enabled": any(given.values()), **crop}}


def _at(settings: Any, path: str) -> Any:
    return reduce(getattr, path.split("."), settings)


def _changed(settings: Any, given: Mapping[str, Any]) -> Any:
    """`settings` with the values `given` by path."""
    own, inner = {}, dict[str, dict[str, Any]]()
    for path, value in given.items():
        head, _, rest = path.partition(".")
        if rest:
            inner.setdefault(head, {})[rest] = value
        else:
            own[head] = value
    deeper = {head: _changed(getattr(settings, head), values) for head, values in inner.items()}
    return replace(settings, **own, **deeper)
