"""Years, days of a month and decades, which only their neighbours tell from other numbers."""

import re

from tts.text.abbreviations import SHORT_MONTHS
from tts.text.around import Around
from tts.text.cardinals import decade, ordinal, year
from tts.text.clock import MONTHS
from tts.text.units import is_unit

_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
# 1900 to 2099 are years almost anywhere, earlier ones behind these.
_RECENT = re.compile(r"19[0-9]{2}|20[0-9]{2}")
_BEFORE_A_YEAR = frozenset(
    {"in", "since", "until", "till", "year", "anno", "ad", "circa", "ca", "c", "during"}
)
_BEHIND_A_YEAR = frozenset({"ad", "bc", "bce", "ce"})
_NO_PLURALS = frozenset({"was", "is", "has", "does", "as", "its", "this", "us", "his", "perhaps", "always"})
_GOODS = "gold silver copper men people feet hit health damage experience points dollars"
_COUNTED = frozenset(_GOODS.split())


def year_said(around: Around) -> str | None:
    core, behind = around.here.core, around.after.lower()
    if not _YEAR.fullmatch(core):
        return None
    if behind in _BEHIND_A_YEAR or _is_month(around.before) or _is_month(around.before2):
        return year(int(core))
    counts = not around.here.trail and (
        is_unit(behind) or behind in _COUNTED or (behind.endswith("s") and behind not in _NO_PLURALS)
    )
    if counts or around.before[-1:] in tuple("+-*/=#"):
        return None
    return year(int(core)) if _RECENT.fullmatch(core) or around.before.lower() in _BEFORE_A_YEAR else None


def day_said(around: Around) -> str | None:
    """The fifth in "May 5"."""
    core = around.here.core
    if not (_is_month(around.before) and re.fullmatch(r"[1-9]|[12][0-9]|3[01]", core)) or is_unit(
        around.after
    ):
        return None
    return ordinal(int(core))


def _is_month(core: str) -> bool:
    return SHORT_MONTHS.get(core.lower(), core) in MONTHS and core[:1].isupper()


def decade_said(around: Around) -> str | None:
    """The twenties and the '90s; elsewhere an s behind figures is seconds."""
    found = re.fullmatch(r"([2-9]0)s", around.here.core)
    named = around.before.lower() == "the" or around.here.lead[-1:] in tuple("'’‘")
    return decade(int(found[1])) if found and named else None


def are_years(first: str, second: str) -> bool:
    return bool(_YEAR.fullmatch(first) and _YEAR.fullmatch(second)) and first < second
