"""Marks behind figures that are no punctuation: feet, inches, and the "!" of dice that explode."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from tts.text.dice import is_dice
from tts.text.numbers import numeral
from tts.text.tokens import Token

# Quotes that open and what closes them; the curly ones that close open in some languages.
_CLOSERS = MappingProxyType({'"': '"', "'": "'", "“": "”", "„": "”", "”": "”", "‘": "’", "’": "’"})
_LENGTHS = frozenset("'\"’”")


def with_their_marks(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with such marks in their cores and no longer among those that trail."""
    return list(_exploding(list(_measured(tokens))))


def _measured(tokens: Sequence[Token]) -> Iterator[Token]:
    """A quote is feet or inches where none is open that it can close."""
    opened: set[str] = set()
    for token in tokens:
        if token.core:
            opened |= _closers(token.lead)
            mark = token.trail[:1]
            if mark in _LENGTHS - opened and numeral(token.core + mark):
                token = _taken(token)
            opened -= set(token.trail)
        else:  # a quote that stands apart opens or closes
            opened ^= _closers(token.plain)
        if token.gap == "paragraph":
            opened.clear()
        yield token


def _closers(marks: str) -> set[str]:
    return {_CLOSERS[mark] for mark in marks if mark in _CLOSERS}


def _exploding(tokens: Sequence[Token]) -> Iterator[Token]:
    """The "!" in "10d10! and d20"; that of "Roll 2d6!" ends the sentence."""
    for token, after in zip(tokens, [*tokens, None][1:], strict=True):
        yield _taken(token) if _explodes(token, after) else token


def _explodes(token: Token, after: Token | None) -> bool:
    if not token.trail.startswith("!") or not is_dice(token.core + "!"):
        return False
    if len(token.trail) > 1:
        return token.trail[1] in ",;"
    return after is not None and not token.gap and (after.plain[:1].islower() or after.plain[:1] == "+")


def _taken(token: Token) -> Token:
    return replace(token, core=token.core + token.trail[0], trail=token.trail[1:])
