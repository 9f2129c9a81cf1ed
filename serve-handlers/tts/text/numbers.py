"""Figures with what is written at them: signs, suffixes, ranges, fractions, units."""

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from types import MappingProxyType

from tts.text.cardinals import MOST_DIGITS, cardinal, decimal, digits, ordinal, whole, year
from tts.text.units import unit

# Its commas part thousands; others part numbers.
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)*|\.[0-9]+)"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SIGNS = MappingProxyType(
    {
        "+": "plus",
        "-": "minus",
        "–": "minus",
        "−": "minus",
        "±": "plus or minus",
        "~": "about",
        "≈": "about",
        "#": "number",
        "№": "number",
        "<": "less than",
        ">": "more than",
        "≤": "at most",
        "≥": "at least",
        "=": "equals",
        "×": "times",
        "x": "times",
        "§": "section",
    }
)
# The largest denominator that is said as a part ("three tenths"); above, it is a score or what is left.
_LARGEST_PART = 10


def numeral(core: str) -> str | None:
    """What is said for `core` where it is a number of any kind here; None where it is not."""
    words = []
    while len(core) > 1 and core[0] in _SIGNS and (core[1].isdigit() or core[1] in ".-−"):
        words.append(_SIGNS[core[0]])
        core = core[1:]
    for pattern, said in _PATTERNS:
        if (found := pattern.fullmatch(core)) and (text := said(found)) is not None:
            return " ".join([*words, text])
    return None


def is_number(core: str) -> bool:
    """Figures alone, as before a unit."""
    return bool(re.fullmatch(_NUMBER, core))


def is_fraction(core: str) -> bool:
    return bool(re.fullmatch(rf"[{_VULGAR}]|[1-9]/[2-9]", core))


def _ordinal(found: re.Match[str]) -> str | None:
    """ "3rd", and "third level" for "3rd-level"."""
    plain, behind = found[1].replace(",", ""), f" {found[2]}" if found[2] else ""
    return ordinal(int(plain)) + behind if len(plain) <= MOST_DIGITS else None


def _list(found: re.Match[str]) -> str:
    return ", ".join(whole(number) for number in found[0].split(","))


def _called(found: re.Match[str]) -> str:
    return f"number {whole(found[1])}"


def _range(found: re.Match[str]) -> str | None:
    first, dash, second, behind = found.groups()
    if dash == "-" and re.fullmatch(r"[0-9]{3}", first) and re.fullmatch(r"[0-9]{4}", second) and not behind:
        return f"{digits(first)} {digits(second)}"  # a telephone's
    name = unit(behind, second) if behind else ""
    if name is None:
        return None
    if _is_year(first) and _is_year(second):
        return f"{year(int(first))} to {year(int(second))}"
    if _is_year(first) and not behind and re.fullmatch(r"[0-9]{2}", second) and second > first[2:]:
        return f"{year(int(first))} to {whole(second).replace('zero', 'oh')}"  # 1939-45
    return f"{decimal(first)} to {decimal(second)} {name}".strip()


def _is_year(written: str) -> bool:
    return bool(re.fullmatch(r"1[1-9][0-9]{2}|20[0-9]{2}", written))


def _fraction(found: re.Match[str]) -> str | None:
    top, bottom = found.groups()
    if len(top) > MOST_DIGITS or len(bottom) > MOST_DIGITS:
        return None
    above, below = int(top), int(bottom)
    if 0 < above < below <= _LARGEST_PART:
        return _part(above, below)
    if (top, bottom) == ("24", "7"):
        return "twenty four seven"
    return f"{whole(top)} {'out of' if above <= below else 'over'} {whole(bottom)}"


def _part(above: int, below: int) -> str:
    """1/2 as "one half", 3/4 as "three quarters"."""
    name = {2: "half", 4: "quarter"}.get(below) or ordinal(below)
    plural = "halves" if name == "half" else f"{name}s"
    return f"{cardinal(above)} {name if above == 1 else plural}"


def _vulgar(found: re.Match[str]) -> str:
    fraction = Fraction(unicodedata.numeric(found[2])).limit_denominator(10)
    said = _part(fraction.numerator, fraction.denominator)
    behind = f" {unit(found[3], '2') or found[3]}" if found[3] else ""
    if not found[1]:
        return said + behind
    return f"{decimal(found[1])} and {re.sub('^one (?=half|quarter)', 'a ', said)}{behind}"


def _feet_and_inches(found: re.Match[str]) -> str:
    return f"{whole(found[1])} foot {whole(found[2])}"


def _measured(found: re.Match[str]) -> str | None:
    name = unit(found[2], found[1])
    return f"{decimal(found[1])} {name}" if name else None


def _joined(found: re.Match[str]) -> str:
    """ "30-ft" as "thirty foot", "3-headed" as "three headed"."""
    return f"{decimal(found[1])} {unit(found[2], '1') or found[2]}"


def _squared(found: re.Match[str]) -> str:
    return f"{decimal(found[1])} {'squared' if found[2] == '²' else 'cubed'}"


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(_NUMBER), lambda found: decimal(found[0])),
    (re.compile(r"[0-9]+(?:,[0-9]+)+"), _list),
    (
        re.compile(
            r"([0-9]+(?:,[0-9]{3})*)(?:st|nd|rd|th)(?:-([^\W\d_]+(?:[-'’][^\W\d_]+)*))?", re.IGNORECASE
        ),
        _ordinal,
    ),
    (re.compile(r"[Nn]o\.([0-9]+)"), _called),
    (re.compile(rf"({_NUMBER})([-–—])({_NUMBER})([^\W\d_]{{1,4}}|%|°[CF]?|[\"”″'’′])?"), _range),
    (re.compile(r"([0-9]+)[/⁄]([0-9]+)"), _fraction),
    (re.compile(rf"([0-9]*)([{_VULGAR}])-?([^\W\d_]*)"), _vulgar),
    (re.compile(r"([0-9]{1,2})['’′]([0-9]{1,2})[\"”″]?"), _feet_and_inches),
    (re.compile(rf"({_NUMBER})([^\W\d_]{{1,4}}|km/h|m/s|%|‰|°[CFcf]?|[\"”″'’′])"), _measured),
    (re.compile(rf"({_NUMBER})-([^\W\d_]+(?:-[^\W\d_]+)*)"), _joined),
    (re.compile(rf"({_NUMBER})([²³])"), _squared),
)
