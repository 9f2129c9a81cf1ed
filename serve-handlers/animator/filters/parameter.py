"""What a filter lets its user set: of which kind, how much of it, and the words an editor shows."""

from dataclasses import dataclass
from typing import Any

from handlerkit.checks import Check, SettingsError, boolean, choice, integer, number, shown, text

# Hints that editors know in place of a range: a picker of colours; nothing to show.
_RGB, _IGNORE = "!RGB", "!ignore"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """kind: number, integer, choice, switch, colour or name.

    range: lowest and highest, or all choices, or a hint. off: what null stands for, if not the default.
    """

    kind: str
    default: Any
    range: tuple[Any, ...]
    words: str
    checked: Check
    unit: str = ""
    off: Any = None

    def read(self, name: str, value: Any) -> Any:
        """Raises SettingsError with what is allowed."""
        if value is None:
            return self.default if self.off is None else self.off
        return self.checked(name, value)

    def metadata(self) -> dict[str, Any]:
        told = {"kind": self.kind, "default": _plain(self.default), "words": self.words}
        if self.kind in ("number", "integer"):
            told |= {"low": self.range[0], "high": self.range[1]}
        elif self.kind == "choice":
            told["choices"] = list(self.range)
        return told | ({"unit": self.unit} if self.unit else {})


def amount(
    default: float, low: float, high: float, words: str, unit: str = "", off: float | None = None
) -> Parameter:
    return Parameter("number", default, (low, high), words, number(low, high), unit, off)


def count(default: int, low: int, high: int, words: str, unit: str = "") -> Parameter:
    return Parameter("integer", default, (low, high), words, integer(low, high), unit)


def one_of(default: str, choices: tuple[str, ...], words: str) -> Parameter:
    return Parameter("choice", default, choices, words, choice(*choices))


def switch(default: bool, words: str) -> Parameter:
    return Parameter("switch", default, (False, True), words, boolean)


def colour(default: tuple[float, float, float], words: str) -> Parameter:
    return Parameter("colour", default, (_RGB,), words, _rgb)


def name(default: str) -> Parameter:
    words = "Tells filters of one kind apart: under another name, other chances"
    return Parameter("name", default, (_IGNORE,), words, text(_LONGEST_NAME))


def _rgb(where: str, value: Any) -> tuple[float, ...]:
    if type(value) not in (list, tuple) or len(value) != 3:
        raise SettingsError(f"{where} must be [red, green, blue], each from 0 to 1, not {shown(value)}")
    share = number(0.0, 1.0)
    return tuple(share(f"{where}[{place}]", each) for place, each in enumerate(value))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
