"""Times of day, ratios and dates that are written in figures."""

import re

from tts.text.cardinals import cardinal, decade, decimal, ordinal, whole, year

_TIME = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?(?:([ap])\.?m)?", re.IGNORECASE)
_RATIO = re.compile(r"([0-9]{1,6}):([0-9]{1,6})")
_DATE = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_DECADE = re.compile(r"((?:1[0-9]|20)[0-9]0)['’]?s")
_YEARLY = """
January February March April May June July August September October November December
"""
MONTHS = _YEARLY.split()


def clock(core: str) -> str | None:
    """What is said for a time, a ratio, a date (ISO 8601) or a decade; None where `core` is none."""
    if found := _TIME.fullmatch(core):
        return _time(found)
    if found := _RATIO.fullmatch(core):
        return f"{decimal(found[1])} to {decimal(found[2])}"
    if found := _DATE.fullmatch(core):
        month = MONTHS[int(found[2]) - 1]
        return f"the {ordinal(int(found[3]))} of {month} {year(int(found[1]))}"
    found = _DECADE.fullmatch(core)
    return decade(int(found[1])) if found else None


def _time(found: re.Match[str]) -> str:
    hour, minute, second, half = found.groups()
    words = [whole(hour) if hour == "00" else cardinal(int(hour))]
    if minute != "00":
        words.append(f"oh {cardinal(int(minute))}" if minute.startswith("0") else cardinal(int(minute)))
    elif not half and not second:
        words.append("o'clock" if 0 < int(hour) <= 12 and not hour.startswith("0") else "hundred")
    if second:
        words.append(f"and {cardinal(int(second))} seconds")
    return " ".join([*words, *([f"{'eigh' if half in 'aA' else 'pee'} em"] if half else [])])
