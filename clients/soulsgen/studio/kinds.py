"""The kinds of values a setting has: how each is read and written, and what an editor has to know of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from soulsgen.errors import SoulsgenError
from soulsgen.motion.looking import CAMERA, Point
from soulsgen.motion.parameters import INDEX, NAMES, spelt

TRANSPARENT = "transparent"
_SHOWN = 60
_LONGEST_PATH = 4096
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SPELT = {spelt(name): name for name in NAMES}


@dataclass(frozen=True)
class Kind:
    """read: of a value and what it is called in errors; raises SoulsgenError. write: back, for JSON.

    told: what `metadata` says of it beside its type: its range, its choices, its fields.
    """

    type: str
    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any] = lambda value: value
    told: Mapping[str, Any] = field(default_factory=dict)


def wrong(where: str, value: object, allowed: str) -> NoReturn:
    shown = repr(value)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    raise SoulsgenError(f"{where} is {shown}: {allowed}")


def number(least: float, most: float, unit: str = "") -> Kind:
    def read(value: Any, where: str) -> float:
        real = isinstance(value, int | float) and not isinstance(value, bool)
        if not real or not least <= value <= most:
            wrong(where, value, f"a number from {least:g} to {most:g}")
        return float(value)

    return Kind("number", read, told={"range": [least, most], "unit": unit})


def whole(least: int, most: int, unit: str = "") -> Kind:
    def read(value: Any, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            wrong(where, value, f"a whole number from {least} to {most}")
        return value

    return Kind("integer", read, told={"range": [least, most], "unit": unit})


def choice(*choices: str) -> Kind:
    """In capitals or not; kept as in `choices`."""
    by_fold = {each.casefold(): each for each in choices}

    def read(value: Any, where: str) -> str:
        if not isinstance(value, str) or value.casefold() not in by_fold:
            wrong(where, value, f"one of {', '.join(choices)}")
        return by_fold[value.casefold()]

    return Kind("choice", read, told={"choices": list(choices)})


def listed(one: Kind, most: int) -> Kind:
    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) > most:
            wrong(where, value, f"a list of at most {most}")
        return tuple(one.read(each, f"{where}[{number}]") for number, each in enumerate(value))

    def write(values: Sequence[Any]) -> list[Any]:
        return [one.write(value) for value in values]

    return Kind(f"list of {one.type}", read, write, one.told)


def _switch(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        wrong(where, value, "true or false")
    return value


def _parameter(value: Any, where: str) -> str:
    name = value.removesuffix("_index") if isinstance(value, str) else None
    if name not in INDEX:
        wrong(where, value, f"a pose parameter, one of {', '.join(_SPELT)}")
    return name


def _words(value: Any, where: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_PATH:
        wrong(where, value, f"up to {_LONGEST_PATH} characters")
    return value


def _colour(value: Any, where: str) -> str:
    colour = value.casefold() if isinstance(value, str) else ""
    if colour != TRANSPARENT and not _COLOUR.fullmatch(colour):
        wrong(where, value, f"{TRANSPARENT}, or a colour as #rrggbb")
    return colour


def _point(value: Any, where: str) -> Point:
    if value == "camera":
        return CAMERA
    if not isinstance(value, list | tuple) or len(value) != 2:
        wrong(where, value, "null, camera, or [x, y] in shares of the picture from its left and its top")
    x, y = (_PLACE.read(each, f"{where}[{number}]") for number, each in enumerate(value))
    return x, y


def maybe(one: Kind) -> Kind:
    """As `one`, or null."""
    return Kind(
        one.type,
        lambda value, where: None if value is None else one.read(value, where),
        lambda value: None if value is None else one.write(value),
        one.told,
    )


_PLACE = number(-10.0, 10.0)
SWITCH = Kind("boolean", _switch)
WORDS = Kind("text", _words)
COLOUR = Kind("colour", _colour)
# Kept as the archive has them, written as the original does.
_FORMATS = ("png", "qoi", "webp", "jpeg")
FORMAT = Kind("choice", choice(*_FORMATS).read, str.upper, {"choices": [*map(str.upper, _FORMATS)]})
PARAMETER = Kind("parameter", _parameter, spelt, {"choices": list(_SPELT)})
POINT = Kind("point", _point, lambda point: "camera" if point == CAMERA else list(point), _PLACE.told)
