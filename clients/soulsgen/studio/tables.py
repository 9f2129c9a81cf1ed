"""The settings that are tables themselves: the crop, the effects of feelings, the chain of filters."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.motion.effects import Effect
from soulsgen.studio.kinds import SWITCH, WORDS, Kind, choice, listed, number, wrong

Filter = tuple[str, Mapping[str, Any]]

MOST_FILTERS = 32
_MOST_EFFECTS, _MOST_LAYERS = 64, 64
# Of the picture: the archive draws no smaller part.
_LEAST_CROP = 1 / 32
# What the original calls the pictures of an effect begins so.
_PREFIX = "fx_"
_FADEOUT = "_with_fadeout"
# Names of filters in older files.
_RENAMED = {"translucency": "translucent_display"}


@dataclass(frozen=True)
class Crop:
    """What is kept of the picture: edges as shares of it, from its left and its top."""

    enabled: bool = False
    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom; those of the whole picture where nothing is to be cut."""
        return (self.left, self.top, self.right, self.bottom) if self.enabled else (0.0, 0.0, 1.0, 1.0)


_SHARE = number(0.0, 1.0)
_CROP = {"enabled": SWITCH, "left": _SHARE, "top": _SHARE, "right": _SHARE, "bottom": _SHARE}
_SECONDS = number(0.0, 3600.0, "s")
_EFFECT = {
    "enabled": SWITCH,
    "emotions": listed(WORDS, _MOST_LAYERS),
    "type": choice("cycle", "sequence", f"cycle{_FADEOUT}", f"sequence{_FADEOUT}"),
    "fps": number(0.1, 60.0, "Hz"),
    "duration": _SECONDS,
    "fadein": _SECONDS,
    "fadeout": _SECONDS,
    "cels": listed(WORDS, _MOST_LAYERS),
}


def _fields(value: Any, where: str, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        wrong(where, value, f"an object with {', '.join(kinds)}")
    unknown = [str(name) for name in value if name not in kinds]
    if unknown:
        raise SoulsgenError(f"{where} has no {', '.join(unknown)}; there are {', '.join(kinds)}")
    return {name: kinds[name].read(each, f"{where}.{name}") for name, each in value.items()}


def _pair(value: Any, where: str) -> tuple[str, Any]:
    if not isinstance(value, list | tuple) or len(value) != 2 or not isinstance(value[0], str):
        wrong(where, value, "a list of two, a name and an object")
    return value[0], value[1]


def _crop(value: Any, where: str) -> Crop:
    crop = Crop(**_fields(value, where, _CROP))
    for low, high in (("left", "right"), ("top", "bottom")):
        if getattr(crop, high) - getattr(crop, low) < _LEAST_CROP:
            wrong(f"{where}.{high}", getattr(crop, high), f"at least {_LEAST_CROP:g} more than {low}")
    return crop


def _effect(value: Any, where: str) -> Effect:
    name, told = _pair(value, where)
    given = _fields(told, f"{where}[1]", _EFFECT)
    kind, lasts_s = given.get("type", "cycle"), given.get("duration")
    once, layers = kind.startswith("sequence"), given.get("cels", ())
    if not layers:
        raise SoulsgenError(f"{where}[1].cels is missing: the pictures of {name}, one or more")
    if once and not lasts_s:
        raise SoulsgenError(f"{where}[1].duration is missing: how many seconds the sequence takes, above 0")
    # The original's pales from its beginning to its end.
    whole_s = Effect.fading_s if lasts_s is None else lasts_s
    return Effect(
        name,
        given.get("emotions", ()),
        tuple(layer.removeprefix(_PREFIX) for layer in layers),
        None if once else given.get("fps", Effect.rate_hz),
        lasts_s,
        given.get("fadein", Effect.rising_s),
        given.get("fadeout", whole_s if kind.endswith(_FADEOUT) else 0.0),
        given.get("enabled", True),
    )


def _effect_table(effect: Effect) -> list[Any]:
    kind = "sequence" if effect.rate_hz is None else "cycle"
    told = {
        "enabled": effect.enabled,
        "emotions": list(effect.emotions),
        "type": f"{kind}{_FADEOUT}" if effect.fading_s else kind,
        "fps": effect.rate_hz,
        "duration": effect.lasts_s,
        "fadein": effect.rising_s,
        "fadeout": effect.fading_s,
        "cels": [f"{_PREFIX}{layer}" for layer in effect.layers],
    }
    return [effect.name, {key: value for key, value in told.items() if value is not None}]


def _filter(value: Any, where: str) -> Filter:
    """What a filter may be told, the archive knows."""
    name, told = _pair(value, where)
    if not isinstance(told, Mapping):
        wrong(f"{where}[1]", told, f"an object of what {name} is told")
    return _RENAMED.get(name, name), dict(told)


def _described(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    return {"fields": {name: {"type": kind.type, **kind.told} for name, kind in kinds.items()}}


CROP = Kind("crop", _crop, asdict, _described(_CROP))
EFFECTS = listed(Kind("effect", _effect, _effect_table, _described(_EFFECT)), _MOST_EFFECTS)
FILTERS = listed(Kind("filter", _filter, lambda one: [one[0], dict(one[1])]), MOST_FILTERS)
