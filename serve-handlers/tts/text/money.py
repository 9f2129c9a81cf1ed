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
_NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*\.[0-9]+|[0-9]+"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}|[0-9]+,[0-9]{1,2})"  # "5,00"
)
_SUM = rf"(?P<number>{_NUMBER})(?P<large>k|m|bn|b|tn)?"
_BEFORE = re.compile(
    rf"(?P<minus>[-−–+]?)(?P<sign>[{_SIGN}])(?:(?P<first>{_NUMBER})[-–](?P=sign)?)?{_SUM}", re.IGNORECASE
)
_BEHIND = re.compile(
    rf"(?P<minus>[-−–+]?)(?:(?P<first>{_NUMBER})[-–])?{_SUM}(?P<sign>[{_SIGN}])", re.IGNORECASE
)
_CENTS = re.compile(r"([0-9]{1,3})¢")


def sum_of(core: str, after: str = "") -> str | None:
    """What is said for a sum or for one to another; None where `core` is none.

    With `after`, the word behind it, a large one ("million"), the currency is said there: see `currency_of`.
    """
    if cents := _CENTS.fullmatch(core):
        return f"{cardinal(int(cents[1]))} {plural(cents[1], 'cent', 'cents')}"
    found = _BEFORE.fullmatch(core) or _BEHIND.fullmatch(core)
    if not found:
        return None
    number, first = _pointed(found["number"]), _pointed(found["first"] or "")
    large = _LARGE.get((found["large"] or "").lower(), "")
    behind = after in LARGE_WORDS
    said = _amount(number, large, found["sign"], behind)
    if first:
        shared = behind or bool(large) or "." not in first + number
        said = f"{_amount(first, '', found['sign'], shared)} to {said}"
    return f"{'plus' if found['minus'] == '+' else 'minus'} {said}" if found["minus"] else said


def currency_of(core: str) -> str | None:
    """The plural of what a sum is in."""
    found = _BEFORE.fullmatch(core)
    return CURRENCIES[found["sign"]][1] if found else None


def _pointed(number: str) -> str:
    """A decimal comma as a point, and dots between thousands away."""
    if not re.search(r",[0-9]{1,2}\Z", number):
        return number
    return number.replace(".", "").replace(",", ".")


def _amount(number: str, large: str, sign: str, bare: bool) -> str:
    """`bare`: the currency is said behind."""
    one, many, small, smalls = CURRENCIES[sign]
    if bare:
        return decimal(number)
    if large:
        return f"{decimal(number)} {large} {many}"
    whole, _, part = number.partition(".")
    if len(part) != 2:
        return f"{decimal(number)} {plural(number, one, many)}"
    coins = f"{cardinal(int(part))} {plural(part.lstrip('0'), small, smalls)}"
    notes = f"{decimal(whole)} {plural(whole, one, many)}" if whole else ""
    if not int(part):
        return notes or f"zero {many}"
    return f"{notes} and {coins}" if whole.strip("0,") else coins
