"""Roman numerals of kings ("the eighth") and of parts and sequels ("three")."""

import re
from types import MappingProxyType

from tts.text.cardinals import cardinal, ordinal

_ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES = MappingProxyType({"I": 1, "V": 5, "X": 10, "L": 50, "C": 100})
_TITLE_NAMES = """
King Queen Pope Emperor Empress Tsar Czar Prince Princess Lord Lady Duke Kaiser Sultan Saint Pharaoh
"""
_TITLES = frozenset(_TITLE_NAMES.split())
_RULER_NAMES = """
Alexander Benedict Catherine Charles Christian Clement Constantine Edward Elizabeth Ferdinand Francis
Frederick George Gregory Gustav Henry Innocent Ivan James John Julius Leo Leopold Louis Ludwig Mary
Napoleon Nicholas Otto Paul Peter Philip Pius Ramesses Richard Robert Rudolf Urban Victor Wilhelm
William
"""
_RULERS = frozenset(_RULER_NAMES.split())
_PART_NAMES = """
part chapter book act volume scene section stage phase level tier type class mark war appendix figure
canto episode season rank round division legion bowl vol ch fig
"""
_PARTS = frozenset(_PART_NAMES.split())
# "Final Fantasy XIV" is a sequel, but "Jenkins CI" and "Canon XL" are none: read alone these are letters.
_SEQUEL = re.compile(r"(?!(?:IV|VI)\Z)[IVX]{2,}")
_DETERMINERS = """
A An The My Your His Her Its Our Their This That These Those
"""
_NO_NAMES = frozenset(_DETERMINERS.split())
# Behind an `I` that is the one who speaks.
_VERB_NAMES = "am have have've do don't think know mean"
_VERBS = frozenset(_VERB_NAMES.split())


def value(core: str) -> int | None:
    """Of a numeral from 1 to 399 in capitals; None for anything else."""
    if not _ROMAN.fullmatch(core):
        return None
    sizes = [_VALUES[letter] for letter in core]
    return sum(-one if one < after else one for one, after in zip(sizes, [*sizes[1:], 0], strict=True))


def roman(core: str, before2: str, before: str, after: str, closed: bool) -> str | None:
    """What is said for a numeral behind the words `before2 before`; None where `core` is none there.

    `closed` says that a mark follows it, so that an `I` cannot begin a clause.
    """
    stem = core.removesuffix("'s").removesuffix("’s")
    number = value(stem)
    if number is None or stem in ("C", "L"):  # "section C", "John C. Reilly"
        return None
    own = "'s" if core[-1] == "s" else ""
    titled = before2 in _TITLES and before[:1].isupper()
    if titled or before in _RULERS:
        king = titled or closed or after in ("of", "and", "was")
        speaker = core == "I" and (after in _VERBS or not king)
        return None if speaker else f"the {ordinal(number)}{own}"
    if before.lower() in _PARTS:
        # "the book I read"
        speaker = core == "I" and not closed and (before.islower() or after in _VERBS)
        return None if speaker else cardinal(number) + own
    named = before[:1].isupper() and before[1:].islower() and before not in _NO_NAMES
    return cardinal(number) + own if named and _SEQUEL.fullmatch(stem) else None
