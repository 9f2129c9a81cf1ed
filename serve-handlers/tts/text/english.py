"""What is said for each word of an English sentence, by the word and by those around it."""

from collections.abc import Callable, Sequence

from tts.text.abbreviations import SHORT_FORMS, expanded
from tts.text.around import Around
from tts.text.clock import clock
from tts.text.dates import are_years, day_said, decade_said, year_said
from tts.text.dice import SIGNS, is_dice, rolled
from tts.text.letters import spelled
from tts.text.money import LARGE_WORDS, currency_of, sum_of
from tts.text.numbers import is_fraction, is_number, numeral
from tts.text.roman import roman
from tts.text.tokens import Token
from tts.text.units import unit, unit_apart
from tts.text.web import address
from tts.text.words import SYMBOLS, word_said

_INCHES = tuple('"”″')
_LENGTHS = (*_INCHES, *"'’′")


def said_of(tokens: Sequence[Token]) -> list[str]:
    """What is said for each of `tokens`, without marks; "" for one that is silent."""
    cores = ["", "", *(token.core for token in tokens), ""]
    said = []
    for place, token in enumerate(tokens):
        before2, before, _, after = cores[place : place + 4]
        joined = place > 0 and not tokens[place - 1].trail and not token.lead
        said.append(_said(Around(before2, before, token, after, joined)))
    return said


def _said(around: Around) -> str:
    for rule in _RULES:
        words = rule(around)
        if words is not None:
            return words
    return word_said(around.here.core)


def _common(around: Around) -> str | None:
    """A word in small letters behind another: most of any text, and quickly told."""
    core = around.here.core
    plain = len(core) > 1 and core.isascii() and core.isalpha() and core.islower() and core not in SHORT_FORMS
    return core if plain and (around.before.isalpha() or not around.before) else None


def _sign(around: Around) -> str | None:
    """A symbol that stands apart: "2d6 + 3", "5 - 3"."""
    symbol = around.here.plain
    if symbol in SIGNS and (is_dice(around.before) or is_number(around.before)) and around.after:
        if not (is_dice(around.after) or is_number(around.after)):
            return None
        spans = symbol == "–" or (symbol == "-" and are_years(around.before, around.after))
        return "to" if spans and not is_dice(around.before) else SIGNS[symbol]
    if symbol in tuple("x×") and around.before[-1:] in _LENGTHS and around.after[-1:] in _LENGTHS:
        return "by"  # 10' x 10'
    return SYMBOLS.get(symbol) if around.before and around.after else None


def _silent(around: Around) -> str | None:
    """Marks alone, or symbols that stand between no words."""
    return None if any(character.isalnum() for character in around.here.core) else ""


def _currency(around: Around) -> str | None:
    """The word behind "$3" in "$3 million"."""
    core = around.here.core
    name = currency_of(around.before) if core in LARGE_WORDS else None
    return f"{core} {name}" if name else None


def _numeral_of_a_king(around: Around) -> str | None:
    closed = bool(around.here.trail) or not around.after
    return roman(around.here.core, around.before2, around.before, around.after, closed)


def _unit(around: Around) -> str | None:
    if not around.joined:
        return None
    core = around.here.core
    if core.lower() in ("am", "pm", "a.m", "p.m") and (is_number(around.before) or clock(around.before)):
        return spelled(core.replace(".", ""))
    if core == "in" and around.here.trail.startswith(".") and is_number(around.before):
        return unit(core, around.before)
    return unit_apart(core, around.before) if numeral(around.before) or sum_of(around.before) else None


def _length(around: Around) -> str | None:
    """A 10' pole is a ten foot pole."""
    core = around.here.core
    if core[-1:] not in _LENGTHS or around.before.lower() not in ("a", "an") or not is_number(core[:-1]):
        return None
    return numeral(f"{core[:-1]}-{'in' if core[-1] in _INCHES else 'ft'}")


def _fraction(around: Around) -> str | None:
    """The half in "2 1/2"."""
    if around.joined and is_fraction(around.here.core) and around.before.isdecimal():
        return f"and {numeral(around.here.core)}"
    return None


def _initial(around: Around) -> str | None:
    """The J in "J. Smith"; an `I` is the one who speaks."""
    core = around.here.core
    named = len(core) == 1 and core.isascii() and core.isupper() and core != "I"
    return spelled(core) if named and around.here.trail.startswith(".") else None


def _abbreviation(around: Around) -> str | None:
    return expanded(around.here.core, around.here.trail, around.before, around.after)


def _sum(around: Around) -> str | None:
    return sum_of(around.here.core, around.after)


def _of_itself(read: Callable[[str], str | None]) -> Callable[[Around], str | None]:
    return lambda around: read(around.here.core)


# The first that knows the word says it.
_RULES: tuple[Callable[[Around], str | None], ...] = (
    _common,
    _sign,
    _silent,
    _currency,
    _numeral_of_a_king,
    _unit,
    _length,
    _fraction,
    year_said,
    day_said,
    decade_said,
    _initial,
    _abbreviation,
    _sum,
    *(_of_itself(read) for read in (rolled, clock, numeral, address)),
)
