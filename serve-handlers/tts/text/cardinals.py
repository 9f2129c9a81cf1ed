"""Numbers in English words: cardinals, ordinals, digits, years. Without hyphens, which few voices know.

The trainer's numerals (training/soulstrain/speech) write what people say for a recogniser to learn. No
archive holds that room, and a voice needs larger numbers, years and parts besides.
"""

from types import MappingProxyType

_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
UNITS = tuple(_TO_NINETEEN.split())
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = tuple(_TO_NINETY.split())
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = MappingProxyType(
    {
        "one": "first",
        "two": "second",
        "three": "third",
        "five": "fifth",
        "eight": "eighth",
        "nine": "ninth",
        "twelve": "twelfth",
    }
)
MOST_DIGITS = 15  # of a number that is said as one; longer ones are said digit by digit


def cardinal(number: int) -> str:
    """0 to 10**15 - 1: 305 as "three hundred and five"."""
    if not 0 <= number < 10**MOST_DIGITS:
        raise ValueError(f"{number} is not between 0 and {10**MOST_DIGITS - 1}")
    if number < 20:
        return UNITS[number]
    if number < 100:
        return _joined(_TENS[number // 10 - 2], number % 10, " ")
    if number < 1000:
        return _joined(f"{UNITS[number // 100]} hundred", number % 100, " and ")
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    rest = number % size
    return _joined(f"{cardinal(number // size)} {name}", rest, " and " if rest < 100 else " ")


def ordinal(number: int) -> str:
    """1 as "first", 21 as "twenty first"."""
    *before, last = cardinal(number).split()
    if last not in _ORDINALS:
        last = f"{last[:-1]}ie" if last.endswith("y") else last
        return " ".join([*before, f"{last}th"])
    return " ".join([*before, _ORDINALS[last]])


def digits(written: str) -> str:
    return " ".join(UNITS[int(digit)] for digit in written)


def whole(written: str) -> str:
    """A row of digits as a number; with zeros in front, or too long for one, digit by digit."""
    if len(written) > MOST_DIGITS or (len(written) > 1 and written.startswith("0")):
        return digits(written)
    return cardinal(int(written))


def decimal(written: str) -> str:
    """Digits with commas and points: "1,000.05", ".5", "1.2.3"."""
    first, *parts = written.replace(",", "").split(".")
    said = [whole(first)] if first else []
    if len(parts) > 1:  # a version
        return " point ".join([*said, *(whole(part) for part in parts)])
    return " ".join([*said, *(f"point {digits(part)}" for part in parts)])


def year(number: int) -> str:
    """1000 to 2999 as they are said: 1905 as "nineteen oh five", 2012 as "twenty twelve"."""
    century, rest = divmod(number, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {f'oh {UNITS[rest]}' if rest < 10 else cardinal(rest)}"


def decade(number: int) -> str:
    """1980 as "nineteen eighties", 90 as "nineties", 1900 as "nineteen hundreds"."""
    *before, last = (year(number) if number >= 1000 else cardinal(number)).split()
    return " ".join([*before, f"{last[:-1]}ies" if last.endswith("y") else f"{last}s"])


def plural(number: str, one: str, many: str) -> str:
    """ "one" for "1", the other for every other number as written."""
    return one if number == "1" else many


def _joined(head: str, rest: int, link: str) -> str:
    return f"{head}{link}{cardinal(rest)}" if rest else head
