"""Slots that stand for numbers: what is rolled, counted and paid at a table."""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from soulstrain.speech.numerals import ordinal, suffixed

_FEW = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_DICE = ("d4", "d6", "d8", "d10", "d12", "d20", "d100")
_FEET = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 90, 100, 120, 150)


def _between(least: int, most: int) -> Callable[[Random], str]:
    return lambda chance: str(chance.randint(least, most))


def _dice(chance: Random) -> str:
    return f"{chance.randint(1, 12)}{chance.choice(_DICE[:-1])}"


def _gold(chance: Random) -> str:
    """Small sums and round large ones."""
    step = chance.choice((1, 5, 10, 50, 100, 250))
    return str(step * chance.randint(1, 20))


def _number(chance: Random) -> str:
    """0 to 2000, the smaller the likelier."""
    return str(chance.randint(0, chance.choice((12, 30, 100, 100, 500, 2000))))


SLOTS: Mapping[str, Callable[[Random], str]] = MappingProxyType(
    {
        "die": lambda chance: chance.choice(_DICE),
        "dice": _dice,
        "d20": _between(1, 20),
        "damage": _between(1, 60),
        "points": _between(1, 130),
        "class": _between(8, 28),
        "bonus": _between(1, 12),
        "level": _between(1, 20),
        "percent": _between(1, 100),
        "gold": _gold,
        "feet": lambda chance: str(chance.choice(_FEET)),
        "few": lambda chance: chance.choice(_FEW),
        "number": _number,
        "ordinal": lambda chance: (
            suffixed(chance.randint(10, 31)) if chance.random() < 0.5 else ordinal(chance.randint(1, 9))
        ),
    }
)
