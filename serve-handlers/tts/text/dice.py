"""Dice as they are said at a table: "2d6+3" is "two dee six plus three"."""

import re
from types import MappingProxyType

from tts.text.cardinals import whole

_DIE = r"[0-9]{0,3}[dD](?:[0-9]{1,4}|%|F(?![a-z]))(?:(?:kh|kl|k|dh|dl)[0-9]{0,2}|!|r[0-9])?"
_DICE = re.compile(rf"[-+−]?{_DIE}(?:[-+−–*x×/]{_DIE}|[-+−–*x×/][0-9]{{1,5}})*")
_TERM = re.compile(
    r"(?P<sign>[-+−–*x×/]?)(?:(?P<count>[0-9]*)[dD](?P<sides>[0-9]+|%|F)(?P<rule>k[hl]?|d[hl]|!|r)?)?(?P<plain>[0-9]*)"
)
SIGNS = MappingProxyType(
    {"+": "plus", "-": "minus", "−": "minus", "–": "minus", "*": "times", "x": "times", "×": "times"}
    | {"/": "divided by"}
)
_RULES = MappingProxyType(
    {
        "k": "keep",
        "kh": "keep highest",
        "kl": "keep lowest",
        "dh": "drop highest",
        "dl": "drop lowest",
        "!": "exploding",
        "r": "reroll",
    }
)


def is_dice(core: str) -> bool:
    return bool(_DICE.fullmatch(core))


def rolled(core: str) -> str | None:
    """What is said for a roll; None where `core` is none."""
    if not is_dice(core):
        return None
    return " ".join(word for term in _TERM.finditer(core) if term[0] for word in _term(term))


def _term(term: re.Match[str]) -> list[str]:
    words = [SIGNS[term["sign"]]] if term["sign"] else []
    if term["sides"]:
        words += [whole(term["count"])] if term["count"] else []
        sides = {"%": "percent", "F": "fate"}.get(term["sides"])
        words += ["dee", sides or whole(term["sides"])]
        words += [_RULES[term["rule"]]] if term["rule"] else []
    return [*words, whole(term["plain"])] if term["plain"] else words
