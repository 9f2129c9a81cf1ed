"""Lines that rules find in a transcript: dice, loot, quotes, open threads. The rules know English."""

import re
from collections.abc import Iterable, Sequence

from soulsgen.agent.answers import Claim
from soulsgen.session.transcript import Line

# A line less likely heard than this may say something else.
SURE = 0.5

_ROLL = (
    r"\d{1,3}|[a-z]+teen|twenty(?:[ -]\w+)?|twelve|eleven|ten|nine|eight|seven|six|five|four|three|two|one"
)
_DICE = re.compile(
    r"\b\d+d\d+\b|\bnat(?:ural)?[ -]?(?:20|twenty|1|one)\b|\bfumble\b"
    r"|\bcrit\b|\bcritical (?:hit|miss|success|failure)\b"
    rf"|\b(?:rolled|roll|rolls|that's|got) an? (?:{_ROLL})\b"
    r"|\b\d{1,3} to hit\b|\b\d{1,3} (?:points of )?damage\b",
    re.IGNORECASE,
)
_GREAT = re.compile(r"\bnat(?:ural)?[ -]?(?:20|twenty|1|one)\b|\bcrit(?:ical)?\b|\bfumble\b", re.IGNORECASE)
_GAINED = (
    "finds?|found|takes?|took|picks? up|picked up|loots?|looted|pockets?|pocketed|receives?|received|earns?"
    "|earned|buys?|bought|steals?|stole|grabs?|grabbed|gives? (?:you|us|me|him|her|them)"
    "|gave (?:you|us|me|him|her|them)|hands? (?:you|us|me|him|her|them)"
)
_GOODS = (
    "gold|silver|copper|platinum|coins?|gems?|jewels?|rings?|swords?|blades?|daggers?|bows?|axe|hammer|spear"
    "|staff|wand|armou?r|shield|helm(?:et)?|cloak|boots|gloves|amulet|necklace|potions?|scrolls?|book|map|keys?"
    "|chest|treasure|purse|letter|crown|lantern|rope|relic|idol"
)
# What would be found, or is to be taken, is not there yet.
_NOT_YET = r"(?<!would )(?<!will )(?<!could )(?<!should )(?<!must )(?<!can )(?<!to )(?<!never )(?<!not )"
_LOOT = re.compile(rf"{_NOT_YET}\b(?:{_GAINED})\b.*\b(?:{_GOODS})\b", re.IGNORECASE)
_THREAD = re.compile(
    r"\b(?:we (?:still )?(?:need|have|ought) to|we should|we must|we never|next (?:time|session|week)"
    r"|promised?|find out (?:who|what|where|why|how)|remember to|who(?:'s| is| was| are) (?:the|that|behind)"
    r"|what happened to|come back (?:for|to|later)|unfinished|until (?:then|we return)|to be continued"
    r"|i wonder (?:who|what|where|why|if)|still (?:don't|do not) know|owes?|swore|swear)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|my|our|me|us)\b", re.IGNORECASE)
_QUOTE_WORDS = (4, 25)


def dice(lines: Iterable[Line], most: int) -> list[Claim]:
    """The rare rolls first, then the others, in the session's order."""
    found = [line for line in lines if _DICE.search(line.text)]
    great = [line for line in found if _GREAT.search(line.text)]
    return _claims((great + [line for line in found if line not in great])[:most])


def loot(lines: Iterable[Line], most: int) -> list[Claim]:
    return _claims([line for line in lines if _LOOT.search(line.text) and not line.text.endswith("?")][:most])


def threads(lines: Sequence[Line], most: int) -> list[Claim]:
    """The newest: what was open early may be settled by now."""
    return _claims([line for line in lines if _THREAD.search(line.text)][-most:])


def quotes(lines: Iterable[Line], most: int) -> list[Claim]:
    """Short, whole, said by somebody known, with feeling before without."""
    low, high = _QUOTE_WORDS
    fit = [
        line
        for line in lines
        if line.speaker
        and low <= len(line.text.split()) <= high
        and line.text[-1:] in ".!?…"
        and not _DICE.search(line.text)
        and (line.confidence is None or line.confidence >= SURE)
    ]
    return _claims(sorted(fit, key=_feeling, reverse=True)[:most])


def _feeling(line: Line) -> tuple[int, int]:
    felt = 2 * line.text.count("!") + bool(_FIRST_PERSON.search(line.text))
    return felt, len(line.text.split())


def _claims(lines: Iterable[Line]) -> list[Claim]:
    return [claim(line) for line in sorted(lines, key=lambda line: line.at)]


def claim(line: Line) -> Claim:
    """A line in its own words; to be confirmed where it was heard badly."""
    return Claim(line.text, (line.at,), line.confidence is None or line.confidence >= SURE, line.speaker)
