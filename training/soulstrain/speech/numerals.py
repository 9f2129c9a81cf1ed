"""How written numbers and dice are said: `2d6` is "two d six", `17` is "seventeen"."""

import re

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_UNITS = _SMALL.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 999_999
_NUMERAL = re.compile(r"\b(\d*)d(\d+)\b|\b(\d+)(st|nd|rd|th)\b|\b(\d+)\b")


def cardinal(number: int) -> str:
    """0 to 999,999 in words, as the British say them: "three hundred and five"."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _joined(_TENS[number // 10 - 2], number % 10, " ")
    if number < 1000:
        return _joined(f"{_UNITS[number // 100]} hundred", number % 100, " and ")
    rest = number % 1000
    return _joined(f"{cardinal(number // 1000)} thousand", rest, " and " if rest < 100 else " ")


def ordinal(number: int) -> str:
    """1 as "first", 21 as "twenty first"."""
    *before, last = cardinal(number).split()
    if last not in _ORDINALS:
        last = f"{last[:-1]}ie" if last.endswith("y") else last
        return " ".join([*before, f"{last}th"])
    return " ".join([*before, _ORDINALS[last]])


def suffixed(number: int) -> str:
    """1 as "1st", 12 as "12th"."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def spoken(written: str) -> str:
    """`written` with every number and die in words; numbers beyond `LARGEST` digit by digit."""
    return _NUMERAL.sub(_said, written)


def _said(match: re.Match[str]) -> str:
    count, sides, place, _, plain = match.groups()
    if sides:
        return f"{_number(count)} d {_number(sides)}".strip()
    return ordinal(int(place)) if place else _number(plain)


def _number(digits: str) -> str:
    if not digits:
        return ""
    if int(digits) > LARGEST:
        return " ".join(_UNITS[int(digit)] for digit in digits)
    return cardinal(int(digits))


def _joined(head: str, rest: int, link: str) -> str:
    return f"{head}{link}{cardinal(rest)}" if rest else head
