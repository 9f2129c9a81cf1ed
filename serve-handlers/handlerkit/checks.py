"""Checks of single values, each with a sentence that says what is allowed."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

Check = Callable[[str, Any], Any]


class SettingsError(ValueError):
    """A value outside what is allowed; the message says what is."""


def integer(low: int, high: int) -> Check:
    def check(name: str, value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {shown(value)}")
        return value

    return check


def number(low: float, high: float) -> Check:
    def check(name: str, value: Any) -> float:
        if type(value) not in (int, float) or not low <= value <= high:
            raise SettingsError(f"{name} must be a number from {low} to {high}, not {shown(value)}")
        return float(value)

    return check


def boolean(name: str, value: Any) -> bool:
    if type(value) is not bool:
        raise SettingsError(f"{name} must be true or false, not {shown(value)}")
    return value


def text(most: int) -> Check:
    """A string of at most `most` characters."""

    def check(name: str, value: Any) -> str:
        if type(value) is not str:
            raise SettingsError(f"{name} must be a string, not {shown(value)}")
        if len(value) > most:
            raise SettingsError(f"{name} is {len(value)} characters long; at most {most} are allowed")
        return value

    return check


def choice(*allowed: str) -> Check:
    def check(name: str, value: Any) -> str:
        if value not in allowed:
            raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {shown(value)}")
        return str(value)

    return check


def many(each: Check, least: int, most: int) -> Check:
    """A list of `least` to `most` values that pass `each`; it becomes a tuple."""

    def check(name: str, value: Any) -> tuple[Any, ...]:
        if type(value) not in (list, tuple):
            raise SettingsError(f"{name} must be a list, not {shown(value)}")
        if not least <= len(value) <= most:
            raise SettingsError(f"{name} must hold {least} to {most} values, not {len(value)}")
        return tuple(each(f"{name}[{index}]", item) for index, item in enumerate(value))

    return check


def model_table(table: Mapping[str, Any], checks: Mapping[str, Check], archive: str) -> dict[str, Any]:
    """The archive's table of its model-config.yaml, each value checked.

    Raises SettingsError for unknown keys and impossible values.
    """
    refuse_unknown(table, checks, f"model-config.yaml, {archive}")
    return {name: checks[name](f"{archive}.{name}", value) for name, value in table.items()}


def refuse_unknown(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    names = list(known)
    for name in table:
        if name not in names:
            close = get_close_matches(str(name), names, n=1)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise SettingsError(f"{where}: unknown key {shown(name)}{hint} Known: {', '.join(names)}")


def shown(value: Any, width: int = 40) -> str:
    written = repr(value)
    return written if len(written) <= width else f"{written[:width]}… ({type(value).__name__})"
