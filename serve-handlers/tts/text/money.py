"""Sums of money: "£2.50" is "two pounds and fifty pence"."""

import re
from types import MappingProxyType

from tts.text.cardinals import cardinal, decimal, plural

CURRENCIES = MappingProxyType(
    {
        "$": ("dollar", "dollars", "cent", "cents"),
        "€": ("euro", "euros", "cent", "cents"),
        "£": ("pound", "pounds", "penny", "pence"),
        "¥": ("yen", "yen", "sen", "sen"),
    }
)
_LARGE = MappingProxyType(
    {"k": "thousand", "m": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
)
LARGE_WORDS = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_SIGN = "".join(CURRENCIES)
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_BEFORE = re.compile(rf"([-−–+]?)([{_SIGN}])({_NUMBER})(k|m|bn|b|tn)?", re.IGNORECASE)
_BEHIND = re.compile(rf"([-−–+]?)({_NUMBER})(k|m|bn)?([{_SIGN}])", re.IGNORECASE)


def sum_of(core: str, after: str = "") -> str | None:
    """What is said for a sum; None where `core` is none.

    With `after`, the word behind it, a large one ("million"), the currency is said there: see `currency_of`.
    """
    if found := _BEFORE.fullmatch(core):
        minus, sign, number, large = found.groups()
    elif found := _BEHIND.fullmatch(core):
        minus, number, large, sign = found.groups()
    else:
        return None
    said = _amount(number, _LARGE.get((large or "").lower(), ""), sign, after in LARGE_WORDS)
    return f"{'plus' if minus == '+' else 'minus'} {said}" if minus else said


def currency_of(core: str) -> str | None:
    """The plural of what a sum is in."""
    found = _BEFORE.fullmatch(core)
    return CURRENCIES[found[2]][1] if found else None


def _amount(number: str, large: str, sign: str, large_follows: bool) -> str:
    one, many, small, smalls = CURRENCIES[sign]
    if large_follows:
        return decimal(number)
    if large:
        return f"{decimal(number)} {large} {many}"
    whole, _, part = number.partition(".")
    if len(part) != 2:
        return f"{decimal(number)} {plural(number, one, many)}"
    coins = f"{cardinal(int(part))} {plural(part.lstrip('0'), small, smalls)}"
    notes = f"{decimal(whole)} {plural(whole, one, many)}"
    if not int(part):
        return notes
    return f"{notes} and {coins}" if whole.strip("0,") else coins
